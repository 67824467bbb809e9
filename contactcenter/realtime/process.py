"""The engine of this process: made by the first socket, bound to its event loop, stopped with the server."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable

from django.conf import settings

from . import frames
from .bus import Bus, publish_from_outside
from .hub import Hub
from .lanes import Batcher, Lanes
from .roster import Roster

log = logging.getLogger("neuvo.realtime")
RESTART = 1012
BACKGROUND: list[Callable[["Engine"], Awaitable]] = []
LOADERS: list[Callable] = []
_current: "Engine | None" = None


def in_background(job: Callable[["Engine"], Awaitable]):
    """Run the coroutine function `job(engine)` in every web process for as long as it serves."""
    BACKGROUND.append(job)
    return job


def repair_with(loader: Callable[[str, int], list[tuple[dict, int]]]):
    """`loader(room, after)` gives the numbered frames of a room from the database: `(frame, seq)`, in order."""
    LOADERS.append(loader)
    return loader


def engine() -> "Engine":
    """The engine of the running loop, started when there is none yet."""
    global _current
    loop = asyncio.get_running_loop()
    if _current is None or _current.loop is not loop:
        _current = Engine(loop)
        _current.start()
    return _current


async def stop():
    global _current
    if _current is not None:
        leaving, _current = _current, None
        await leaving.stop()


def publish(room: str, frame: dict, seq: int | None = None):
    """Tell everybody in `room`, in this process and the others. Any thread, any process; never raises."""
    text, running = frames.encode(frame), _current
    if running is not None and not running.loop.is_closed():
        running.loop.call_soon_threadsafe(running.tell, room, text, seq)
    elif settings.REDIS_URL:
        publish_from_outside(settings.REDIS_URL, settings.BUS_KEYS, room, text, seq)


class Engine:
    def __init__(self, loop):
        self.loop = loop
        self.hub = Hub(self.repair)
        self.roster = Roster(self.hub, self.tell, os.urandom(8).hex())
        self.sockets: set = set()
        self.lanes = Lanes("sockets", 2)
        self.batchers: dict[Callable, Batcher] = {}
        self.repairing: set[str] = set()
        self.tasks: set[asyncio.Task] = set()
        self.bus = None

    def start(self):
        if settings.REDIS_URL:
            self.bus = Bus(settings.REDIS_URL, settings.BUS_KEYS, self.hub.deliver, self.repair_all)
        for job in BACKGROUND:
            self.spawn(job(self))

    def spawn(self, work: Awaitable):
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            log.error("background work failed", exc_info=task.exception())

    async def run(self, work: Callable, *args):
        """Run a synchronous function that uses the database, off the loop."""
        return await self.lanes.run(work, *args)

    def batcher(self, work: Callable[[list], list]) -> Batcher:
        if work not in self.batchers:
            self.batchers[work] = Batcher(work)
        return self.batchers[work]

    def tell(self, room: str, text: str, seq: int | None = None):
        """Own sockets first: a dead Redis delays nobody in this process."""
        self.hub.deliver(room, text, seq)
        if self.bus:
            self.bus.publish(room, text, seq)

    # ---- gaps ----
    def repair(self, room: str, after: int):
        """Read what a room missed from the database; one reading at a time for each room."""
        if room not in self.repairing:
            self.repairing.add(room)
            self.spawn(self._repair(room, after))

    def repair_all(self):
        for room in list(self.hub.rooms):
            if (after := self.hub.reached(room)) is not None:
                self.repair(room, after)

    async def _repair(self, room: str, after: int):
        try:
            for loader in LOADERS:
                for frame, seq in await self.run(loader, room, after):
                    self.hub.deliver(room, frames.encode(frame), seq)
        finally:
            self.repairing.discard(room)

    # ---- the end ----
    async def drain(self):
        """Before a restart: say so, deliver what is being saved, then close every socket with 1012."""
        for socket in list(self.sockets):
            socket.push(frames.encode({"type": "restarting"}))
        for batcher in self.batchers.values():
            await batcher.idle()
        for socket in list(self.sockets):
            await socket.end(RESTART)

    async def stop(self):
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for batcher in self.batchers.values():
            await batcher.idle()
            batcher.stop()
        if self.bus:
            await self.bus.stop()
        self.lanes.stop()
