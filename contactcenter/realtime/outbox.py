"""A bounded queue in front of one socket, so that a reader who stops reading harms nobody else."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MAX_BYTES = 256 * 1024
MAX_FRAMES = 100
SLOW_READER = 4408


class Outbox:
    """Frames on their way to one socket. `push` never waits; overflow ends the socket, catching up is cheap."""

    def __init__(self, send: Callable[[dict], Awaitable], on_overflow: Callable[[], None]):
        self.send, self.on_overflow = send, on_overflow
        self.frames: deque[str] = deque()
        self.size, self.task, self.is_closed = 0, None, False

    def push(self, text: str):
        if self.is_closed:
            return
        # One frame alone always fits: a first picture may be larger than the bound.
        if self.frames and (len(self.frames) >= MAX_FRAMES or self.size + len(text) > MAX_BYTES):
            self.close()
            self.on_overflow()
            return
        self.frames.append(text)
        self.size += len(text)
        if self.task is None:
            self.task = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self):
        try:
            while self.frames:
                text = self.frames.popleft()
                await self.send({"type": "websocket.send", "text": text})
                self.size -= len(text)
        finally:
            self.task = None

    async def drained(self):
        """Wait until everything pushed so far has been handed to the server."""
        while self.task is not None:
            await asyncio.wait([self.task])

    def close(self):
        self.is_closed = True
        self.frames.clear()
