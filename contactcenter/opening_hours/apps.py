"""Opening hours as a Django application: the hours it starts with."""

from pathlib import Path

from django.apps import AppConfig


class OpeningHoursConfig(AppConfig):
    name = "contactcenter.opening_hours"
    label = "opening_hours"

    def ready(self):
        from contactcenter.reference.loader import register

        from .models import OpeningPeriod

        register(OpeningPeriod, Path(__file__).parent / "data" / "opening_periods.csv", once=True)
