"""What stands beside the form: call scripts, check lists, news and instructions with their "read" marks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import Named, ReferenceRow, ReferenceRows, text_of

from .guidance import OfAreas


class Lines(models.Model):
    """A text of short lines in three languages, one thing a line."""

    lines_fi = models.TextField(_("lines in Finnish, one thing a line"))
    lines_sv = models.TextField(_("lines in Swedish, one thing a line"), blank=True)
    lines_en = models.TextField(_("lines in English, one thing a line"), blank=True)

    class Meta:
        abstract = True

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in text_of(self, "lines").value.splitlines() if line.strip()]

    @property
    def lines_language(self) -> str:
        """The language the lines are really in."""
        return text_of(self, "lines").language


class Script(Lines, OfAreas, ReferenceRow):
    """A call script (puhelun runko): what is good to ask and say, in order."""

    languages = models.ManyToManyField("reference.Language", blank=True, related_name="+", verbose_name=_("languages"))
    channels = models.ManyToManyField(
        "reference.ContactChannel", blank=True, related_name="+", verbose_name=_("channels")
    )

    class Meta(ReferenceRow.Meta):
        verbose_name = _("call script")
        verbose_name_plural = _("call scripts")


class CheckList(Lines, OfAreas, ReferenceRow):
    """Things to remember with a question (tarkistuslista); without reasons it belongs to every question."""

    reasons = models.ManyToManyField("casework.ContactReason", blank=True, related_name="+", verbose_name=_("reasons"))

    class Meta(ReferenceRow.Meta):
        verbose_name = _("check list")
        verbose_name_plural = _("check lists")


class Notice(Named):
    """News or an instruction for counsellors; empty lists mean all areas, municipalities and languages."""

    KINDS = [("news", _("News")), ("instruction", _("Instruction"))]
    IMPORTANCE = [(3, _("Must be read")), (2, _("Important")), (1, _("For information"))]
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS, default="news")
    importance = models.PositiveSmallIntegerField(_("importance"), choices=IMPORTANCE, default=1)
    text_fi = models.TextField(_("text in Finnish"))
    text_sv = models.TextField(_("text in Swedish"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    areas = models.ManyToManyField("reference.ServiceArea", blank=True, verbose_name=_("service areas"))
    municipalities = models.ManyToManyField("reference.Municipality", blank=True, verbose_name=_("municipalities"))
    languages = models.ManyToManyField("reference.Language", blank=True, verbose_name=_("languages"))
    shown_from = models.DateField(_("shown from"))
    shown_until = models.DateField(_("shown until"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, through="NoticeRead", related_name="+")
    history = HistoricalRecords()
    objects = ReferenceRows.as_manager()

    class Meta:
        ordering = ["-importance", "-shown_from", "-pk"]
        verbose_name = _("news or instruction")
        verbose_name_plural = _("news and instructions")
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_until__isnull=True) | Q(shown_until__gte=F("shown_from")),
                name="notice_ends_after_start",
                violation_error_message=_("The last day must not be before the first day."),
            ),
        ]

    @property
    def text(self) -> str:
        return text_of(self, "text").value


class NoticeRead(models.Model):
    """A counsellor's mark that a notice has been read."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_read_once")]
