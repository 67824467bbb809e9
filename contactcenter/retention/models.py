"""Holds that keep data from being erased, runs that listed or erased, and releases of what a run held back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class RetentionHold(models.Model):
    """Something must be kept although its time is over: a complaint, an inquiry. Nothing of it expires meanwhile."""

    kind = models.CharField(_("kind"), max_length=20)  # a code of personal_data.retention.SUBJECTS
    subject = models.UUIDField(_("identifier"))
    reason = models.CharField(_("reason of the hold"), max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(_("why it is lifted"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(lifted_at__isnull=True),
                name="held_once",
                violation_error_message=_("This is held already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="hold_has_reason", violation_error_message=_("Say why it must be kept.")
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_reason="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_reason="")),
                name="lifted_hold_has_reason",
                violation_error_message=_("Say why it need not be kept any longer."),
            ),
        ]


class RetentionRun(models.Model):
    """One pass over all rules, dry or real. This row is the record of what was erased: numbers, never names.

    `counts` is {rule: {"kept", "due", "held", "gone", "braked"}}, kept and due as they were before.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    is_real = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # null: nightly
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("run of retention")
        verbose_name_plural = _("runs of retention")


class BrakeRelease(models.Model):
    """A privacy officer has looked: the next run may erase up to `rows` of a rule that the brake stopped."""

    rule = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    used_in = models.ForeignKey(RetentionRun, models.PROTECT, null=True, related_name="releases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=Q(used_in__isnull=True), name="released_once"),
        ]
