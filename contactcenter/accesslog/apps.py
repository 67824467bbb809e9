"""The access log as an application; its job must be known to the job process."""

from django.apps import AppConfig


class AccessLogConfig(AppConfig):
    name = "contactcenter.accesslog"

    def ready(self):
        from . import background, retention  # noqa: F401 - registers the job

        retention.register_rules()
