"""Casework as a Django application: its starting files."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"


def lines_of(field: str) -> dict:
    """The columns of `field` in three languages: the file parts lines by `|`."""
    columns = [f"{field}_{code}" for code in ("fi", "sv", "en")]
    return {name: lambda text, name=name: {name: "\n".join(text.split("|"))} for name in columns}


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Classification of contacts")

    def ready(self):
        from contactcenter.reference.loader import register

        from . import models, retention

        retention.register_rules()
        register(models.ContactParty, DATA / "contact_parties.csv")
        register(models.ContactReason, DATA / "contact_reasons.csv")
        register(models.TopicOutcome, DATA / "topic_outcomes.csv")
        register(models.DemandClass, DATA / "demand_classes.csv")
        register(models.QuickEnd, DATA / "quick_ends.csv")
        register(models.GuidanceLevel, DATA / "guidance_levels.csv")
        register(models.Segment, DATA / "segments.csv")
        register(models.RoutingDestination, DATA / "routing_destinations.csv")
        register(models.DestinationRule, DATA / "destination_rules.csv")
        register(models.FormStep, DATA / "form_steps.csv")
        register(models.Trigger, DATA / "triggers.csv")
        register(models.FirstInformation, DATA / "first_information.csv")
        register(models.SegmentQuestion, DATA / "segment_questions.csv", columns=lines_of("options"))
        register(models.SegmentRules, DATA / "segment_rules.csv")
        register(models.SegmentHint, DATA / "segment_hints.csv", once=True)
        register(models.CaseState, DATA / "case_states.csv")
        register(models.CaseTransition, DATA / "case_transitions.csv")
        register(models.CaseOutcome, DATA / "case_outcomes.csv")
        register(models.AssessmentOutcome, DATA / "assessment_outcomes.csv")
        register(models.Script, DATA / "scripts.csv", columns=lines_of("lines"))
        register(models.CheckList, DATA / "check_lists.csv", columns=lines_of("lines"))
