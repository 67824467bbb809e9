"""The door to every conversation, for views and sockets alike. Unknown, foreign and wrong secret are one answer."""

from datetime import timedelta
from uuid import UUID

from casework.models import Contact
from contactcenter import timestamps
from contactcenter.accounts.access import can
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission
from contactcenter.errors import NotFound

from . import retention, visitors
from .models import Conversation, Participant

READABLE_AFTER_CLOSE = timedelta(minutes=60)


def get_visitor_conversation(pk: UUID, token: str) -> Conversation:
    """The conversation whose secret `token` is. The secret dies an hour after the conversation has ended."""
    conversation = Conversation.objects.select_related("visitor_chat").filter(pk=pk, visitor_chat__isnull=False).first()
    if conversation is None or not visitors.is_token(token, conversation.visitor_chat.token_hash):
        raise NotFound
    if conversation.closed_at and conversation.closed_at < timestamps.now() - READABLE_AFTER_CLOSE:
        raise NotFound
    return conversation


def get_conversation(user: User, pk: UUID) -> Conversation:
    """A conversation the user takes part in. Nobody reads a waiting one: its text belongs to whoever claims it."""
    conversation = Conversation.objects.select_related("visitor_chat").filter(pk=pk).first()
    if conversation is None or not can(user, Permission.SIGNED_IN) or not _takes_part(user, conversation):
        raise NotFound
    if not retention.is_text_shown(conversation):
        raise NotFound
    return conversation


def _takes_part(user: User, conversation: Conversation) -> bool:
    return Participant.objects.filter(conversation=conversation, user=user, left_at=None).exists()


def conversation_of(contact: Contact) -> Conversation:
    """The conversation of a contact that came through its own door."""
    conversation = Conversation.objects.filter(visitor_chat__contact=contact).first()
    if conversation is None:
        raise NotFound
    return conversation
