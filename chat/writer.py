"""The one way a message gets into a conversation: `write(drafts)`, plain and synchronous.

Sockets (through the batcher), the HTTP twin, actions, commands and tests all call it.
"""

import logging
import unicodedata
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import DatabaseError, DataError, IntegrityError, close_old_connections, connection, transaction
from django.db.models.functions import Now

from contactcenter.accounts.models import User

from . import events
from .models import Conversation, ConversationKind, ConversationState, Message, MessageKind, Participant, SenderRole

log = logging.getLogger("neuvo.chat")
MAX_CODE_POINTS = 4_000


class Sender(NamedTuple):
    """Who writes, as the server knows it; `key` makes client ids unique per writer."""

    key: str
    role: SenderRole
    user_id: int | None = None
    name: str = ""


VISITOR = Sender("visitor", SenderRole.VISITOR)
SYSTEM = Sender("system", SenderRole.SYSTEM)


def as_counsellor(user: User) -> Sender:
    return Sender(f"user:{user.pk}", SenderRole.COUNSELLOR, user.pk, user.first_name or user.display_name)


class Draft(NamedTuple):
    """A message on its way in."""

    conversation: UUID
    sender: Sender
    client_id: UUID
    text: str
    kind: str = MessageKind.TEXT
    data: dict = {}


class Ack(NamedTuple):
    """The message is in the database under this number."""

    conversation: UUID
    client_id: UUID
    seq: int


class Refused(NamedTuple):
    code: str


class Unfit(ValueError):
    """A text that may not be stored; the argument is the code."""


def clean_text(text: str) -> str:
    """NFC, at most MAX_CODE_POINTS, something in it, nothing a database or a browser cannot hold."""
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unfit("bad_frame")
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise Unfit("empty")
    if len(text) > MAX_CODE_POINTS:
        raise Unfit("text_too_long")
    return text


def write(drafts: list[Draft]) -> list[Ack | Refused]:
    """Save all drafts in one transaction; outcomes in the same order. A bad row never spoils the others.

    The same `(conversation, sender, client_id)` again gives the same Ack and stores nothing.
    """
    try:
        return _write_together(drafts)
    except DatabaseError:
        if connection.in_atomic_block:  # the caller's transaction decides
            raise
        log.warning("a batch of %d messages failed, each is tried alone", len(drafts), exc_info=True)
    return [_write_alone(draft) for draft in drafts]


def write_event(conversation: UUID, text: str, **data) -> Ack:
    """A system message, part of the numbered stream; inside the transaction of what it tells."""
    return write([Draft(conversation, SYSTEM, uuid4(), text, MessageKind.SYSTEM, data)])[0]


def _write_alone(draft: Draft) -> Ack | Refused:
    close_old_connections()
    try:
        return _write_together([draft])[0]
    except (DataError, IntegrityError):
        return Refused("bad_frame")
    except DatabaseError:
        return Refused("try_again")


def _write_together(drafts: list[Draft]) -> list[Ack | Refused]:
    with transaction.atomic():
        batch = Batch(drafts)
        outcomes = [batch.place(draft) for draft in drafts]
        batch.save()
    return outcomes


class Batch:
    """Messages of one transaction. Conversations are locked in id order, so two batches never wait for each other."""

    def __init__(self, drafts: list[Draft]):
        ids = {draft.conversation for draft in drafts}
        rows = Conversation.objects.filter(pk__in=ids).select_related("visitor_chat").order_by("pk")
        rows = rows.select_for_update(of=("self",)).annotate(clock=Now())
        self.conversations = {row.pk: row for row in rows}
        self.saved = _saved_numbers(ids, {draft.client_id for draft in drafts})
        self.members = _members_of_professional(self.conversations.values())
        self.messages: list[Message] = []
        self.grown: dict[UUID, Conversation] = {}

    def place(self, draft: Draft) -> Ack | Refused:
        """Give the draft its number, or say why not."""
        conversation = self.conversations.get(draft.conversation)
        if conversation is None:
            return Refused("not_found")
        key = (draft.conversation, draft.sender.key, draft.client_id)
        if key not in self.saved:
            if code := self._refusal(draft, conversation):
                return Refused(code)
            try:
                self.saved[key] = self._append(draft, clean_text(draft.text), conversation)
            except Unfit as unfit:
                return Refused(str(unfit))
        return Ack(draft.conversation, draft.client_id, self.saved[key])

    def _refusal(self, draft: Draft, conversation: Conversation) -> str | None:
        sender = draft.sender
        if sender.role == SenderRole.SYSTEM:
            return None
        if conversation.kind == ConversationKind.PROFESSIONAL:
            is_member = (conversation.pk, sender.user_id) in self.members
        else:
            is_member = sender.role == SenderRole.VISITOR or conversation.visitor_chat.claimed_by_id == sender.user_id
        if not is_member:
            return "not_found"
        return "closed" if conversation.state == ConversationState.CLOSED else None

    def _append(self, draft: Draft, text: str, conversation: Conversation) -> int:
        conversation.last_seq += 1
        self.grown[conversation.pk] = conversation
        self.messages.append(
            Message(
                conversation_id=conversation.pk,
                seq=conversation.last_seq,
                client_id=draft.client_id,
                kind=draft.kind,
                sender_key=draft.sender.key,
                sender_role=draft.sender.role,
                sender_user_id=draft.sender.user_id,
                sender_name=draft.sender.name,
                text=text,
                data=draft.data,
                sent_at=conversation.clock,
            )
        )
        return conversation.last_seq

    def save(self):
        if self.messages:
            Message.objects.bulk_create(self.messages)
            Conversation.objects.bulk_update(self.grown.values(), ["last_seq"])
            events.messages_created(self.messages)


def _saved_numbers(conversations, client_ids) -> dict[tuple, int]:
    rows = Message.objects.filter(conversation__in=conversations, client_id__in=client_ids)
    rows = rows.order_by().values_list("conversation", "sender_key", "client_id", "seq")
    return {(conversation, sender, client_id): seq for conversation, sender, client_id, seq in rows}


def _members_of_professional(conversations) -> set[tuple[UUID, int]]:
    ids = [row.pk for row in conversations if row.kind == ConversationKind.PROFESSIONAL]
    if not ids:
        return set()
    return set(Participant.objects.filter(conversation__in=ids, left_at=None).values_list("conversation", "user"))
