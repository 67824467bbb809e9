"""A contact is one row, whatever the channel, with its questions and routings."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ContactState(models.TextChoices):
    OPEN = "open", _("Open")
    COMPLETE = "complete", _("Complete")


class SoteLook(models.TextChoices):
    """Were services outside social and health care looked at? Derived `yes` when such a routing exists."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_NEEDED = "not_needed", _("Not needed")


class Interpreter(models.TextChoices):
    """Was an interpreter needed and used?"""

    NOT_NEEDED = "", _("No interpreter was needed")
    USED = "used", _("An interpreter was used")
    MISSED = "missed", _("An interpreter was needed, but there was none")


class NumberSeries(models.Model):
    """The last contact number of a year. Raised under the row's lock, so two contacts never share one."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


COMPLETE, FAILURE = Q(state="complete"), Q(demand_kind="failure")


class Contact(models.Model):
    """One call, chat, visit, letter … Born at the claim of a chat or at "new contact"; anonymous ones too.

    `opened_at`, `ended_at` and `completed_at` are the database's clock; handling time is their difference.
    `opened_on` is the local day figures count by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)  # spoken: 26-04711
    state = models.CharField(_("state"), max_length=10, choices=ContactState.choices, default=ContactState.OPEN)
    channel = models.ForeignKey("reference.ContactChannel", models.PROTECT, related_name="+", verbose_name=_("channel"))
    language = models.ForeignKey("reference.Language", models.PROTECT, related_name="+", verbose_name=_("language"))
    service_area = models.ForeignKey(
        "reference.ServiceArea", models.PROTECT, related_name="+", verbose_name=_("service area")
    )
    party = models.ForeignKey(
        "casework.ContactParty", models.PROTECT, related_name="+", verbose_name=_("who makes contact")
    )
    municipality = models.ForeignKey(
        "reference.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    is_municipality_unknown = models.BooleanField(_("municipality not told"), default=False)
    demand_class = models.ForeignKey(
        "casework.DemandClass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("demand class")
    )
    # Frozen from the class, so that editing reference data never rewrites last year's share.
    demand_kind = models.CharField(max_length=10, blank=True, editable=False)
    cause_provider = models.ForeignKey(
        "catalogue.Provider", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("what caused it")
    )
    is_cause_unknown = models.BooleanField(_("cause not known"), default=False)
    prevention = models.CharField(_("what would have prevented the contact"), max_length=500, blank=True)
    sote_look = models.CharField(
        _("were services outside social and health care looked at"), max_length=10, blank=True, choices=SoteLook.choices
    )
    segment = models.ForeignKey(
        "casework.Segment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client segment")
    )
    level = models.ForeignKey("casework.GuidanceLevel", models.PROTECT, related_name="+", verbose_name=_("level"))
    quick_end = models.ForeignKey(
        "casework.QuickEnd", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("quick end")
    )
    note = models.TextField(_("note"), blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=10, blank=True, choices=Interpreter.choices)
    # The earlier contact that this one goes on from or repeats.
    earlier = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later", verbose_name=_("earlier contact")
    )
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("case")
    )
    person = models.ForeignKey(
        "casework.Person", models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("person")
    )
    handled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="contacts", verbose_name=_("handled by")
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="contacts", verbose_name=_("unit"))
    # Set when the contact was recorded afterwards, perhaps for a colleague: who wrote it down.
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    opened_at = models.DateTimeField(_("opened"))
    opened_on = models.DateField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    # When retention took the texts and the person away: only codes are left, for the figures.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["handled_by", "state", "-opened_at"], name="contact_of_counsellor"),
            models.Index(fields=["handled_by", "-opened_at"], name="contact_of_handler"),
            models.Index(fields=["-opened_at"], name="contact_newest"),
            models.Index(fields=["unit", "-opened_at"], name="contact_of_unit"),
            models.Index(fields=["municipality", "opened_on"], name="contact_by_municipality"),
            models.Index(fields=["person", "-opened_at"], name="contact_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~COMPLETE
                | Q(quick_end__isnull=False)
                | Q(municipality__isnull=False)
                | Q(is_municipality_unknown=True),
                name="complete_contact_has_municipality",
                violation_error_message=_("Choose the municipality, or say that it was not told."),
            ),
            models.CheckConstraint(
                condition=~COMPLETE | (Q(demand_class__isnull=False) & ~Q(demand_kind="")),
                name="complete_contact_has_demand_class",
                violation_error_message=_("Choose the demand class."),
            ),
            models.CheckConstraint(
                condition=~COMPLETE | ~FAILURE | Q(cause_provider__isnull=False) | Q(is_cause_unknown=True),
                name="failure_demand_has_cause",
                violation_error_message=_("Say which provider caused it, or that the cause is not known."),
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(is_municipality_unknown=False),
                name="municipality_known_or_not",
                violation_error_message=_("The municipality is either known or not told, not both."),
            ),
            models.CheckConstraint(
                condition=Q(cause_provider__isnull=True) | Q(is_cause_unknown=False),
                name="cause_known_or_not",
                violation_error_message=_("The cause is either known or not, not both."),
            ),
            models.CheckConstraint(
                condition=~COMPLETE | Q(quick_end__isnull=False) | ~Q(sote_look=""),
                name="complete_contact_has_sote_look",
                violation_error_message=_("Say whether services outside social and health care were looked at."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", completed_at__isnull=True) | Q(state="complete", completed_at__isnull=False),
                name="completed_at_matches_state",
            ),
        ]

    def __str__(self):
        return self.number


class ContactTopic(models.Model):
    """One question of a contact, with its own outcome; exactly one is the main one."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="topics")
    reason = models.ForeignKey("casework.ContactReason", models.PROTECT, related_name="+", verbose_name=_("reason"))
    outcome = models.ForeignKey("casework.TopicOutcome", models.PROTECT, related_name="+", verbose_name=_("outcome"))
    is_main = models.BooleanField(_("main question"), default=False)
    is_service_missing = models.BooleanField(_("a service is missing"), default=False)
    missing_service = models.CharField(_("what service is missing"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "reason"],
                name="reason_once_in_contact",
                violation_error_message=_("This question is already in the contact."),
            ),
            models.UniqueConstraint(fields=["contact"], condition=Q(is_main=True), name="one_main_question"),
        ]


class Routing(models.Model):
    """Where a question was guided. Flags and provider type are frozen here, so that editing reference data
    never rewrites last year's figures."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="routings")
    topic = models.ForeignKey(ContactTopic, models.CASCADE, related_name="routings", verbose_name=_("question"))
    destination = models.ForeignKey(
        "casework.RoutingDestination", models.PROTECT, related_name="+", verbose_name=_("destination")
    )
    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, null=True, blank=True, related_name="routings", verbose_name=_("service")
    )
    provider = models.ForeignKey("catalogue.Provider", models.PROTECT, null=True, blank=True, related_name="routings")
    provider_type = models.CharField(max_length=30, blank=True)
    outside_sote = models.BooleanField()
    is_urgent = models.BooleanField()
    is_by_rule = models.BooleanField(default=False)  # the destination came from the service, unchanged
    reason_text = models.CharField(_("why nobody could be guided"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routings")
        constraints = [
            models.CheckConstraint(
                condition=~Q(destination="R99") | ~Q(reason_text=""),
                name="not_routed_has_reason",
                violation_error_message=_("Say in a few words why nobody could be guided."),
            ),
        ]


class ContactDraft(models.Model):
    """The form as it stands, saved from the first second; no history. `version` stops silent overwriting."""

    contact = models.OneToOneField(Contact, models.CASCADE, primary_key=True, related_name="draft")
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
