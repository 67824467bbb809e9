"""What leads a contact's form: its steps, urgent triggers, first information, segment questions and their rules."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import ReferenceRow, ReferenceRows, text_of


class OfAreas(models.Model):
    """A row for some service areas; an empty list means all of them."""

    areas = models.ManyToManyField("reference.ServiceArea", blank=True, verbose_name=_("service areas"))

    class Meta:
        abstract = True


class FormStep(OfAreas, ReferenceRow):
    """A step of the form: its place, name and hint. A row that names a service area wins over the general one."""

    STEPS = [
        ("note", _("Situation")),
        ("party", _("Who makes contact")),
        ("municipality", _("Municipality")),
        ("basics", _("Language and area")),
        ("topics", _("Questions")),
        ("guidance", _("First information and segment")),
        ("demand_class", _("Demand class")),
        ("sote_look", _("Outside health and social care")),
        ("level", _("Level")),
        ("person", _("Person")),
    ]
    step = models.CharField(_("step"), max_length=20, choices=STEPS)
    hint_fi = models.CharField(_("hint in Finnish"), max_length=300, blank=True)
    hint_sv = models.CharField(_("hint in Swedish"), max_length=300, blank=True)
    hint_en = models.CharField(_("hint in English"), max_length=300, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("step of the form")
        verbose_name_plural = _("steps of the form")

    @property
    def hint(self) -> str:
        return text_of(self, "hint").value


class Trigger(OfAreas, ReferenceRow):
    """A sign that overrides (heräte): raises the level, may stop all questions and gives the number to call."""

    level = models.ForeignKey(
        "casework.GuidanceLevel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level")
    )
    default_route = models.ForeignKey(
        "casework.RoutingDestination",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("destination"),
    )
    blocks_questions = models.BooleanField(_("stops all questions"), default=False)
    phone = models.CharField(
        _("number to call"), max_length=40, blank=True, help_text=_("Empty: the number of the destination.")
    )
    short_fi = models.CharField(_("short name in Finnish"), max_length=60, blank=True)
    short_sv = models.CharField(_("short name in Swedish"), max_length=60, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=60, blank=True)
    action_fi = models.CharField(_("what to do, in Finnish"), max_length=300, blank=True)
    action_sv = models.CharField(_("what to do, in Swedish"), max_length=300, blank=True)
    action_en = models.CharField(_("what to do, in English"), max_length=300, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("trigger")
        verbose_name_plural = _("triggers")

    @property
    def action(self) -> str:
        return text_of(self, "action").value

    @property
    def short(self) -> str:
        own, name = text_of(self, "short"), text_of(self, "name")
        return own.value if own.value and own.language == name.language else name.value


class FirstInformation(OfAreas, ReferenceRow):
    """One of the few facts asked when the rules call for it (ensitieto): from a level on, or when a trigger fires."""

    KINDS = [
        ("text", _("Text")),
        ("year", _("Year")),
        ("phone_safe", _("Phone, and is it safe to call")),
        ("municipality", _("Municipality")),
        ("yes_no", _("Yes or no")),
        ("person_phone", _("Name and phone")),
        ("language", _("Language")),
        ("party", _("Who makes contact")),
        ("consent", _("Consent")),
    ]
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    opens_from_level = models.ForeignKey(
        "casework.GuidanceLevel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opens from level"),
    )
    opens_on_triggers = models.ManyToManyField(Trigger, blank=True, related_name="+", verbose_name=_("opens on"))

    class Meta(ReferenceRow.Meta):
        verbose_name = _("first information")
        verbose_name_plural = _("first information")


class SegmentQuestion(OfAreas, ReferenceRow):
    """A question that helps to recognise the client segment. Its three answers score 0, 1 and 2 on one axis.

    The name is the question itself; options are the three answers, one a line.
    """

    AXES = [("R", _("Resources")), ("C", _("Complexity"))]
    axis = models.CharField(_("axis"), max_length=1, choices=AXES)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1, help_text=_("The heaviest is asked first."))
    short_fi = models.CharField(_("short name in Finnish"), max_length=60, blank=True)
    short_sv = models.CharField(_("short name in Swedish"), max_length=60, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=60, blank=True)
    options_fi = models.TextField(_("answers in Finnish, one a line"))
    options_sv = models.TextField(_("answers in Swedish, one a line"), blank=True)
    options_en = models.TextField(_("answers in English, one a line"), blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("segment question")
        verbose_name_plural = _("segment questions")

    @property
    def short(self) -> str:
        own, name = text_of(self, "short"), text_of(self, "name")
        return own.value if own.value and own.language == name.language else name.value

    @property
    def options(self) -> list[str]:
        """The three answers in the page's language; the place in the list is the score."""
        return text_of(self, "options").value.splitlines()


class SegmentRules(models.Model):
    """A version of the rules that suggest a segment. Contacts keep the version they were assessed with.

    An axis is the mean of its answers; from its limit on resources are weak and the situation complex.
    """

    version = models.CharField(_("version"), max_length=30, primary_key=True)
    min_answers_per_axis = models.PositiveSmallIntegerField(_("answers needed on each axis"), default=3)
    weak_resources_at = models.DecimalField(
        _("resources are weak from"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(2)],
    )
    complex_at = models.DecimalField(
        _("the situation is complex from"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(2)],
    )
    good_simple = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("good resources, simple situation")
    )
    good_complex = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("good resources, complex situation")
    )
    weak_simple = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("weak resources, simple situation")
    )
    weak_complex = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("weak resources, complex situation")
    )
    unknown = models.ForeignKey(
        "casework.Segment", models.PROTECT, related_name="+", verbose_name=_("not enough is known")
    )
    in_force_on = models.DateField(_("in force from"))
    is_active = models.BooleanField(_("in use"), default=True)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["loaded_hash"])
    objects = ReferenceRows.as_manager()

    class Meta:
        ordering = ["-in_force_on", "-version"]
        verbose_name = _("rules of the segment suggestion")
        verbose_name_plural = _("rules of the segment suggestion")
        constraints = [
            models.CheckConstraint(
                condition=Q(min_answers_per_axis__gte=1),
                name="segment_rules_need_an_answer",
                violation_error_message=_("At least one answer is needed on each axis."),
            ),
        ]

    def __str__(self):
        return self.version


class SegmentHint(models.Model):
    """Destinations that usually help people of a segment, in this order."""

    segment = models.ForeignKey("casework.Segment", models.CASCADE, related_name="hints", verbose_name=_("segment"))
    destination = models.ForeignKey(
        "casework.RoutingDestination", models.CASCADE, related_name="+", verbose_name=_("destination")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    history = HistoricalRecords()
    objects = ReferenceRows.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = _("usual destination of a segment")
        verbose_name_plural = _("usual destinations of segments")
        constraints = [models.UniqueConstraint(fields=["segment", "destination"], name="segment_hint_once")]
