"""What is done to conversations and duty. Every action is one transaction and is told after commit."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.actions import open_contact, take_over_open_contact
from contactcenter.accounts.access import can
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.opening_hours.actions import record_attempt
from contactcenter.realtime.frames import TEXTS

from . import events, frames, presence, queries, visitors, writer
from .models import (
    Conversation,
    ConversationKind,
    ConversationState,
    DutySpell,
    DutyState,
    Lease,
    Participant,
    SenderRole,
    VisitorChat,
)

CLAIMS = "chat-claims"  # the row that claims lock in turn


def refusal(code: str, text: str = "", status: int = 409) -> ActionRefused:
    return ActionRefused(text or TEXTS[code], code=code, status=status)


# ---- beginning ----
@transaction.atomic
def start_conversation(
    *, language: str, text: str = "", municipality: str | None = None, service_area: str | None = None
) -> tuple[Conversation, str]:
    """A resident begins: the conversation and the secret of its tab, which is shown once and never stored.

    The door (hours, duty, queue) is the caller's question: `queries.availability`.
    """
    token = visitors.new_token()
    conversation = Conversation.objects.create(
        kind=ConversationKind.VISITOR, state=ConversationState.WAITING, created_at=Now()
    )
    VisitorChat.objects.create(
        conversation=conversation, token_hash=visitors.hash_of(token), language_id=language,
        municipality_id=municipality, service_area_id=service_area, waiting_since=Now(),
        state=ConversationState.WAITING,
    )  # fmt: skip
    Participant.objects.create(
        conversation=conversation, role=SenderRole.VISITOR, joined_at=Now(), last_seen_at=Now()
    )  # fmt: skip
    if text.strip():
        [outcome] = writer.write([writer.Draft(conversation.pk, writer.VISITOR, uuid4(), text)])
        if isinstance(outcome, writer.Refused):
            raise refusal(outcome.code, status=400)
    return conversation, token


def record_closed_door(*, language: str, service_area: str | None, reason: str):
    """A visitor pressed chat in vain."""
    record_attempt(channel=queries.CHANNEL, language=language, area=service_area, reason=reason)


# ---- claiming ----
def claim(*, by: User, conversation: UUID | None = None) -> VisitorChat:
    """Take the oldest waiting conversation that `by` may serve, or `conversation` if it is that one.

    One winner: the row changes only while nobody has it. Losers are refused with `taken` and the winner's name.
    """
    while True:
        if chat := _claim_once(by, conversation):
            return chat
        # The visitor left between our look and our claim: look again, in a new transaction.


@transaction.atomic
def _claim_once(by: User, asked: UUID | None) -> VisitorChat | None:
    _check_may_claim(by)
    _wait_for_turn()
    waiting = [row.conversation for row in queries.waiting_conversations(by)]
    if asked:
        _check_is_oldest(asked, waiting)
    elif not waiting:
        raise refusal("nobody_waits")
    chosen = asked or waiting[0]
    Conversation.objects.select_for_update(of=("self",)).get(pk=chosen)
    free = VisitorChat.objects.filter(pk=chosen, state=ConversationState.WAITING, claimed_by=None)
    if not free.update(state=ConversationState.ACTIVE, claimed_by=by, claimed_at=Now()):
        return None
    Conversation.objects.filter(pk=chosen).update(state=ConversationState.ACTIVE)
    Participant.objects.update_or_create(
        conversation_id=chosen, user=by, defaults={"left_at": None},
        create_defaults={"role": SenderRole.COUNSELLOR, "joined_at": Now()},
    )  # fmt: skip
    chat = VisitorChat.objects.select_related("conversation", "contact").get(pk=chosen)
    _give_contact(chat, by)
    _tell_event(chat, "taken", name=writer.as_counsellor(by).name)
    events.chats_changed(by.pk, chosen)
    return chat


def _check_may_claim(by: User):
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # two tabs of one person count together
    if not can(by, Permission.SERVE) or presence.duty_state(by) not in presence.ON_DUTY:
        raise refusal("not_allowed", status=403)
    if queries.active_chats(by).count() >= settings.CHAT["capacity"]:
        raise refusal("full")


def _wait_for_turn():
    """Claims go one after another: who comes second looks at the queue as the first has left it. They would meet
    at the year's number of contacts anyway, and racing on the oldest row costs each loser the whole look again."""
    Lease.objects.select_for_update().get_or_create(name=CLAIMS, defaults={"holder": "", "until": Now()})


