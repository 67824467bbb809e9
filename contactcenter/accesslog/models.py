"""Who looked at whose data, append-only; and every export."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contactcenter.accounts.roles import Role


class AccessAction(models.TextChoices):
    VIEW = "view", _("Viewed")
    LIST = "list", _("Seen in a list")
    CHANGE = "change", _("Changed")
    PRINT = "print", _("Printed")
    EXPORT = "export", _("Exported")


class Ground(models.TextChoices):
    """Why a user was let to a person's data; the values `record` takes."""

    OPEN_CONTACT = "open_contact", _("Open contact with the person")
    OWN = "own", _("Own client")
    UNIT = "unit", _("Client of the own unit")
    REASON = "reason", _("Stated reason")
    LOG = "log", _("Supervision of the access log")


class AccessEntry(models.Model):
    """One page or change that showed or touched named persons. Insert-only by trigger on both databases.

    Names of roles and units are copied, since the entry must stay true when they change. Users are referred
    to by number without a foreign key, so that nothing can cascade into the log.
    """

    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(db_index=True)
    user_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    unit_name = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=10, choices=AccessAction.choices)
    door = models.CharField(max_length=100)  # the view's name
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reason = models.CharField(max_length=500, blank=True)
    contact_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-id"]


class AccessSubject(models.Model):
    """A person whose data an entry concerns."""

    entry = models.ForeignKey(AccessEntry, models.DO_NOTHING, related_name="subjects", db_constraint=False)
    person_id = models.UUIDField(db_index=True)


class AccessSeal(models.Model):
    """A link of the hash chain over a run of entries, made by a job; how it is computed is in seals.py."""

    # {entry id: SHA-256 of the entry and its subjects}, so that a broken run can name its first bad row.
    row_hashes = models.JSONField(default=dict)
    first_entry_id = models.BigIntegerField()
    last_entry_id = models.BigIntegerField(unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class ExportRecord(models.Model):
    """An export: who, what, with which filters, when, how many rows; also the job's own row and progress."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code = models.CharField(max_length=50)
    format = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    filters = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    file_name = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
