"""Daphne with what it lacks: body limits and deadlines, back-pressure, the true address behind proxies, and an
orderly end in which nothing that was acknowledged or is being saved gets lost."""

import asyncio
import logging

from daphne import server as daphne_server  # first: it installs the reactor that runs on asyncio

# isort: split
from autobahn.twisted import websocket as autobahn_twisted
from autobahn.websocket import protocol as autobahn_protocol
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from twisted.internet import defer, reactor

from . import process
from .frames import MAX_BYTES

log = logging.getLogger("neuvo.server")
HEADER_SECONDS, BODY_SECONDS = 10, 120
DRAIN_SECONDS = 8
MAX_FRAGMENTS = 64
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Request(WebRequest):
    """An HTTP request that may neither be too large nor take forever to arrive."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.size, self.is_refused = 0, False
        self.channel.has_begun = True
        self.deadline = reactor.callLater(HEADER_SECONDS, self.give_up)

    def gotLength(self, length):
        is_large = length is not None and length > settings.MAX_BODY_BYTES
        super().gotLength(0 if is_large else length)
        self.deadline.reset(BODY_SECONDS)
        if is_large:
            self.refuse()

    def handleContentChunk(self, data):
        self.size += len(data)
        if self.size > settings.MAX_BODY_BYTES:
            self.refuse()
        if not self.is_refused:
            super().handleContentChunk(data)

    def requestReceived(self, command, path, version):
        self.forget_deadline()
        if not self.is_refused:
            super().requestReceived(command, path, version)

    def connectionLost(self, reason):
        self.forget_deadline()
        super().connectionLost(reason)

    def refuse(self):
        if not self.is_refused:
            self.is_refused = True
            self.channel.transport.write(TOO_LARGE)
            self.channel.transport.loseConnection()

    def give_up(self):
        self.is_refused = True
        if self.channel is not None:
            self.channel.transport.abortConnection()

    def forget_deadline(self):
        if self.deadline.active():
            self.deadline.cancel()


class PageFactory(HTTPFactory):
    def buildProtocol(self, addr):
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        # A first line that drips in byte by byte has no Request yet that could watch the clock.
        reactor.callLater(HEADER_SECONDS, _abort_if_nothing_came, protocol._channel)
        return protocol


def _abort_if_nothing_came(channel):
    if channel.connected and not getattr(channel, "has_begun", False):
        channel.transport.abortConnection()


class Valve:
    """Told by the transport when the reader is slow; senders wait here."""

    def __init__(self):
        self.is_open = asyncio.Event()
        self.is_open.set()

    def pauseProducing(self):
        self.is_open.clear()

    def resumeProducing(self):
        self.is_open.set()

    stopProducing = resumeProducing


class SocketProtocol(WebSocketProtocol):
    """A WebSocket whose sender waits for a slow reader, and which takes no endless messages of empty fragments."""

    fragments = 0

    def connectionMade(self):
        super().connectionMade()
        self.valve = Valve()
        self.transport.unregisterProducer()
        self.transport.registerProducer(self.valve, True)

    def connectionLost(self, reason):
        self.valve.resumeProducing()
        super().connectionLost(reason)

    def serverClose(self, code=None):
        """Autobahn lets applications close with 1000 and 3000–4999 only; a restart is 1012."""
        if code == process.RESTART:
            self.sendCloseFrame(code=code, isReply=False)
        else:
            super().serverClose(code)

    def onMessageFrameBegin(self, length):
        self.fragments += 1
        if self.fragments > MAX_FRAGMENTS:
            self.dropConnection(abort=True)
        super().onMessageFrameBegin(length)

    def onMessageEnd(self):
        self.fragments = 0
        super().onMessageEnd()


class SocketFactory(WebSocketFactory):
    protocol = SocketProtocol


# Daphne names its factories by these globals and offers no other way to choose them.
daphne_server.HTTPFactory, daphne_server.WebSocketFactory = PageFactory, SocketFactory
# Autobahn colours a method's name for a debug line at every frame, logged or not: a sixteenth of the loop's time.
autobahn_protocol.hltype = autobahn_twisted.hltype = lambda method: method.__name__


class Server(daphne_server.Server):
    def __init__(self, application, endpoints, **options):
        super().__init__(
            application, endpoints, server_name="", websocket_max_message_size=MAX_BYTES,
            websocket_max_frame_size=MAX_BYTES, **options,
        )  # fmt: skip

    def create_application(self, protocol, scope):
        if settings.TRUSTED_PROXIES:
            believe_proxies(scope, settings.TRUSTED_PROXIES)
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol, message):
        await super().handle_reply(protocol, message)
        if isinstance(protocol, SocketProtocol):
            await protocol.valve.is_open.wait()

    def kill_all_applications(self):
        """Before the reactor stops (SIGTERM): Daphne would cut everything off; we let it end."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self.drain()))

    async def drain(self):
        for listener in self.listeners:
            listener.addCallback(lambda port: port.stopListening())
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                if process._current:
                    await process._current.drain()
                await self.all_ended()
        except TimeoutError:
            log.warning("some connections had to be cut")
        except Exception:
            log.exception("the end was not orderly")  # the rest is still cut off below
        for details in self.connections.values():
            if (application := details.get("application_instance")) and not application.done():
                application.cancel()
        await process.stop()

    async def all_ended(self):
        """Wait for running requests and for sockets to answer their close frames."""
        while any(self.is_busy(details) for details in self.connections.values()):
            await asyncio.sleep(0.05)

    @staticmethod
    def is_busy(details) -> bool:
        application = details.get("application_instance")
        return application is not None and not application.done()


def believe_proxies(scope: dict, count: int):
    """Take address and scheme from the headers of our own `count` proxies: the right-most entries, never the
    left ones, which the client writes."""
    hops = _values(scope, b"x-forwarded-for")
    if len(hops) >= count:
        scope["client"] = [hops[-count], 0]
    if scope["type"] == "http" and (schemes := _values(scope, b"x-forwarded-proto")):
        scope["scheme"] = "https" if schemes[-1] == "https" else "http"


def _values(scope: dict, name: bytes) -> list[str]:
    joined = b",".join(value for key, value in scope["headers"] if key == name)
    return [part.strip() for part in joined.decode("latin1").split(",") if part.strip()]
