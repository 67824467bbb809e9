"""The catalogue as a Django application: its starting files."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Service catalogue")

    def ready(self):
        from contactcenter.reference.loader import register

        from . import models

        register(models.OrganisationType, DATA / "organisation_types.csv")
        register(models.ServiceCategory, DATA / "service_categories.csv")
        register(models.PtvServiceClass, DATA / "ptv_service_classes.csv")
        register(models.TargetGroup, DATA / "ptv_target_groups.csv")
        register(models.CategoryPtvClass, DATA / "category_ptv_map.csv", columns={"ptv_code": "ptv_class"}, once=True)
