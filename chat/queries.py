"""What is read: messages of a stream, the queue, who may serve what, whether chat is offered."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from casework import queries as casework
from casework.models import Contact
from contactcenter import timestamps
from contactcenter.accounts.access import can, roles_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Role
from contactcenter.opening_hours.queries import LineState, line_state
from contactcenter.reference.models import Language, Municipality

from . import presence
from .events import CONVERSATION
from .frames import EVENTS, event_text, message_frame, welcome_frame
from .models import Conversation, ConversationState, Message, MessageKind, Participant, VisitorChat

CHANNEL = "CHAT"
PAGE, FIRST_PAGE = 100, 50


# ---- messages ----
def messages_after(conversation: UUID, after: int, limit: int = PAGE) -> list[Message]:
    return list(Message.objects.filter(conversation=conversation, seq__gt=after).order_by("seq")[:limit])


def messages_before(conversation: UUID, before: int | None, limit: int) -> list[Message]:
    """The `limit` messages just before number `before` (None: the newest), oldest first."""
    rows = Message.objects.filter(conversation=conversation)
    rows = rows.filter(seq__lt=before) if before is not None else rows
    return list(rows.order_by("-seq")[:limit])[::-1]


class SpokenLine(NamedTuple):
    """A message to be read afterwards: as it was last edited; a deleted one and one erased by age are empty."""

    message: Message
    text: str
    is_deleted: bool


def lines_of(conversation: Conversation, language: str) -> list[SpokenLine]:
    """The whole conversation in order."""
    rows = list(conversation.messages.order_by("seq"))
    changes = {row.target: row for row in rows if row.kind in (MessageKind.EDIT, MessageKind.DELETE)}
    said = [row for row in rows if row.kind not in (MessageKind.EDIT, MessageKind.DELETE)]
    return [_line(row, changes.get(row.seq), language) for row in said]


def _line(row: Message, change: Message | None, language: str) -> SpokenLine:
    if row.kind == MessageKind.SYSTEM and row.data.get("event") in EVENTS:
        return SpokenLine(row, event_text(row.data["event"], language, name=row.data.get("name", "")), False)
    return SpokenLine(row, (change or row).text, change is not None and change.kind == MessageKind.DELETE)


def missed_messages(room: str, after: int) -> list[tuple[dict, int]]:
    """For the hub: the numbered frames of a conversation's room after `after`."""
    if not room.startswith(CONVERSATION):
        return []
    return [(message_frame(row), row.seq) for row in messages_after(UUID(room.removeprefix(CONVERSATION)), after)]


def last_numbers(conversations) -> dict[UUID, int]:
    return dict(Conversation.objects.filter(pk__in=conversations).values_list("pk", "last_seq"))


def read_numbers(conversation: UUID) -> dict[str, int]:
    """How far each side has read."""
    rows = Participant.objects.filter(conversation=conversation, left_at=None).values_list("role", "read_seq")
    return {str(role): seq for role, seq in rows}


def welcome(conversation: Conversation, after: int | None) -> dict:
    """The first picture of a conversation: what came after `after`, or the last messages."""
    if after is None:
        rows, more = messages_before(conversation.pk, None, FIRST_PAGE), False
    else:
        rows = messages_after(conversation.pk, after, PAGE + 1)
        rows, more = rows[:PAGE], len(rows) > PAGE
    if rows:  # the row was read before the messages: the stream may have grown in between
        conversation.last_seq = max(conversation.last_seq, rows[-1].seq)
    place = place_in_queue(conversation)
    return welcome_frame(conversation, rows, more=more, place=place, read=read_numbers(conversation.pk))


# ---- the queue ----
class Waiting(NamedTuple):
    """One waiting conversation; `waited` by the database's clock, `position` within its language from 1."""

    conversation: UUID
    language: str
    area: str | None
    since: datetime
    waited: timedelta
    last_seq: int
    position: int

    @property
    def call_back_offered(self) -> bool:
        return self.waited.total_seconds() >= settings.CHAT["call_back_offered_after_seconds"]

    @property
    def rings_at_leads(self) -> bool:
        return self.waited.total_seconds() >= settings.CHAT["lead_rings_after_seconds"]


def waiting_chats() -> QuerySet[VisitorChat]:
    return VisitorChat.objects.filter(state=ConversationState.WAITING).order_by("waiting_since", "pk")


def queue() -> list[Waiting]:
    """Everybody who waits, oldest first, in one query."""
    rows = (
        waiting_chats()
        .annotate(clock=Now())
        .values_list("pk", "language", "service_area", "waiting_since", "clock", "conversation__last_seq")
    )
    positions: dict[str, int] = {}
    found = []
    for pk, language, area, since, clock, last_seq in rows:
        positions[language] = positions.get(language, 0) + 1
        found.append(Waiting(pk, language, area, since, clock - since, last_seq, positions[language]))
    return found


def place_in_queue(conversation: Conversation) -> dict:
    """What a waiting visitor is told about the queue."""
    own = None
    if conversation.state == ConversationState.WAITING:
        own = next((row for row in queue() if row.conversation == conversation.pk), None)
    return {
        "position": own.position if own else None,
        "call_back_offered": bool(own and own.call_back_offered),
    }


