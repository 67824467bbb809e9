"""Rooms, gates and queues: in order, each once, and no reader waits for another."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.realtime.bus import Seal
from contactcenter.realtime.hub import Hub
from contactcenter.realtime.lanes import Batcher
from contactcenter.realtime.outbox import Outbox


class Reader:
    def __init__(self):
        self.got = []

    def push(self, text):
        self.got.append(text)


@pytest.fixture
def gaps():
    return []


@pytest.fixture
def hub(gaps):
    return Hub(lambda room, after: gaps.append((room, after)))


def test_frames_without_a_number_go_straight_to_everybody_in_the_room(hub):
    one, other, elsewhere = Reader(), Reader(), Reader()
    hub.join("a", one), hub.join("a", other), hub.join("b", elsewhere)
    hub.deliver("a", "x")
    assert (one.got, other.got, elsewhere.got) == (["x"], ["x"], [])


def test_until_the_first_picture_is_read_numbers_wait_and_those_in_it_are_not_told_again(hub):
    reader = Reader()
    gate = hub.join("a", reader)
    for seq in (4, 5, 6):
        hub.deliver("a", str(seq), seq)
    gate.open(5)
    assert reader.got == ["6"]


def test_each_socket_of_a_room_has_its_own_place(hub):
    early, late = Reader(), Reader()
    hub.join("a", early).open(0)
    hub.deliver("a", "1", 1)
    hub.join("a", late).open(1)
    hub.deliver("a", "2", 2)
    assert (early.got, late.got) == (["1", "2"], ["2"])


def test_a_missing_number_is_asked_for_and_the_later_one_waits(hub, gaps):
    reader = Reader()
    hub.join("a", reader).open(3)
    hub.deliver("a", "5", 5)
    assert (reader.got, gaps) == ([], [("a", 3)])
    hub.deliver("a", "4", 4)
    assert reader.got == ["4", "5"]


def test_an_empty_room_is_forgotten(hub):
    reader = Reader()
    hub.join("a", reader)
    hub.leave("a", reader)
    assert hub.rooms == {}


@given(st.permutations(list(range(1, 9))), st.integers(0, 8), st.data())
def test_whatever_the_order_each_number_comes_once_and_in_order(order, seen, data):
    hub, reader = Hub(lambda room, after: None), Reader()
    gate = hub.join("a", reader)
    opens_before = data.draw(st.integers(0, len(order)))
    for place, seq in enumerate([*order, *order]):
        if place == opens_before:
            gate.open(seen)
        hub.deliver("a", seq, seq)
    assert reader.got == list(range(seen + 1, 9))


async def test_a_reader_who_stops_reading_is_closed_and_holds_little():
    stopped, closed = asyncio.Event(), []

    async def send(message):
        await stopped.wait()

    outbox = Outbox(send, lambda: closed.append(True))
    for _ in range(5_000):
        outbox.push("x" * 4_000)
        await asyncio.sleep(0)
    assert closed == [True]
    assert sum(map(len, outbox.frames)) == 0
    stopped.set()
    await outbox.drained()


async def test_one_frame_larger_than_the_bound_still_goes():
    sent = []

    async def send(message):
        sent.append(message["text"])

    outbox = Outbox(send, lambda: sent.append("overflow"))
    outbox.push("x" * 600_000)
    await outbox.drained()
    assert [len(text) for text in sent] == [600_000]


async def test_what_arrives_during_a_batch_becomes_the_next_batch():
    batches = []

    def work(items):
        batches.append(list(items))
        return [item * 2 for item in items]

    batcher = Batcher(work)
    outcomes = await asyncio.gather(*[batcher.submit(number) for number in range(50)])
    batcher.stop()
    assert outcomes == [number * 2 for number in range(50)]
    assert [number for batch in batches for number in batch] == list(range(50))
    assert len(batches) < 50


async def test_a_failed_batch_tells_each_of_its_callers():
    def work(items):
        raise ValueError

    batcher = Batcher(work)
    outcomes = await asyncio.gather(batcher.submit(1), batcher.submit(2), return_exceptions=True)
    batcher.stop()
    assert [type(outcome) for outcome in outcomes] == [ValueError, ValueError]


def test_a_sealed_frame_shows_nothing_and_opens_with_either_key_of_a_rotation():
    sealed = Seal(["old"]).close(["room", "SISAINEN-123", 1])
    assert b"SISAINEN" not in sealed
    assert Seal(["new", "old"]).open(sealed) == ["room", "SISAINEN-123", 1]
    assert Seal(["other"]).open(sealed) is None
    assert Seal(["old"]).open(b"PUBLISHED BY A STRANGER") is None
    assert Seal(["old"]).open(b"") is None
