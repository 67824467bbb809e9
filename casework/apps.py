"""Casework as a Django application: its starting files."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Classification of contacts")

    def ready(self):
        from contactcenter.reference.loader import register

        from . import models

        register(models.ContactParty, DATA / "contact_parties.csv")
        register(models.ContactReason, DATA / "contact_reasons.csv")
        register(models.TopicOutcome, DATA / "topic_outcomes.csv")
        register(models.DemandClass, DATA / "demand_classes.csv")
        register(models.QuickEnd, DATA / "quick_ends.csv")
        register(models.GuidanceLevel, DATA / "guidance_levels.csv")
        register(models.Segment, DATA / "segments.csv")
        register(models.RoutingDestination, DATA / "routing_destinations.csv")
        register(models.DestinationRule, DATA / "destination_rules.csv")
