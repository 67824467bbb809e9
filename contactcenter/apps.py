"""The product itself as a Django application: commands, checks and templates that belong to the whole."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ContactCenterConfig(AppConfig):
    name = "contactcenter"
    label = "contactcenter"

    def ready(self):
        from contactcenter import start_checks  # noqa: F401 - registers the checks of `check --deploy`


class Administration(AdminConfig):
    """Django's administration pages behind our role table."""

    default_site = "contactcenter.accounts.admin_site.AdministrationSite"


class StaticFiles(StaticFilesConfig):
    """Collects what a browser asks for: sources of style sheets and source maps stay behind."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "scss", "*.map", "*.md"]
