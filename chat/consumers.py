"""The two sockets of chat: a visitor's, who has only a secret, and a staff member's, who has signed in."""

from types import SimpleNamespace
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http import parse_cookie

from casework.access import get_case, get_contact
from contactcenter.accounts.access import PUBLIC, can, lacks_second_factor
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.realtime import frames
from contactcenter.realtime.consumer import NOT_FOUND, RIGHT_TAKEN, Door, Socket, echo, wait_for_first_frame

from . import access, actions, events, presence, queries, writer
from .frames import ack_frame
from .models import Conversation, DutyState, SenderRole

HELLO_SECONDS = 20
GREETED = "greeted"  # what a visitor's door asks: that `hello` has shown the conversation's secret
LISTS = {"desk": Permission.SERVE, "worklist": Permission.CASE_EDIT}  # topics, and what they ask
RECORDS = {"contact": get_contact, "case": get_case}  # kinds of topics that name one record, and its door
OWN_STATES = {DutyState.AVAILABLE, DutyState.WRAP_UP, DutyState.BREAK, DutyState.OFF}


class ChatSocket(Socket):
    """What both sides do: send through the batcher, say that they type, follow a stream without gaps."""

    role: SenderRole
    place = None

    async def handle(self, door: Door, frame: dict):
        try:
            await super().handle(door, frame)
        except ActionRefused as refused:
            self.refuse(refused.code, detail=refused.text, **echo(frame))

    async def save(self, frame: dict, conversation: UUID, sender: writer.Sender):
        client_id = frames.uuid_field(frame, "client_id")
        draft = writer.Draft(conversation, sender, client_id, frames.text_field(frame, "text"))
        outcome = await self.engine.batcher(writer.write).submit(draft)
        if isinstance(outcome, writer.Ack):
            self.answer(ack_frame(outcome))
        else:
            self.refuse(outcome.code, **echo(frame))

    async def follow(self, pk: UUID, find, after: int | None) -> Conversation:
        """Join first, read then: whatever arrives while the first picture is read waits at the gate."""
        room = events.room_of(pk)
        gate = self.join(room)
        try:
            conversation, welcome = await self.engine.run(_find_and_welcome, find, after)
        except BaseException:
            self.leave(room)
            raise
        self.answer(welcome)
        if welcome["more"]:
            self.leave(room)  # goes live when the page has asked for the rest
        else:
            gate.open(welcome["last_seq"])
        return conversation

    def show_place(self, frame: dict):
        """A waiting visitor's place in the queue, when it has changed. Only visitors are told."""

    def show(self, frame: dict | None):
        """The queue, when it has changed. Only counsellors are told."""

    async def ping(self, frame: dict):
        self.answer({"type": "pong"})


def _find_and_welcome(find, after: int | None) -> tuple[Conversation, dict]:
    conversation = find()
    return conversation, queries.welcome(conversation, after)


class VisitorSocket(ChatSocket):
    """One tab of one visitor. Until `hello` has shown the secret, nothing is told and nothing taken."""

    frames = {
        "hello": Door("hello", PUBLIC),
        "send": Door("save_own", GREETED),
        "typing": Door("typing", GREETED),
        "read": Door("read", GREETED),
        "close": Door("leave_chat", GREETED),
        "ping": Door("ping", PUBLIC),
    }
    conversation: UUID | None = None

    async def opened(self):
        self.engine.spawn(wait_for_first_frame(self, HELLO_SECONDS, lambda: self.conversation))

    def check(self, asks: str):
        if asks != PUBLIC and self.conversation is None:
            raise NotFound

    async def hello(self, frame: dict):
        pk, token = frames.uuid_field(frame, "conversation"), frames.text_field(frame, "token")
        after = frames.number_field(frame, "after")
        try:
            found = await self.follow(pk, lambda: access.get_visitor_conversation(pk, token), after)
        except NotFound:
            self.refuse("not_found", conversation=str(pk))
            await self.end(NOT_FOUND)
            return
        self.conversation, self.language = pk, found.visitor_chat.language_id

    def own(self, frame: dict) -> UUID:
        """The conversation of the frame, which can only be the one whose secret was shown."""
        if self.conversation is None or frames.uuid_field(frame, "conversation") != self.conversation:
            raise NotFound
        return self.conversation

    async def save_own(self, frame: dict):
        await self.save(frame, self.own(frame), writer.VISITOR)

    async def typing(self, frame: dict):
        events.somebody_types(self.own(frame), SenderRole.VISITOR)

    async def read(self, frame: dict):
        pk, seq = self.own(frame), frames.number_field(frame, "seq") or 0
        await self.engine.run(lambda: actions.mark_read(conversation=pk, seq=seq, by=None))

    async def leave_chat(self, frame: dict):
        pk = self.own(frame)
        await self.engine.run(lambda: actions.leave_conversation(conversation=pk))

    def show_place(self, frame: dict):
        if frame | {"last_seq": 0} != self.place:
            self.place = frame | {"last_seq": 0}
            self.answer(frame)


