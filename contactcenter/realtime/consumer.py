"""What every socket has in common: origin, limits, the parser, the table of frames, an orderly end."""

import asyncio
import ipaddress
import logging
import time
from collections import Counter
from typing import NamedTuple

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings

from . import frames
from .outbox import SLOW_READER, Outbox
from .process import engine

log = logging.getLogger("neuvo.realtime")
TOO_MANY_BAD, RIGHT_TAKEN, NOT_FOUND, TOO_MANY_SOCKETS = 4400, 4403, 4404, 4429
BAD_FRAMES = 10
counts: Counter = Counter()  # open sockets by session and by address, in memory only


def has_our_origin(scope) -> bool:
    """Exactly one Origin header, byte-equal to an allowed one."""
    origins = [value for name, value in scope["headers"] if name == b"origin"]
    return len(origins) == 1 and origins[0] in {origin.encode() for origin in settings.ALLOWED_ORIGINS}


def address_of(scope) -> str:
    """The address limits count by: IPv4 whole, IPv6 by its /64, which is one customer."""
    host = (scope.get("client") or ["unknown"])[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


class Pace:
    """A token bucket: so many frames a second, a second's worth at once."""

    def __init__(self, per_second: float):
        self.per_second, self.tokens, self.at = per_second, per_second, time.monotonic()

    def allows(self) -> bool:
        now = time.monotonic()
        self.tokens = min(self.per_second, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Door(NamedTuple):
    """A row of a socket's table of frames: the method that takes the frame, and what it asks of the sender."""

    handler: str
    asks: str


class Socket(AsyncConsumer):
    """One socket. Subclasses give `frames` (type → door), `check()`, `opened()` and `closed()`."""

    frames: dict[str, Door] = {}
    language = "fi"

    async def dispatch(self, message):
        """Channels' own would hop to the database thread before every frame; nothing here needs it."""
        kind = message["type"]
        if kind == "websocket.receive":
            await self.receive(message)
        elif kind == "websocket.connect":
            await self.connect()
        elif kind == "websocket.disconnect":
            await self.disconnect()
            raise StopConsumer

    # ---- beginning and end ----
    async def connect(self):
        self.engine, self.outbox, self.rooms, self.counted = engine(), None, set(), []
        self.bad, self.is_ended = 0, False
        if not has_our_origin(self.scope):
            await self.send({"type": "websocket.close"})
            return
        self.pace = Pace(settings.CHAT["frames_per_second"] * settings.RATE_LIMIT_FACTOR)
        self.outbox = Outbox(self.send, self.overflow)
        await self.send({"type": "websocket.accept"})
        self.engine.sockets.add(self)
        if not self.count("address:" + address_of(self.scope), settings.CHAT["sockets_per_address"]):
            await self.end(TOO_MANY_SOCKETS)
        else:
            await self.opened()

    def count(self, key: str, limit: int) -> bool:
        """Count this socket under `key`; False when there are more than `limit`."""
        counts[key] += 1
        self.counted.append(key)
        return counts[key] <= limit * settings.RATE_LIMIT_FACTOR

    async def disconnect(self):
        self.is_ended = True
        if self.outbox:
            self.outbox.close()
        self.engine.sockets.discard(self)
        for room in list(self.rooms):
            self.leave(room)
        for key in self.counted:
            counts[key] -= 1
            if not counts[key]:
                del counts[key]
        await self.closed()

    async def end(self, code: int):
        """Close with `code` after what is already on its way; nothing more is taken in or sent."""
        if self.is_ended or self.outbox is None:
            return
        self.is_ended = True
        await self.outbox.drained()
        self.outbox.close()
        await self.send({"type": "websocket.close", "code": code})

    def overflow(self):
        """The reader stopped reading: close, and let catching up do its work."""
        self.is_ended = True
        self.engine.spawn(self.send({"type": "websocket.close", "code": SLOW_READER}))

    async def opened(self):
        """The socket is accepted."""

    async def closed(self):
        """The socket is gone."""

    # ---- frames in ----
    async def receive(self, message):
        if self.is_ended:
            return
        if not self.pace.allows():
            self.refuse("too_fast")
            return
        frame: dict = {}
        try:
            frame = frames.parse(message.get("text"))
            door = self.frames.get(frame["type"])
            if door is None:
                raise frames.BadFrame
            await self.handle(door, frame)
        except frames.BadFrame as error:
            await self.bad_frame(error.code, frame)
        except Exception:
            log.exception("a frame of type %r failed", frame.get("type"))
            self.refuse("try_again", **echo(frame))

    async def handle(self, door: Door, frame: dict):
        """Take the frame through its door; apps turn their own refusals into errors here."""
        self.check(door.asks)
        await getattr(self, door.handler)(frame)

    def check(self, asks: str):
        """Raise the app's refusal unless the sender has what the door asks."""
        raise NotImplementedError

    async def bad_frame(self, code: str, frame: dict):
        self.bad += 1
        self.refuse(code, **echo(frame))
        if self.bad >= BAD_FRAMES:
            await self.end(TOO_MANY_BAD)

    # ---- frames out ----
    def push(self, text: str):
        """Called by the hub with an encoded frame; never waits."""
        self.outbox.push(text)

    def answer(self, frame: dict):
        self.outbox.push(frames.encode(frame))

    def refuse(self, code: str, **more):
        self.answer(frames.error(code, language=self.language, **more))

    def join(self, room: str):
        self.rooms.add(room)
        return self.engine.hub.join(room, self)

    def leave(self, room: str):
        self.rooms.discard(room)
        self.engine.hub.leave(room, self)


def echo(frame: dict) -> dict:
    """What an error repeats, so that the page knows which of its frames was refused."""
    return {key: frame[key] for key in ("client_id", "conversation") if isinstance(frame.get(key), str)}


async def wait_for_first_frame(socket: Socket, seconds: float, is_known):
    """End a socket that has not said who it is in time."""
    await asyncio.sleep(seconds)
    if not is_known():
        await socket.end(NOT_FOUND)
