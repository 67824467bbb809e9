"""What the whole product refers to: counties, municipalities, languages, channels, service areas."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .epoch import ReferenceEpoch, ReferenceRows

__all__ = [
    "AreaMembership",
    "ContactChannel",
    "County",
    "Language",
    "Municipality",
    "Named",
    "ReferenceEpoch",
    "ReferenceRow",
    "ReferenceRows",
    "ServiceArea",
    "Text",
    "text_of",
]

FALLBACK = {"fi": ("fi", "sv", "en"), "sv": ("sv", "fi", "en"), "en": ("en", "fi", "sv")}


class Text(NamedTuple):
    """A text with the language it is really in: a page marks a fallback with `lang` and says so."""

    value: str
    language: str


def text_of(row, field: str, language: str | None = None) -> Text:
    """`field` of `row` in `language` (default: the page's), else in the next language that has it."""
    wanted = (language or get_language() or "fi")[:2]
    for code in FALLBACK.get(wanted, FALLBACK["fi"]):
        if value := getattr(row, f"{field}_{code}", ""):
            return Text(value, code)
    return Text("", wanted)


class Named(models.Model):
    """A row with a name in three languages, as three plain columns."""

    name_fi = models.CharField(_("name in Finnish"), max_length=300)
    name_sv = models.CharField(_("name in Swedish"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return text_of(self, "name").value


class ReferenceRow(Named):
    """A coded row of starting data that administrators may edit; codes are keys and are never deleted.

    `loaded_hash` is the hash of the values last loaded from the data file: the loader updates a row only
    while its values still equal it, so a reload never undoes an administrator's edit.
    """

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords(inherit=True, excluded_fields=["loaded_hash"])
    objects = ReferenceRows.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "code"]


class County(ReferenceRow):
    """A wellbeing services county (hyvinvointialue), Helsinki (90) or Åland (91)."""

    is_bilingual = models.BooleanField(_("bilingual"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("wellbeing services county")
        verbose_name_plural = _("wellbeing services counties")


class Municipality(ReferenceRow):
    """A municipality by its official three-digit code."""

    county = models.ForeignKey(County, models.PROTECT, verbose_name=_("county"), related_name="municipalities")
    is_served = models.BooleanField(_("served here"), default=False)

    class Meta(ReferenceRow.Meta):
        ordering = ["name_fi"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")


class Language(ReferenceRow):
    """A language of a contact; Finnish and Swedish are national."""

    is_national = models.BooleanField(_("national language"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("language")
        verbose_name_plural = _("languages")


class ContactChannel(ReferenceRow):
    """How a contact came; `counts_as_remote` feeds the share handled remotely."""

    counts_as_remote = models.BooleanField(_("counts as remote"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("contact channel")
        verbose_name_plural = _("contact channels")


class ServiceArea(ReferenceRow):
    """Older people, disability, working age …: every part adapts to a new one by data alone."""

    retention_fi = models.CharField(_("statutory retention"), max_length=200, blank=True)
    # Empty means the setting RETENTION_CASE_YEARS.
    retention_years = models.PositiveSmallIntegerField(_("years a closed case is kept"), null=True, blank=True)
    municipalities = models.ManyToManyField(Municipality, through="AreaMembership", related_name="service_areas")

    class Meta(ReferenceRow.Meta):
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")


class AreaMembership(models.Model):
    """Which municipality takes part in which service area, since when and until when."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, verbose_name=_("municipality"))
    service_area = models.ForeignKey(ServiceArea, models.CASCADE, verbose_name=_("service area"))
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords()
    objects = ReferenceRows.as_manager()

    class Meta:
        verbose_name = _("participation of a municipality")
        verbose_name_plural = _("participation of municipalities")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "service_area", "since_on"], name="membership_starts_once"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("since_on")),
                name="membership_ends_after_start",
                violation_error_message=_("The last day must be after the first day."),
            ),
        ]

    def __str__(self):
        return f"{self.municipality} · {self.service_area}"
