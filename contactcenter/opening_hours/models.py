"""When the service is open, by channel, language and service area."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import Named

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
# Closing at 0.00 is midnight at the end of the day.
CLOSES_LATER = models.Q(closes__gt=models.F("opens")) | models.Q(closes=time(0))


class Line(models.Model):
    """What hours belong to: a channel in a language, for one service area or for all."""

    channel = models.ForeignKey("reference.ContactChannel", models.PROTECT, verbose_name=_("channel"), related_name="+")
    language = models.ForeignKey("reference.Language", models.PROTECT, verbose_name=_("language"), related_name="+")
    service_area = models.ForeignKey(
        "reference.ServiceArea",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service area"),
        help_text=_("Empty means all service areas."),
    )

    class Meta:
        abstract = True


class OpeningPeriod(Line):
    """One period of one weekday; a day may have several."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["channel", "language", "weekday", "opens"]
        verbose_name = _("opening period")
        verbose_name_plural = _("opening periods")
        constraints = [
            models.CheckConstraint(
                condition=CLOSES_LATER,
                name="closes_after_opening",
                violation_error_message=_("Closing time must be after opening time."),
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_exists"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class OpeningException(Named):
    """A day that differs: closed, or open at other hours. Empty channel, language or area means all of them."""

    on_day = models.DateField(_("day"))
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)
    channel = models.ForeignKey(
        "reference.ContactChannel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    language = models.ForeignKey(
        "reference.Language", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("language")
    )
    service_area = models.ForeignKey(
        "reference.ServiceArea", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service area")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["on_day", "opens"]
        verbose_name = _("exception to opening hours")
        verbose_name_plural = _("exceptions to opening hours")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__isnull=True, closes__isnull=True)
                | (models.Q(opens__isnull=False, closes__isnull=False) & CLOSES_LATER),
                name="exception_closed_or_in_order",
                violation_error_message=_("Give both times, the closing later, or leave both empty for a closed day."),
            )
        ]

    @property
    def span(self) -> tuple[time, time] | None:
        """Opening and closing time; None on a closed day."""
        return (self.opens, self.closes) if self.opens else None


class DoorReason(models.TextChoices):
    """Why somebody got no further than the door."""

    CLOSED = "closed", _("Closed")
    NOBODY_ON_DUTY = "nobody_on_duty", _("Nobody on duty")
    QUEUE_FULL = "queue_full", _("Queue full")


class DoorAttempt(Line):
    """Somebody pressed chat or called while the line was closed. An act, never a page view; no personal data."""

    at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=20, choices=DoorReason.choices)
