"""Frames between processes: one Redis channel, every payload sealed, a dead Redis never felt."""

import asyncio
import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Callable
from functools import cache

import redis
import redis.asyncio
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger("neuvo.bus")
PUBLISH_SECONDS = 1.0
RETRY_SECONDS = 0.5
MAX_WAITING = 5_000
NONCE = 12


class Seal:
    """AES-GCM under keys derived from the settings: the first seals, all of them open."""

    def __init__(self, keys: list[str]):
        self.ciphers = [AESGCM(hashlib.sha256(b"neuvo-bus\0" + key.encode()).digest()) for key in keys]

    def close(self, value) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self.ciphers[0].encrypt(nonce, json.dumps(value).encode(), None)

    def open(self, raw: bytes):
        """What was sealed, or None for something that none of our keys closed."""
        for cipher in self.ciphers:
            with contextlib.suppress(InvalidTag, ValueError):
                return json.loads(cipher.decrypt(raw[:NONCE], raw[NONCE:], None))
        return None


def channel_of(url: str) -> str:
    """Pub/sub ignores Redis database numbers, so the number is part of the name."""
    return f"neuvo:bus:{redis.connection.parse_url(url).get('db', 0)}"


class Bus:
    """One subscription and one publisher per process. Frames are lists `[room, text, seq]`."""

    def __init__(self, url: str, keys: list[str], on_frame: Callable, on_resume: Callable[[], None]):
        # No hidden retries: a break must be noticed here, because what was sent meanwhile is lost.
        options = {"retry": Retry(NoBackoff(), 0), "socket_connect_timeout": PUBLISH_SECONDS}
        self.client = redis.asyncio.from_url(url, socket_timeout=PUBLISH_SECONDS, max_connections=4, **options)
        self.reader = redis.asyncio.from_url(url, socket_timeout=None, max_connections=2, **options)
        self.channel, self.seal, self.name = channel_of(url), Seal(keys), os.urandom(8).hex()
        self.on_frame, self.on_resume = on_frame, on_resume
        self.waiting: list[list] = []
        self.is_up = self.is_stopping = False
        self.wake = asyncio.Event()
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._publish())]

    def publish(self, room: str, text: str, seq: int | None):
        if len(self.waiting) >= MAX_WAITING:
            self.waiting.clear()  # other processes find the gaps by themselves
            log.warning("the bus fell behind and dropped its frames")
        self.waiting.append([room, text, seq])
        self.wake.set()

    async def _publish(self):
        while not self.is_stopping:
            await self.wake.wait()
            self.wake.clear()
            frames, self.waiting = self.waiting, []
            try:
                async with asyncio.timeout(PUBLISH_SECONDS):
                    await self.client.publish(self.channel, self.seal.close([self.name, frames]))
            except (redis.RedisError, OSError, TimeoutError) as error:
                log.warning("a frame did not reach the bus: %s", error)

    async def _listen(self):
        while not self.is_stopping:
            try:
                async with self.reader.pubsub(ignore_subscribe_messages=False) as pubsub:
                    await pubsub.subscribe(self.channel)
                    async for message in pubsub.listen():
                        self._take(message)
            except (redis.RedisError, OSError) as error:
                log.warning("the bus is down: %s", error)
            self.is_up = False
            await asyncio.sleep(RETRY_SECONDS)

    def _take(self, message: dict):
        if message["type"] == "subscribe":
            self.is_up = True
            self.on_resume()
        elif message["type"] == "message" and (opened := self.seal.open(message["data"])):
            sender, frames = opened
            if sender != self.name:
                for room, text, seq in frames:
                    self.on_frame(room, text, seq)

    async def stop(self):
        # A cancel that meets the Redis client while it connects can get lost: the loops look at the flag, too.
        self.is_stopping = True
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        with contextlib.suppress(redis.RedisError, OSError):
            await self.client.aclose()
            await self.reader.aclose()


def publish_from_outside(url: str, keys: list[str], room: str, text: str, seq: int | None):
    """For processes without sockets (jobs, commands): one sealed frame, failures swallowed."""
    try:
        _outside_client(url).publish(channel_of(url), Seal(keys).close(["", [[room, text, seq]]]))
    except (redis.RedisError, OSError) as error:
        log.warning("a frame did not reach the bus: %s", error)


@cache
def _outside_client(url: str) -> redis.Redis:
    """One client a process, with its pool. Tried twice, since Redis may have closed the connection meanwhile."""
    return redis.Redis.from_url(
        url, socket_timeout=PUBLISH_SECONDS, socket_connect_timeout=PUBLISH_SECONDS, retry=Retry(NoBackoff(), 1)
    )
