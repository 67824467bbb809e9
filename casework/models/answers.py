"""What a contact learned while the form led: triggers, segment assessment, first information."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .contacts import Contact


class ContactTrigger(models.Model):
    """A trigger that was marked in a contact; its level is frozen here."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="triggers")
    trigger = models.ForeignKey("casework.Trigger", models.PROTECT, related_name="+", verbose_name=_("trigger"))
    level = models.ForeignKey("casework.GuidanceLevel", models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["trigger__position"]
        verbose_name = _("trigger of a contact")
        verbose_name_plural = _("triggers of a contact")
        constraints = [models.UniqueConstraint(fields=["contact", "trigger"], name="trigger_once_in_contact")]


class SegmentAssessment(models.Model):
    """The answers to the segment questions, what the rules suggested of them, and why it was chosen otherwise.

    The chosen segment is the contact's own column. `answers` is {question code: 0, 1 or 2}; `resources` and
    `complexity` are the axes' means (0–2), empty when too little was known. Nothing follows from it by itself.
    """

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="assessment")
    rules = models.ForeignKey("casework.SegmentRules", models.PROTECT, related_name="+", verbose_name=_("rules"))
    answers = models.JSONField(_("answers"), default=dict)
    resources = models.DecimalField(_("resources"), max_digits=3, decimal_places=2, null=True, blank=True)
    complexity = models.DecimalField(_("complexity"), max_digits=3, decimal_places=2, null=True, blank=True)
    suggested = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("suggested segment")
    )
    suggested_level = models.ForeignKey(
        "casework.GuidanceLevel", models.PROTECT, related_name="+", verbose_name=_("suggested level")
    )
    chosen = models.ForeignKey("casework.Segment", models.PROTECT, related_name="+", verbose_name=_("chosen segment"))
    override_reason = models.CharField(_("why otherwise"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("segment assessment")
        verbose_name_plural = _("segment assessments")
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen=F("suggested")) | ~Q(override_reason=""),
                name="override_has_reason",
                violation_error_message=_("Say in a few words why you chose another segment."),
            ),
        ]


class FirstInformationAnswer(models.Model):
    """A fact told in a contact. A person's facts are those of the person's contacts, the newest of each item.

    `value` is text; for coded kinds the code ("yes", "no", a language or a municipality).
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="first_information")
    item = models.ForeignKey("casework.FirstInformation", models.PROTECT, related_name="+", verbose_name=_("fact"))
    value = models.CharField(_("answer"), max_length=500)
    source = models.ForeignKey(
        "casework.ContactParty", models.PROTECT, related_name="+", verbose_name=_("who gave the information")
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["item__position"]
        verbose_name = _("first information of a contact")
        verbose_name_plural = _("first information of a contact")
        constraints = [models.UniqueConstraint(fields=["contact", "item"], name="first_information_once_in_contact")]
