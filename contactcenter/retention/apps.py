"""Retention as an application; its job must be known to the job process."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "contactcenter.retention"
    verbose_name = _("Retention")

    def ready(self):
        from . import background, rules  # noqa: F401 - registers the jobs

        rules.register_rules()
