"""Handing a case over to a person or a unit, and to the assessment of service needs with its deadline."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import ReferenceRow

from .cases import Case


class AssessmentOutcome(ReferenceRow):
    """What came of an assessment of service needs (palvelutarpeen arviointi)."""

    class Meta(ReferenceRow.Meta):
        verbose_name = _("outcome of a needs assessment")
        verbose_name_plural = _("outcomes of a needs assessment")


class HandOverKind(models.TextChoices):
    TRANSFER = "transfer", _("Transfer of the case")
    QUESTION = "question", _("Question to answer")
    ASSESSMENT = "assessment", _("Assessment of service needs")


class HandOverState(models.TextChoices):
    SENT = "sent", _("Waits for the receiver")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = Q(state="sent") | Q(state="accepted", kind="assessment")


class HandOver(models.Model):
    """A hand-over (luovutus). The receiver accepts, returns with a reason or answers; for a unit without accounts
    the desk keys it in (`is_keyed_in`). An assessment has a deadline in working days and an outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="hand_overs")
    kind = models.CharField(_("kind"), max_length=12, choices=HandOverKind.choices, default=HandOverKind.TRANSFER)
    from_unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("from unit"))
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="hand_overs_sent", verbose_name=_("from")
    )
    to_unit = models.ForeignKey(
        "accounts.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hand_overs",
        verbose_name=_("to unit"),
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hand_overs",
        verbose_name=_("to person"),
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=HandOverState.choices, default=HandOverState.SENT)
    sent_at = models.DateTimeField(_("sent"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    is_keyed_in = models.BooleanField(_("keyed in by the desk"), default=False)
    # Of what the desk keys in for a unit without accounts: who told it, and on which day.
    told_by = models.CharField(_("who told it"), max_length=150, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    reason = models.CharField(_("reason of the return"), max_length=500, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    is_return_seen = models.BooleanField(default=False)  # the sender has dealt with the return
    # Of an assessment only.
    requested_on = models.DateField(_("contact on"), null=True, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    deadline_on = models.DateField(_("must begin by"), null=True, blank=True)
    started_on = models.DateField(_("began on"), null=True, blank=True)
    outcome = models.ForeignKey(
        AssessmentOutcome, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("outcome")
    )
    ended_on = models.DateField(_("ready on"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes = [
            models.Index(fields=["to_user", "state"], name="hand_over_to_user"),
            models.Index(fields=["to_unit", "state"], name="hand_over_to_unit"),
            models.Index(fields=["from_user", "state"], name="hand_over_from_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False, to_user__isnull=True)
                | Q(to_unit__isnull=True, to_user__isnull=False),
                name="hand_over_has_one_receiver",
                violation_error_message=_("Choose the receiver: a person or a unit."),
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""),
                name="returned_hand_over_has_reason",
                violation_error_message=_("Say why the hand-over is returned."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer="") | Q(outcome__isnull=False),
                name="answered_hand_over_has_answer",
                violation_error_message=_("Write the answer."),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", answered_at__isnull=True) | (~Q(state="sent") & Q(answered_at__isnull=False)),
                name="hand_over_answer_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="assessment") | Q(requested_on__isnull=False),
                name="assessment_has_contact_day",
                violation_error_message=_("Say on which day the contact was made."),
            ),
            models.CheckConstraint(
                condition=Q(is_keyed_in=False) | (~Q(told_by="") & Q(told_on__isnull=False)),
                name="keyed_in_hand_over_says_who_told_it",
                violation_error_message=_("Write who told it, and on which day."),
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=OPEN_STATES,
                name="one_open_hand_over_of_a_kind",
                violation_error_message=_("This case already has such a hand-over waiting."),
            ),
        ]
