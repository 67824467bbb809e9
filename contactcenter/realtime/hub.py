"""Rooms and the sockets in them: who gets a frame, and in which order."""

from collections.abc import Callable


class Gate:
    """One socket's place in one numbered stream: lets numbers through in order, each once.

    Until `open()` everything is held back, because the socket's first picture is still being read from the
    database. A number that comes too early waits; the hub is told that something is missing.
    """

    __slots__ = ("seq", "socket", "waiting")

    def __init__(self, socket):
        self.socket, self.seq, self.waiting = socket, None, {}

    def open(self, seq: int):
        """The socket has seen everything up to `seq`."""
        self.seq = seq
        self._let_through()

    def offer(self, seq: int, text: str) -> bool:
        """Take a numbered frame; True when numbers before it are missing."""
        if self.seq is None:
            self.waiting[seq] = text
        elif seq == self.seq + 1:
            self.seq = seq
            self.socket.push(text)
            if self.waiting:
                self._let_through()
        elif seq > self.seq:
            self.waiting[seq] = text
            return True
        return False

    def _let_through(self):
        for seq in sorted(self.waiting):
            if seq == self.seq + 1:
                self.seq = seq
                self.socket.push(self.waiting[seq])
        self.waiting = {seq: text for seq, text in self.waiting.items() if seq > self.seq}


class Hub:
    """Room → gates. Never awaits a socket: `push` only puts the frame into the socket's bounded queue."""

    def __init__(self, on_gap: Callable[[str, int], None]):
        self.rooms: dict[str, dict[object, Gate]] = {}
        self.on_gap = on_gap

    def join(self, room: str, socket) -> Gate:
        gate = self.rooms.setdefault(room, {})[socket] = Gate(socket)
        return gate

    def leave(self, room: str, socket):
        gates = self.rooms.get(room, {})
        gates.pop(socket, None)
        if not gates:
            self.rooms.pop(room, None)

    def deliver(self, room: str, text: str, seq: int | None = None):
        """Give an encoded frame to everybody in the room; a numbered one goes through each socket's gate."""
        gates = self.rooms.get(room)
        if not gates:
            return
        missing_after = None
        for socket, gate in list(gates.items()):
            if seq is None:
                socket.push(text)
            elif gate.offer(seq, text):
                missing_after = gate.seq if missing_after is None else min(missing_after, gate.seq)
        if missing_after is not None:
            self.on_gap(room, missing_after)

    def reached(self, room: str) -> int | None:
        """The lowest number that some open socket of the room has seen."""
        return min((gate.seq for gate in self.rooms.get(room, {}).values() if gate.seq is not None), default=None)

    def sockets(self, room: str) -> list:
        return list(self.rooms.get(room, {}))
