"""Who has a room open, over all processes: names in memory, told between processes over the bus, never stored.

Each process says who is in its own rooms when that changes and once in a while anyway. What a process said is
forgotten when it has been silent for too long, so that nobody stays in a room because their server died.
"""

import json
import time
from collections.abc import Callable

from . import frames

CHANNEL = "roster"  # the room in which processes talk about rooms; no socket ever joins it
SILENT_SECONDS = 45


class Roster:
    """The rooms of this process and what the others said. Sockets in them have `shown_as` (key, name) and
    `show_others(room, names)`."""

    def __init__(
        self, hub, tell: Callable[[str, str], None], process: str, clock: Callable[[], float] = time.monotonic
    ):
        self.hub, self.tell, self.process, self.clock = hub, tell, process, clock
        self.said: dict[str, dict] = {}  # room → the people of this process as it last told them
        self.heard: dict[tuple[str, str], tuple[float, dict]] = {}  # (room, process) → when, and its people
        hub.join(CHANNEL, self)

    def others(self, room: str, key: str) -> list[str]:
        """The names of everybody in the room but `key`, in alphabetical order."""
        people = self._here(room)
        for (said_of, _process), (_at, named) in self.heard.items():
            if said_of == room:
                people = {**named, **people}
        return sorted({name for one, name in people.items() if one != key})

    def changed(self, room: str):
        """Somebody of this process came into the room or left it."""
        here, before = self._here(room), self.said.get(room, {})
        if here == before:
            return  # another tab of somebody who is there already
        self._say(room, here, asks=not before)
        self._show(room)

    def renew(self):
        """Say again who is here, and forget processes that have been silent."""
        for room in list(self.said):
            self._say(room, self._here(room))
        limit = self.clock() - SILENT_SECONDS
        gone = [place for place, (at, _people) in self.heard.items() if at < limit]
        for place in gone:
            del self.heard[place]
        for room in {room for room, _process in gone}:
            self._show(room)

    def push(self, text: str):
        """What a process says about a room; the hub hands it over like a frame to a socket."""
        said = json.loads(text)
        if said["process"] == self.process:
            return
        room, place = said["room"], (said["room"], said["process"])
        if said["people"]:
            self.heard[place] = (self.clock(), said["people"])
        else:
            self.heard.pop(place, None)
        if said["asks"] and self.said.get(room):
            self._say(room, self.said[room])
        self._show(room)

    def _here(self, room: str) -> dict[str, str]:
        return dict(socket.shown_as for socket in self.hub.sockets(room))

    def _say(self, room: str, people: dict, *, asks: bool = False):
        if people:
            self.said[room] = people
        else:
            self.said.pop(room, None)
        self.tell(CHANNEL, frames.encode({"process": self.process, "room": room, "people": people, "asks": asks}))

    def _show(self, room: str):
        for socket in self.hub.sockets(room):
            socket.show_others(room, self.others(room, socket.shown_as[0]))