def _check_is_oldest(chosen: UUID, waiting: list[UUID]):
    if waiting and waiting[0] == chosen:
        return
    if chosen in waiting:
        raise refusal("not_oldest")
    chat = VisitorChat.objects.select_related("claimed_by").filter(pk=chosen).first()
    if chat and chat.state == ConversationState.ACTIVE:
        raise refusal(
            "taken", format_lazy(_("{name} already took this conversation."), name=chat.claimed_by.display_name)
        )
    if chat and chat.state == ConversationState.CLOSED:
        raise refusal("closed")
    raise NotFound


def _give_contact(chat: VisitorChat, by: User):
    """A contact is born at the claim; a chat that came back to the queue keeps the one it has, in other hands."""
    if chat.contact is not None:
        take_over_open_contact(chat.contact, by=by)
    else:
        chat.contact = open_contact(
            by=by, channel=queries.CHANNEL, language=chat.language_id, service_area=chat.service_area_id,
            municipality=chat.municipality_id,
        )  # fmt: skip
        chat.save(update_fields=["contact"])


def _tell_event(chat: VisitorChat, event: str, **values):
    """One numbered system message in the conversation's language, then the new state."""
    text = frames.event_text(event, chat.language_id, **values)
    ack = writer.write_event(chat.pk, text, event=event, **values)
    events.state_changed(chat.pk, chat.state, last_seq=ack.seq)


# ---- ending ----
@transaction.atomic
def close_conversation(*, conversation: UUID, by: User) -> VisitorChat:
    """The counsellor who has the conversation ends it."""
    chat = _locked_chat(conversation)
    if chat.claimed_by_id != by.pk:
        raise NotFound
    _end(chat, "closed")
    return chat


@transaction.atomic
def close_chat_of(contact: UUID):
    """A chat ends with its contact's form. One that waits in the queue again belongs to whoever takes it next."""
    active = VisitorChat.objects.filter(contact=contact, state=ConversationState.ACTIVE)
    for pk in active.values_list("pk", flat=True):
        chat = _locked_chat(pk)
        if chat.state == ConversationState.ACTIVE:
            _end(chat, "closed")


@transaction.atomic
def leave_conversation(*, conversation: UUID) -> VisitorChat:
    """The visitor ends it; who the visitor is, the secret has already shown."""
    chat = _locked_chat(conversation)
    _end(chat, "left")
    return chat


def renew_visitors(conversations) -> int:
    """The visitors of these conversations have a tab open."""
    return Participant.objects.filter(conversation__in=conversations, user=None).update(last_seen_at=Now())


def end_those_who_went():
    """Who closed the tab without saying so waits no more: nobody should be rung for them."""
    for pk in queries.waiting_without_a_tab():
        _end_if_still_without_a_tab(pk)


@transaction.atomic
def _end_if_still_without_a_tab(pk: UUID):
    chat = _locked_chat(pk)
    if queries.waiting_without_a_tab().filter(pk=pk).exists():
        _end(chat, "left")


@transaction.atomic
def end_unanswered(*, conversation: UUID):
    """Closing time has passed and nobody could answer."""
    chat = _locked_chat(conversation)
    if chat.state == ConversationState.WAITING:
        _end(chat, "unanswered")


def _locked_chat(pk: UUID) -> VisitorChat:
    if not Conversation.objects.select_for_update(of=("self",)).filter(pk=pk).exists():
        raise NotFound
    return VisitorChat.objects.select_related("conversation", "claimed_by").get(pk=pk)


