"""What the rest of the world is told, after commit; and the names of the rooms it is told in."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from contactcenter.realtime import publish

from . import frames
from .models import Message

CONVERSATION, USER, TOPIC = "conversation:", "user:", "topic:"


def room_of(conversation: UUID) -> str:
    return f"{CONVERSATION}{conversation}"


def room_of_user(user_id: int) -> str:
    return f"{USER}{user_id}"


def room_of_topic(topic: str) -> str:
    return f"{TOPIC}{topic}"


def topic_of(room: str) -> str:
    return room.removeprefix(TOPIC)


def _after_commit(tell, *args):
    transaction.on_commit(partial(tell, *args), robust=True)


def messages_created(messages: Iterable[Message]):
    _after_commit(_tell_messages, list(messages))


def _tell_messages(messages: list[Message]):
    for message in messages:
        publish(room_of(message.conversation_id), frames.message_frame(message), message.seq)


def state_changed(conversation: UUID, state: str, *, last_seq: int):
    _after_commit(publish, room_of(conversation), frames.state_frame(conversation, state, last_seq=last_seq))


def chats_changed(user_id: int, conversation: UUID):
    """Tell the counsellor's own pages that their list of chats is another one now."""
    _after_commit(publish, room_of_user(user_id), {"type": "changed", "what": "chats", "id": str(conversation)})


def duty_changed(user_id: int, state: str):
    _after_commit(publish, room_of_user(user_id), {"type": "duty", "state": str(state)})


def messages_read(conversation: UUID, role: str, seq: int):
    frame = {"type": "read", "conversation": str(conversation), "role": str(role), "seq": seq}
    _after_commit(publish, room_of(conversation), frame)


def somebody_types(conversation: UUID, role: str):
    """Never stored, so there is no commit to wait for."""
    publish(room_of(conversation), {"type": "typing", "conversation": str(conversation), "role": str(role)})
