"""The frames that chat sends, each built from an allow-list of keys, and the sentences of its events."""

from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_noop

from .models import Conversation, Message

# Everything a visitor's socket may ever carry; a test compares every frame with it.
VISITOR_KEYS = {
    "type", "conversation", "seq", "client_id", "kind", "target", "sender", "text", "sent_at", "data",
    "state", "position", "last_seq", "messages", "more", "call_back_offered", "language", "read", "role",
    "code", "detail",
}  # fmt: skip
EVENTS = {
    "taken": gettext_noop("%(name)s is now here to help you."),
    "returned": gettext_noop(
        "The counsellor's connection was lost. You are first in the queue, and the next free counsellor will answer."
    ),
    "closed": gettext_noop("The counsellor ended the conversation."),
    "left": gettext_noop("The client ended the conversation."),
    "unanswered": gettext_noop(
        "We are sorry: we could not answer before closing. The conversation has ended. Contact us when we open again."
    ),
}


def event_text(event: str, language: str, **values) -> str:
    with translation.override(language):
        return translation.gettext(EVENTS[event]) % values


def message_frame(message: Message) -> dict:
    frame = {
        "type": "message",
        "conversation": str(message.conversation_id),
        "seq": message.seq,
        "client_id": str(message.client_id),
        "kind": str(message.kind),
        "sender": {"role": str(message.sender_role), "name": message.sender_name},
        "text": message.text,
        "sent_at": message.sent_at.isoformat(),
    }
    if message.target is not None:
        frame["target"] = message.target
    if message.data:
        frame["data"] = message.data
    return frame


def state_frame(conversation: UUID, state: str, *, last_seq: int, position=None, call_back_offered=False) -> dict:
    return {
        "type": "state", "conversation": str(conversation), "state": str(state), "position": position,
        "last_seq": last_seq, "call_back_offered": call_back_offered,
    }  # fmt: skip


def welcome_frame(conversation: Conversation, messages: list[Message], *, more: bool, place: dict, read: dict) -> dict:
    return {
        "type": "welcome",
        "conversation": str(conversation.pk),
        "state": str(conversation.state),
        "last_seq": conversation.last_seq,
        "messages": [message_frame(message) for message in messages],
        "more": more,
        "read": read,
        **place,
    }


def ack_frame(ack) -> dict:
    return {
        "type": "ack", "conversation": str(ack.conversation), "client_id": str(ack.client_id), "seq": ack.seq,
    }  # fmt: skip