class StaffSocket(ChatSocket):
    """One page of one staff member: every conversation, duty, the queue and live topics over one socket."""

    frames = {
        "open": Door("open", Permission.SIGNED_IN),
        "leave": Door("close_view", Permission.SIGNED_IN),
        "send": Door("save_own", Permission.SIGNED_IN),
        "typing": Door("typing", Permission.SIGNED_IN),
        "read": Door("read", Permission.SIGNED_IN),
        "duty": Door("duty", Permission.SERVE),
        "claim": Door("claim", Permission.SERVE),
        "close": Door("close_chat", Permission.SERVE),
        "watch": Door("watch", Permission.SIGNED_IN),
        "unwatch": Door("unwatch", Permission.SIGNED_IN),
        "ping": Door("ping", Permission.SIGNED_IN),
    }
    user = reach = queue = None
    session_key = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.others: dict[str, list[str]] = {}  # by room, as this page was told

    async def opened(self):
        user, self.session_key, reach, duty = await self.engine.run(_who, self.scope)
        if user is None:
            await self.end(RIGHT_TAKEN)
            return
        self.user, self.reach, self.language, self.me = user, reach, user.language, writer.as_counsellor(user)
        if not self.count(f"session:{self.session_key}", settings.CHAT["sockets_per_session"]):
            await self.end(4429)
            return
        self.join(events.room_of_user(user.pk))
        self.answer({"type": "duty", "state": duty})

    def check(self, asks: str):
        if not can(self.user, asks):  # roles were read at the opening; a change of them closes the socket
            raise actions.refusal("not_allowed", status=403)

    # ---- conversations ----
    async def open(self, frame: dict):
        pk, after = frames.uuid_field(frame, "conversation"), frames.number_field(frame, "after")
        await self.follow(pk, lambda: access.get_conversation(self.user, pk), after)

    async def close_view(self, frame: dict):
        self.leave(events.room_of(frames.uuid_field(frame, "conversation")))

    async def save_own(self, frame: dict):
        await self.save(frame, frames.uuid_field(frame, "conversation"), self.me)

    def opened_room(self, frame: dict) -> UUID:
        """A conversation that this page follows, so that the door was passed before."""
        pk = frames.uuid_field(frame, "conversation")
        if events.room_of(pk) not in self.rooms:
            raise NotFound
        return pk

    async def typing(self, frame: dict):
        events.somebody_types(self.opened_room(frame), SenderRole.COUNSELLOR)

    async def read(self, frame: dict):
        pk, seq = self.opened_room(frame), frames.number_field(frame, "seq") or 0
        await self.engine.run(lambda: actions.mark_read(conversation=pk, seq=seq, by=self.user))

    # ---- duty and queue ----
    async def duty(self, frame: dict):
        state = frames.text_field(frame, "state")
        if state not in OWN_STATES:
            raise frames.BadFrame
        await self.engine.run(lambda: actions.set_duty(by=self.user, state=state))

    async def claim(self, frame: dict):
        asked = frames.uuid_field(frame, "conversation") if "conversation" in frame else None
        chat = await self.engine.run(lambda: actions.claim(by=self.user, conversation=asked))
        self.answer({"type": "claimed", "conversation": str(chat.pk), "contact": str(chat.contact_id)})

    async def close_chat(self, frame: dict):
        pk = frames.uuid_field(frame, "conversation")
        await self.engine.run(lambda: actions.close_conversation(conversation=pk, by=self.user))

    def show(self, frame: dict | None):
        if frame != self.queue:
            self.queue = frame
            if frame:
                self.answer(frame)

    # ---- live topics ----
    @property
    def shown_as(self) -> tuple[str, str]:
        """How the others in a room see this page: all tabs of one person are one."""
        return str(self.user.pk), self.user.display_name

    async def watch(self, frame: dict):
        topic = frames.text_field(frame, "topic")
        await self.engine.run(_pass_topic_door, self.user, topic)
        room = events.room_of_topic(topic)
        self.join(room)
        others = self.engine.roster.others(room, self.shown_as[0]) if names_others(room) else []
        self.others[room] = others
        self.answer({"type": "watching", "topic": topic, "others": others})
        self.tell_roster(room)

    async def unwatch(self, frame: dict):
        self.leave(events.room_of_topic(frames.text_field(frame, "topic")))

    def leave(self, room: str):
        was_there = room in self.rooms
        super().leave(room)
        self.others.pop(room, None)
        if was_there:
            self.tell_roster(room)

    def tell_roster(self, room: str):
        if names_others(room):
            self.engine.roster.changed(room)

    def show_others(self, room: str, names: list[str]):
        """Who else has a record open, when that has changed."""
        if self.others.get(room) != names:
            self.others[room] = names
            self.answer({"type": "here", "topic": events.topic_of(room), "others": names})


def names_others(room: str) -> bool:
    """Records tell who else has them open; lists do not."""
    return room.startswith(tuple(events.room_of_topic(f"{kind}:") for kind in RECORDS))


def _who(scope) -> tuple:
    """The signed-in user of a handshake, the session, what they may serve, their duty state."""
    cookies = [value.decode("latin1") for name, value in scope["headers"] if name == b"cookie"]
    session = SessionStore(parse_cookie("; ".join(cookies)).get(settings.SESSION_COOKIE_NAME))
    user = get_user(SimpleNamespace(session=session))
    if not can(user, Permission.SIGNED_IN) or lacks_second_factor(user):
        return None, "", None, None
    return user, session.session_key, queries.reach_of(user), presence.duty_state(user)


def _pass_topic_door(user, topic: str):
    """The same doors as the pages'. A topic that has no door here does not exist."""
    kind, _, key = topic.partition(":")
    if (asks := LISTS.get(topic)) and can(user, asks):
        return
    if kind not in RECORDS:
        raise NotFound
    RECORDS[kind](user, frames.uuid_field({"topic": key}, "topic"))
