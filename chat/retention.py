"""How long the text of a chat is kept: an anonymous one for a month, a known person's as long as the contact."""

from datetime import datetime
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Now
from django.utils.translation import gettext_lazy as _

from casework.retention import identifier_in
from contactcenter import timestamps
from contactcenter.personal_data.retention import RetentionRule, Subject, before, kept_for, register, register_subjects
from contactcenter.personal_data.spans import days
from contactcenter.retention.queries import is_expired

from .models import Conversation, ConversationKind, ConversationState, Message, Participant, VisitorChat

OF_CHAT = {
    "chat": "pk",
    "contact": "visitor_chat__contact_id",
    "person": "visitor_chat__contact__person_id",
    "case": "visitor_chat__contact__case_id",
}


def kept_since(at: datetime) -> datetime:
    return before(at, days=kept_for("chat_text_days"))


def whole_chats() -> QuerySet[Conversation]:
    return Conversation.objects.filter(kind=ConversationKind.VISITOR, erased_at=None)


def due_chats(at: datetime) -> QuerySet[Conversation]:
    """Those of nobody known. When a contact loses its person, by its own rule, its chat becomes one of these."""
    nobody = Q(visitor_chat__contact=None) | Q(visitor_chat__contact__person=None, visitor_chat__contact__case=None)
    return whole_chats().filter(nobody, state=ConversationState.CLOSED, closed_at__lte=kept_since(at))


def is_text_shown(conversation: Conversation) -> bool:
    """Asks the database only about a conversation old enough."""
    at = timestamps.now()
    if conversation.erased_at:
        return False
    is_young = conversation.closed_at is None or conversation.closed_at > kept_since(at)
    return is_young or not is_expired("chat_texts", conversation.pk, at)


def erase_texts(conversations: QuerySet[Conversation]) -> int:
    """Blank what was written, by whom, and the tab's secret; numbers, kinds and times stay."""
    pks = list(conversations.values_list("pk", flat=True))
    Message.objects.filter(conversation__in=pks).update(text="", data={}, sender_name="")
    nothing = Concat(Value("erased:"), Cast(F("pk"), CharField()))
    VisitorChat.objects.filter(pk__in=pks).update(token_hash=nothing)
    Conversation.objects.filter(pk__in=pks).update(erased_at=Now())
    return len(pks)


def find_chat(text: str) -> UUID | None:
    return Conversation.objects.filter(pk=identifier_in(text)).values_list("pk", flat=True).first()


def register_rules():
    register_subjects(Subject("chat", _("Chat"), find_chat))
    register(
        RetentionRule(
            code="chat_texts",
            label=_("Texts of chats with nobody known"),
            source=_("Promised to those who chat: then only codes stay. A known person's chat goes with the contact."),
            period=lambda: days(kept_for("chat_text_days")),
            rows=whole_chats,
            due=due_chats,
            destroy=erase_texts,
            holds=OF_CHAT,
            covers=(VisitorChat, Message, Participant),
        )
    )
