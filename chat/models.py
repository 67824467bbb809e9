"""Talk: conversations, their numbered messages, the residents' queue and counsellors' duty."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConversationKind(models.TextChoices):
    VISITOR = "visitor", _("Resident")
    PROFESSIONAL = "professional", _("Professionals")


class ConversationState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


class Conversation(models.Model):
    """A numbered stream of messages. `last_seq` is raised under the row's lock, so numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=ConversationKind.choices)
    state = models.CharField(max_length=10, choices=ConversationState.choices)
    last_seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=30, blank=True)  # closed | left | unanswered
    erased_at = models.DateTimeField(null=True)  # when retention took the texts away


class VisitorChat(models.Model):
    """What a resident's conversation adds: the secret, the queue, who serves it, the contact it became."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="visitor_chat")
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the tab's secret
    language = models.ForeignKey("reference.Language", models.PROTECT, related_name="+")
    municipality = models.ForeignKey("reference.Municipality", models.PROTECT, null=True, related_name="+")
    service_area = models.ForeignKey("reference.ServiceArea", models.PROTECT, null=True, related_name="+")
    waiting_since = models.DateTimeField()  # orders the queue; kept when a chat returns, so it comes back to its head
    claimed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="claimed_chats")
    claimed_at = models.DateTimeField(null=True)
    contact = models.OneToOneField("casework.Contact", models.SET_NULL, null=True, related_name="visitor_chat")
    # A copy of the conversation's, for the queue's index.
    state = models.CharField(max_length=10, choices=ConversationState.choices)

    class Meta:
        indexes = [
            models.Index(fields=["language", "waiting_since"], condition=Q(state="waiting"), name="queue_by_language"),
            models.Index(fields=["claimed_by"], condition=Q(state="active"), name="active_chats_of_counsellor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | Q(claimed_by__isnull=False), name="active_chat_has_owner"
            ),
        ]


class SenderRole(models.TextChoices):
    VISITOR = "visitor", _("Resident")
    COUNSELLOR = "counsellor", _("Counsellor")
    PROFESSIONAL = "professional", _("Professional")
    SYSTEM = "system", _("Neuvo")


class Participant(models.Model):
    """Who takes part, and how far they have read. The visitor has no user, and is seen while a tab has a socket in
    any process or asks over HTTP."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=SenderRole.choices)
    read_seq = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)  # of visitors only

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="participant_once"),
            models.UniqueConstraint(fields=["conversation"], condition=Q(user__isnull=True), name="one_visitor"),
        ]


class MessageKind(models.TextChoices):
    TEXT = "text"
    SERVICE = "service"
    ATTACHMENT = "attachment"
    SYSTEM = "system"
    EDIT = "edit"
    DELETE = "delete"


class Message(models.Model):
    """One entry of the stream. `(conversation, seq)` orders it; `(conversation, sender, client_id)` stops doubles."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    client_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=MessageKind.choices, default=MessageKind.TEXT)
    target = models.PositiveIntegerField(null=True)
    sender_key = models.CharField(max_length=24)  # visitor | user:<id> | system
    sender_role = models.CharField(max_length=12, choices=SenderRole.choices)
    sender_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)  # of system messages: {"event": "taken", …}; of services: the card
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="seq_once"),
            models.UniqueConstraint(fields=["conversation", "sender_key", "client_id"], name="client_id_once"),
        ]


class DutyState(models.TextChoices):
    AVAILABLE = "available", _("Available")
    WRAP_UP = "wrap_up", _("Finishing")
    BREAK = "break", _("On a break")
    OFF = "off", _("Off duty")
    AWAY = "away", _("Connection lost")


class DutySpell(models.Model):
    """A stretch of one duty state of one counsellor. Open spells are the duty list; `last_seen_at` is renewed
    while the person has a socket in any process."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="duty_spells")
    state = models.CharField(max_length=10, choices=DutyState.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_duty_spell"),
        ]


class Lease(models.Model):
    """A name that one process holds until a time; taken by a conditional update, so one process sweeps deadlines.
    Claims lock theirs for the length of a transaction."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()
