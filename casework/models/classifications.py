"""The rows a contact is classified by: reference data, edited by administrators."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import ReferenceRow, ReferenceRows, text_of


class Short(models.Model):
    """A short name for buttons, where the name is long."""

    short_fi = models.CharField(_("short name in Finnish"), max_length=60, blank=True)
    short_sv = models.CharField(_("short name in Swedish"), max_length=60, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def short(self) -> str:
        """The short name in the page's language, else the whole name."""
        own = text_of(self, "short")
        name = text_of(self, "name")
        return own.value if own.value and own.language == name.language else name.value


class Defined(models.Model):
    """A definition in three languages, shown beside the choice."""

    definition_fi = models.TextField(_("definition in Finnish"), blank=True)
    definition_sv = models.TextField(_("definition in Swedish"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)

    class Meta:
        abstract = True

    @property
    def definition(self) -> str:
        return text_of(self, "definition").value


class ContactParty(ReferenceRow):
    """Who makes contact: the person, a relative, a professional, other."""

    class Meta(ReferenceRow.Meta):
        verbose_name = _("who makes contact")
        verbose_name_plural = _("who makes contact")


class ContactReason(Short, ReferenceRow):
    """Why people make contact. An empty list of areas means all; the area YLE offers every reason."""

    areas = models.ManyToManyField("reference.ServiceArea", blank=True, verbose_name=_("service areas"))
    category = models.ForeignKey(
        "catalogue.ServiceCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service category"),
    )

    class Meta(ReferenceRow.Meta):
        verbose_name = _("contact reason")
        verbose_name_plural = _("contact reasons")


class TopicOutcome(ReferenceRow):
    """How one question ended."""

    resolves_at_first_contact = models.BooleanField(_("resolves at first contact"), default=False)
    needs_routing = models.BooleanField(_("needs a destination"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("outcome of a question")
        verbose_name_plural = _("outcomes of a question")


class DemandClass(Short, Defined, ReferenceRow):
    """Value demand, failure demand (häiriökysyntä) or neutral. Describes the system, never the person."""

    KINDS = [("value", _("Value demand")), ("failure", _("Failure demand")), ("neutral", _("Neutral"))]
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    example_fi = models.TextField(_("example in Finnish"), blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("demand class")
        verbose_name_plural = _("demand classes")


class QuickEnd(ReferenceRow):
    """A contact that ends by one key: cut off, wrong number, silent, abusive."""

    demand_class = models.ForeignKey(DemandClass, models.PROTECT, related_name="+", verbose_name=_("demand class"))

    class Meta(ReferenceRow.Meta):
        verbose_name = _("quick end")
        verbose_name_plural = _("quick ends")


class GuidanceLevel(Defined, ReferenceRow):
    """L0 communication, L1 advice, L2 guidance, L3 intensive guidance, L9 urgent hand-over."""

    class Meta(ReferenceRow.Meta):
        verbose_name = _("level of guidance")
        verbose_name_plural = _("levels of guidance")


class Segment(Defined, ReferenceRow):
    """Client segment. Empty on a contact = not needed at this level; EIT = tried and not enough known."""

    default_level = models.ForeignKey(GuidanceLevel, models.PROTECT, related_name="+", verbose_name=_("usual level"))

    class Meta(ReferenceRow.Meta):
        verbose_name = _("client segment")
        verbose_name_plural = _("client segments")


class RoutingDestination(Short, ReferenceRow):
    """Where a person was guided (ohjaus). Its flags are frozen on each routing."""

    group = models.CharField(_("group"), max_length=20)
    outside_sote = models.BooleanField(_("outside social and health care"), default=False)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    needs_consent = models.BooleanField(_("needs consent"), default=False)
    phone = models.CharField(_("phone number"), max_length=40, blank=True)
    note_fi = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")


class DestinationRule(models.Model):
    """Provider type and register class or target group → destination; the first match by order wins.

    `match` is the file's own short form: `ptv:P5.13,P5.18`, `target:KR1.1`, `business:Kela`, joined by `;`
    meaning any of them; empty matches every service of the type.
    """

    order = models.PositiveIntegerField(_("order"), primary_key=True)
    provider_type = models.CharField(_("provider type"), max_length=30)
    match = models.CharField(_("matches"), max_length=200, blank=True)
    destination = models.ForeignKey(RoutingDestination, models.PROTECT, related_name="+", verbose_name=_("destination"))
    is_active = models.BooleanField(_("in use"), default=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["loaded_hash"])
    objects = ReferenceRows.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name = _("destination rule")
        verbose_name_plural = _("destination rules")

    def __str__(self):
        return f"{self.order}. {self.provider_type} {self.match} → {self.destination_id}"