class Reach(NamedTuple):
    """Which waiting conversations a person may take."""

    languages: frozenset[str]
    areas: frozenset[str]  # empty means all
    is_lead: bool

    def serves(self, waiting: Waiting) -> bool:
        mine = waiting.language in self.languages and (
            waiting.area is None or not self.areas or waiting.area in self.areas
        )
        return mine or (self.is_lead and waiting.rings_at_leads)


def reach_of(user: User) -> Reach | None:
    """None for those who do not serve at all."""
    if not can(user, Permission.SERVE):
        return None
    return Reach(
        frozenset(user.serves_in.values_list("pk", flat=True)),
        frozenset(user.service_areas.values_list("pk", flat=True)),
        Role.LEAD in roles_of(user),
    )


def waiting_conversations(user: User) -> list[Waiting]:
    """Those `user` may take, oldest first."""
    reach = reach_of(user)
    return [row for row in queue() if reach.serves(row)] if reach else []


def active_chats(user: User) -> QuerySet[VisitorChat]:
    """The chats a counsellor has now, in the order they were taken."""
    own = VisitorChat.objects.filter(claimed_by=user, state=ConversationState.ACTIVE)
    return own.select_related("conversation", "contact", "language", "municipality").order_by("claimed_at", "pk")


# ---- the desk ----
class OpenContact(NamedTuple):
    """A row of the desk's list; without a conversation it is a call or another channel, with its own page.
    `place` is the name of the municipality as far as it is known, even if only in the draft."""

    contact: UUID
    conversation: UUID | None
    number: str
    language: str
    place: str


def open_contacts(user: User) -> list[OpenContact]:
    """Contacts still being recorded, and active chats whose form is complete already; oldest first."""
    rows = {row.pk: row for row in casework.open_contacts(user).select_related("visitor_chat")}
    for chat in active_chats(user):
        if chat.contact and chat.contact.pk not in rows:
            rows[chat.contact.pk] = chat.contact
    places = Municipality.objects.in_bulk({_municipality_of(row) for row in rows.values()})
    return [_open_contact(row, user, places) for row in sorted(rows.values(), key=lambda row: row.opened_at)]


def _open_contact(row: Contact, user: User, places: dict[str, Municipality]) -> OpenContact:
    chat = getattr(row, "visitor_chat", None)
    is_own = chat is not None and chat.claimed_by_id == user.pk  # one that went back to the queue is nobody's
    place = places.get(_municipality_of(row))
    return OpenContact(row.pk, chat.pk if is_own else None, row.number, row.language_id, place.name if place else "")


def _municipality_of(row: Contact) -> str:
    draft = getattr(row, "draft", None)
    return row.municipality_id or (draft and str(draft.data.get("municipality") or "")) or ""


def languages() -> list[Language]:
    """The languages chat is offered in, in the order of the product."""
    found = Language.objects.in_bulk([code for code, _name in settings.LANGUAGES])
    return [found[code] for code, _name in settings.LANGUAGES if code in found]


# ---- is chat offered ----
class Availability(NamedTuple):
    """`reason` is None when open; else closed, nobody_on_duty or queue_full."""

    reason: str | None
    line: LineState
    waiting: int

    def as_json(self) -> dict:
        return {
            "open": self.reason is None,
            "reason": self.reason,
            "closes_at": self.line.closes_at and self.line.closes_at.isoformat(),
            "opens_at": self.line.opens_at and self.line.opens_at.isoformat(),
            "waiting": self.waiting,
        }


def availability(language: str, area: str | None = None) -> Availability:
    """Whether a visitor may start a chat now: the server decides, by hours, duty list and queue."""
    line = line_state(CHANNEL, language, area)
    waiting = waiting_chats().filter(language=language).count()
    reason = None
    if not line.is_open:
        reason = "closed"
    elif not presence.is_served(language, area):
        reason = "nobody_on_duty"
    elif waiting_chats().count() >= settings.CHAT["queue_limit"]:
        reason = "queue_full"
    return Availability(reason, line, waiting)


def has_closed_for_good(language: str, area: str | None) -> bool:
    """Whether the line closed so long ago that who still waits is not served any more."""
    grace = timedelta(minutes=settings.CHAT["served_after_closing_minutes"])
    instants = (timestamps.now(), timestamps.now() - grace)
    return not any(line_state(CHANNEL, language, area, at=at).is_open for at in instants)


def waiting_without_a_tab() -> QuerySet[UUID]:
    """Waiting conversations whose visitor has had neither a socket nor asked over HTTP for too long."""
    limit = timedelta(minutes=settings.CHAT["gone_after_minutes"])
    gone = Participant.objects.filter(user=None, last_seen_at__lt=Now() - limit)
    return waiting_chats().filter(conversation__in=gone.values("conversation")).values_list("pk", flat=True)


def expired_spells():
    """Duty spells of people whose last socket has been gone for too long."""
    limit = timedelta(seconds=settings.CHAT["away_after_seconds"])
    return presence.DutySpell.objects.filter(
        Q(ended_at=None) & ~Q(state=presence.DutyState.AWAY), last_seen_at__lt=Now() - limit
    )
