"""Reference data as a Django application: its starting files."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


class ReferenceConfig(AppConfig):
    name = "contactcenter.reference"
    verbose_name = _("Reference data")
    label = "reference"

    def ready(self):
        from . import epoch, models
        from .loader import register

        epoch.watch()

        register(models.County, DATA / "counties.csv")
        register(models.Municipality, DATA / "municipalities.csv")
        register(models.Language, DATA / "languages.csv")
        register(models.ContactChannel, DATA / "contact_channels.csv")
        register(models.ServiceArea, DATA / "service_areas.csv")
        register(models.AreaMembership, DATA / "area_memberships.csv", once=True)