def _end(chat: VisitorChat, reason: str):
    if chat.state == ConversationState.CLOSED:
        raise refusal("closed")
    chat.state = ConversationState.CLOSED
    chat.save(update_fields=["state"])
    Conversation.objects.filter(pk=chat.pk).update(state=chat.state, closed_at=Now(), end_reason=reason)
    _tell_event(chat, reason)
    if chat.claimed_by_id:
        events.chats_changed(chat.claimed_by_id, chat.pk)


# ---- reading ----
@transaction.atomic
def mark_read(*, conversation: UUID, seq: int, by: User | None):
    """How far one side has read; None is the visitor. Never goes back."""
    mine = Participant.objects.filter(conversation=conversation, user=by, read_seq__lt=seq)
    mine = mine.filter(conversation__last_seq__gte=seq)
    if mine.update(read_seq=seq):
        role = SenderRole.COUNSELLOR if by else SenderRole.VISITOR
        events.messages_read(conversation, role, seq)


# ---- duty ----
@transaction.atomic
def set_duty(*, by: User, state: str):
    """Begin a stretch of a duty state. Going off asks that no chat is left open."""
    if not can(by, Permission.SERVE):
        raise refusal("not_allowed", status=403)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if state == DutyState.OFF and queries.active_chats(by).exists():
        raise refusal("still_serving")
    if presence.duty_state(by) != state:
        _change_duty(by.pk, state)
    events.duty_changed(by.pk, state)


def _change_duty(user_id: int, state: str):
    DutySpell.objects.filter(user=user_id, ended_at=None).update(ended_at=Now())
    if state != DutyState.OFF:
        DutySpell.objects.create(user_id=user_id, state=state, started_at=Now(), last_seen_at=Now())


def renew_presence(user_ids) -> int:
    """These people have a socket in this process."""
    return DutySpell.objects.filter(user__in=user_ids, ended_at=None).update(last_seen_at=Now())


def take_away_the_absent():
    """Who has been without a socket for too long is away; their chats return to the head of the queue."""
    for spell in queries.expired_spells():
        with transaction.atomic():
            if queries.expired_spells().filter(pk=spell.pk).update(ended_at=Now()):
                DutySpell.objects.create(
                    user_id=spell.user_id, state=DutyState.AWAY, started_at=Now(), last_seen_at=Now()
                )
                events.duty_changed(spell.user_id, DutyState.AWAY)
        return_chats_of(user_id=spell.user_id)


def return_chats_of(*, user_id: int):
    """Each active chat goes back to the place in the queue that its waiting time gives it."""
    active = VisitorChat.objects.filter(claimed_by=user_id, state=ConversationState.ACTIVE)
    for pk in active.order_by("pk").values_list("pk", flat=True):
        _return_chat(pk, user_id)


@transaction.atomic
def _return_chat(pk: UUID, user_id: int):
    chat = _locked_chat(pk)
    if chat.state != ConversationState.ACTIVE or chat.claimed_by_id != user_id:
        return
    chat.state, chat.claimed_by, chat.claimed_at = ConversationState.WAITING, None, None
    chat.save(update_fields=["state", "claimed_by", "claimed_at"])
    Conversation.objects.filter(pk=pk).update(state=chat.state)
    Participant.objects.filter(conversation=pk, user=user_id).update(left_at=Now())
    _tell_event(chat, "returned")
    events.chats_changed(user_id, pk)


def end_all_unanswered():
    """After closing time and the grace, whoever still waits is told so."""
    lines = {(row.language, row.area) for row in queries.queue()}
    ended = {line for line in lines if queries.has_closed_for_good(*line)}
    for row in queries.queue() if ended else []:
        if (row.language, row.area) in ended:
            end_unanswered(conversation=row.conversation)


# ---- the lease ----
@transaction.atomic
def hold_lease(*, name: str, holder: str, seconds: int) -> bool:
    """Take or keep the lease; True when it is ours. One process sweeps at a time."""
    Lease.objects.get_or_create(name=name, defaults={"holder": holder, "until": Now()})
    mine = Lease.objects.filter(Q(holder=holder) | Q(until__lte=Now()), name=name)
    return bool(mine.update(holder=holder, until=Now() + timedelta(seconds=seconds)))
