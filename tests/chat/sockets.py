"""Pages without browsers: a visitor's and a staff member's socket, spoken to in frames."""

import json
import uuid
from datetime import timedelta
from typing import NamedTuple

from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db.models import F
from django.test import Client

from chat import actions
from chat.models import VisitorChat
from contactcenter import routing
from tests.factories import sign_in

ORIGIN = (b"origin", b"http://testserver")


class Chat(NamedTuple):
    """A waiting conversation and the secret of its tab."""

    pk: str
    token: str


def make_chat(language="fi", **fields) -> Chat:
    """The youngest of those who wait: the others have waited a second longer, since clocks may tick too coarsely."""
    VisitorChat.objects.update(waiting_since=F("waiting_since") - timedelta(seconds=1))
    conversation, token = actions.start_conversation(language=language, **fields)
    return Chat(str(conversation.pk), token)


class Page:
    """One socket. `get` reads until the frame that is asked for; what else came is kept in `seen`."""

    path = ""

    def __init__(self, headers=(ORIGIN,), client=("127.0.0.1", 50000)):
        self.socket = WebsocketCommunicator(routing.application(None), self.path, headers=list(headers))
        self.socket.scope["client"] = list(client)
        self.seen: list[dict] = []

    async def connect(self):
        return await self.socket.connect()

    async def disconnect(self):
        await self.socket.disconnect()

    async def send(self, kind: str, /, **fields):
        await self.send_text(json.dumps({"type": kind, **fields}))

    async def send_text(self, text: str):
        await self.socket.send_to(text_data=text)

    async def next(self) -> dict:
        frame = json.loads(await self.socket.receive_from(timeout=5))
        self.seen.append(frame)
        return frame

    async def get(self, kind: str, /, **fields) -> dict:
        while True:
            frame = await self.next()
            assert frame["type"] != "error" or kind == "error", frame
            if frame["type"] == kind and fields.items() <= frame.items():
                return frame

    async def silent(self) -> bool:
        return await self.socket.receive_nothing()

    async def closed_with(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=5)
            if output["type"] == "websocket.close":
                return output["code"]

    async def say(self, conversation: str, text: str, client_id: str | None = None) -> dict:
        """Send a message and wait for its acknowledgement."""
        client_id = client_id or str(uuid.uuid4())
        await self.send("send", conversation=conversation, client_id=client_id, text=text)
        return await self.get("ack", client_id=client_id)


class VisitorPage(Page):
    path = "/ws/visitor/"

    def __init__(self, chat: Chat | None, **options):
        super().__init__(**options)
        self.chat = chat

    async def hello(self, after: int | None = None) -> dict:
        more = {} if after is None else {"after": after}
        await self.send("hello", conversation=self.chat.pk, token=self.chat.token, **more)
        self.welcome = await self.get("welcome")
        return self.welcome


class StaffPage(Page):
    path = "/ws/staff/"

    def __init__(self, user, **options):
        client = sign_in(Client(), user)
        self.session_key = client.session.session_key
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session_key}".encode()
        super().__init__(headers=(ORIGIN, (b"cookie", cookie)), **options)

    async def open(self, conversation: str, after: int | None = None) -> dict:
        more = {} if after is None else {"after": after}
        await self.send("open", conversation=conversation, **more)
        return await self.get("welcome", conversation=conversation)
