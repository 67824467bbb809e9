"""Figures as a Django application: its jobs are known to every process."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self):
        from . import exports, retention  # noqa: F401 - registers the jobs

        retention.register_rules()
