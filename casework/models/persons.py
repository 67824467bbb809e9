"""Somebody known by name, optional on a contact; and what must be known before one calls them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from contactcenter.timestamps import local_day, now


class SafeToCall(models.TextChoices):
    NOT_ASKED = "", _("Not asked")
    YES = "yes", _("Safe to call")
    AGREED = "agreed", _("Only as agreed")
    NO = "no", _("Not safe to call")


class Hearing(models.TextChoices):
    NOT_ASKED = "", _("No known difficulty")
    HARD = "hard", _("Hard of hearing")
    DEAF = "deaf", _("Deaf")


class Person(models.Model):
    """A resident known by name. What was typed is kept; numbers are matched by E.164.

    The identity code is encrypted under its own key and found by its keyed hash; both stay out of history.
    A merged person stays as a row that points to the one kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("family name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_e164 = models.CharField(max_length=20, blank=True, db_index=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    identity_code_sealed = models.TextField(blank=True, editable=False)
    identity_code_hash = models.CharField(max_length=64, blank=True, editable=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    municipality = models.ForeignKey(
        "reference.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    language = models.ForeignKey("reference.Language", models.PROTECT, related_name="+", verbose_name=_("language"))
    safe_to_call = models.CharField(
        _("is it safe to call"), max_length=10, blank=True, choices=SafeToCall.choices, default=SafeToCall.NOT_ASKED
    )
    safe_to_call_note = models.CharField(_("how it was agreed"), max_length=200, blank=True)
    interpreter_language = models.ForeignKey(
        "reference.Language",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("interpreter needed in"),
    )
    hearing = models.CharField(
        _("hearing"), max_length=10, blank=True, choices=Hearing.choices, default=Hearing.NOT_ASKED
    )
    approach = models.TextField(_("recommended approach"), max_length=1000, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    sort_key = models.CharField(max_length=220, blank=True, editable=False)  # Finnish order: å ä ö after z
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", editable=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["identity_code_sealed", "identity_code_hash", "sort_key"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key"], name="person_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_code_hash"],
                condition=~Q(identity_code_hash="") & Q(merged_into__isnull=True),
                name="identity_code_once",
                violation_error_message=_("Another person already has this identity code. Are they the same?"),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_not_merged_into_self",
                violation_error_message=_("A person cannot be merged into themselves."),
            ),
        ]

    def __str__(self):
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def flags_in_force(self) -> list["PersonFlag"]:
        return [flag for flag in self.flags.all() if not flag.is_over]


class PersonKey(models.Model):
    """A search key of a person: folded words of the name, forms with a typing error, parts of the e-mail,
    the number from its end. Made anew whenever the person changes; see casework/person_keys.py."""

    NAME, LIKE, EMAIL, PHONE = "n", "l", "e", "p"
    person = models.ForeignKey(Person, models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=1)
    key = models.CharField(max_length=64)
    sort_key = models.CharField(max_length=220)  # the person's: the index that finds them knows their order

    class Meta:
        # The operator classes let PostgreSQL find a key by its beginning, whatever its own order of letters.
        indexes = [
            models.Index(
                fields=["kind", "key", "sort_key", "person"],
                opclasses=["varchar_ops", "varchar_pattern_ops", "varchar_ops", "uuid_ops"],
                name="person_by_key",
            )
        ]


class Ending(models.Model):
    """Something that holds until a day, or until somebody ends it."""

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or (self.until_on is not None and self.until_on < local_day(now()))


class PersonFlag(Ending):
    """Something everybody must see first: with an end, or until further notice."""

    KINDS = [("stop", _("Warning")), ("warn", _("Take care")), ("info", _("Good to know"))]
    person = models.ForeignKey(Person, models.CASCADE, related_name="flags")
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="warn")
    text = models.CharField(_("text"), max_length=300)
    until_on = models.DateField(_("until"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    def __str__(self):
        return self.text


class Representative(Ending):
    """Who may speak for a person: a relative, a guardian, somebody with a power of attorney."""

    GROUNDS = [
        ("consent", _("With the person's consent")),
        ("attorney", _("Power of attorney")),
        ("guardian", _("Guardian appointed by a court")),
        ("none", _("Close person, may not speak for them")),
    ]
    person = models.ForeignKey(Person, models.CASCADE, related_name="representatives")
    name = models.CharField(_("name"), max_length=150)
    relation = models.CharField(_("relation"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    ground = models.CharField(_("ground"), max_length=10, choices=GROUNDS, default="consent")
    until_on = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("who may speak for a person")
        verbose_name_plural = _("who may speak for a person")

    def __str__(self):
        return self.name


class PersonMerge(models.Model):
    """The journal of a merge: who was merged into whom, when, by whom, and everything that moved."""

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Person, models.CASCADE, related_name="merges_away")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    moved = models.JSONField(default=dict)  # {"contacts": [...], "cases": [...], …}: what the undoing gives back
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at"]
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
