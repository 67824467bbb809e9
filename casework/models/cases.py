"""A matter followed over several contacts: the case, its plan, notes and tasks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.reference.models import ReferenceRow

INTENSIVE = "L3"


class CaseState(ReferenceRow):
    """Where a case stands. One state is where cases begin; closed states end the work."""

    is_first = models.BooleanField(_("cases begin here"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    is_waiting = models.BooleanField(_("waits for others"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("state of a case")
        verbose_name_plural = _("states of a case")
        constraints = [
            models.UniqueConstraint(
                fields=["is_first"],
                condition=Q(is_first=True),
                name="cases_begin_in_one_state",
                violation_error_message=_("Cases begin in one state only."),
            ),
        ]


class CaseTransition(ReferenceRow):
    """A step from one state to another; the name is the words on the button."""

    from_state = models.ForeignKey(CaseState, models.PROTECT, related_name="transitions", verbose_name=_("from"))
    to_state = models.ForeignKey(CaseState, models.PROTECT, related_name="+", verbose_name=_("to"))
    needs_reason = models.BooleanField(_("asks for a reason"), default=False)
    needs_outcome = models.BooleanField(_("asks for an outcome"), default=False)

    class Meta(ReferenceRow.Meta):
        verbose_name = _("transition of a case")
        verbose_name_plural = _("transitions of a case")


class CaseOutcome(ReferenceRow):
    """How a case ended."""

    class Meta(ReferenceRow.Meta):
        verbose_name = _("outcome of a case")
        verbose_name_plural = _("outcomes of a case")


class CaseNumberSeries(models.Model):
    """The last case number of a year, raised under the row's lock."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class ActsNext(models.TextChoices):
    """Who acts next: a column, so that a worklist is a WHERE."""

    RESPONSIBLE = "responsible", _("The responsible person")
    UNIT = "unit", _("Our unit")
    OTHER = "other", _("Somebody else")


CLOSED = Q(is_closed=True)


class Case(models.Model):
    """A matter of one person, named or anonymous, from opening to closing.

    `next_on` is the local day when the one who acts next is expected to act. `is_closed` mirrors the state's
    flag, so that the database can hold what an open and a closed case must have. `version` grows at every change
    of the case's own fields and stands in its history: a form says which it began from, and what others changed
    since then is the difference of two rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)  # spoken: A26-00042
    subject = models.CharField(_("subject"), max_length=200)
    person = models.ForeignKey(
        "casework.Person", models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("person")
    )
    service_area = models.ForeignKey(
        "reference.ServiceArea", models.PROTECT, related_name="+", verbose_name=_("service area")
    )
    language = models.ForeignKey("reference.Language", models.PROTECT, related_name="+", verbose_name=_("language"))
    municipality = models.ForeignKey(
        "reference.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="cases", verbose_name=_("unit"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("responsible person"),
    )
    state = models.ForeignKey(CaseState, models.PROTECT, related_name="+", verbose_name=_("state"))
    is_closed = models.BooleanField(default=False, editable=False)
    level = models.ForeignKey("casework.GuidanceLevel", models.PROTECT, related_name="+", verbose_name=_("level"))
    segment = models.ForeignKey(
        "casework.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client segment")
    )
    acts_next = models.CharField(_("acts next"), max_length=15, choices=ActsNext.choices, blank=True)
    acts_next_name = models.CharField(_("who"), max_length=150, blank=True)
    next_step = models.CharField(_("what happens next"), max_length=300, blank=True)
    next_on = models.DateField(_("when"), null=True, blank=True)
    # The plan: in the person's own words, what was agreed, and what happens if it does not work.
    own_words = models.TextField(_("in the person's own words"), max_length=2000, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=4000, blank=True)
    fallback = models.TextField(_("if it does not work"), max_length=2000, blank=True)
    outcome = models.ForeignKey(
        CaseOutcome, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("outcome")
    )
    closing_note = models.CharField(_("closing words"), max_length=500, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["responsible", "is_closed", "next_on"], name="case_of_responsible"),
            models.Index(fields=["unit", "is_closed", "next_on"], name="case_of_unit"),
            models.Index(fields=["person", "-opened_at"], name="case_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level=INTENSIVE) | CLOSED | Q(responsible__isnull=False),
                name="intensive_case_has_responsible",
                violation_error_message=_("Intensive guidance needs a responsible person."),
            ),
            models.CheckConstraint(
                condition=CLOSED | (~Q(acts_next="") & ~Q(next_step="") & Q(next_on__isnull=False)),
                name="open_case_says_what_next",
                violation_error_message=_("Say who acts next, what they do and when."),
            ),
            models.CheckConstraint(
                condition=CLOSED | ~Q(acts_next="responsible") | Q(responsible__isnull=False),
                name="next_actor_exists",
                violation_error_message=_("Choose the responsible person, or let the unit act next."),
            ),
            models.CheckConstraint(
                condition=~Q(acts_next="other") | ~Q(acts_next_name=""),
                name="other_actor_has_name",
                violation_error_message=_("Write who acts next."),
            ),
            models.CheckConstraint(
                condition=(CLOSED & Q(outcome__isnull=False, closed_at__isnull=False))
                | Q(is_closed=False, outcome__isnull=True, closed_at__isnull=True),
                name="closed_case_has_outcome",
                violation_error_message=_("Choose how the case ended."),
            ),
        ]

    def __str__(self):
        return self.number


class CaseGoal(models.Model):
    """A goal of the plan."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    reached_on = models.DateField(_("reached"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")


class AgreedService(models.Model):
    """A service that was agreed on: from the catalogue, or in words."""

    STATES = [
        ("agreed", _("Agreed")),
        ("started", _("Has begun")),
        ("ended", _("Has ended")),
        ("failed", _("Did not begin")),
    ]
    case = models.ForeignKey(Case, models.CASCADE, related_name="agreed_services")
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    name = models.CharField(_("service in words"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="agreed")
    since_on = models.DateField(_("since"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("agreed service")
        verbose_name_plural = _("agreed services")
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False) | ~Q(name=""),
                name="agreed_service_is_named",
                violation_error_message=_("Choose a service, or write which one was agreed."),
            ),
        ]


class CaseNote(models.Model):
    """A note in a case. A wrong one is annulled with a reason: its text stays in history."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=10_000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField()
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_reason = models.CharField(_("why it is annulled"), max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-written_at", "-pk"]
        verbose_name = _("note of a case")
        verbose_name_plural = _("notes of a case")
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True) | ~Q(annulled_reason=""),
                name="annulled_note_has_reason",
                violation_error_message=_("Say why the note is annulled."),
            ),
        ]


class Task(models.Model):
    """Something to do by a day, by a person or by whoever of the unit; or something others are waited for."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("by"))
    due_at = models.TimeField(_("at"), null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("who")
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="tasks", verbose_name=_("unit"))
    waits_for = models.CharField(_("waits for"), max_length=150, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "due_at", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(
                fields=["responsible", "due_on"], condition=Q(done_at__isnull=True), name="open_task_of_person"
            ),
            models.Index(fields=["unit", "due_on"], condition=Q(done_at__isnull=True), name="open_task_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="done_task_has_doer",
            ),
        ]

    def __str__(self):
        return self.title
