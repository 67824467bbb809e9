"""What every web process does once a second: rights, presence, deadlines, the queue as each socket sees it.

Nothing here is remembered only in memory: whatever a process forgets, the next second reads from the database.
"""

import asyncio
import logging
import os
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import BooleanField, CharField, IntegerField, Value
from django.db.models.functions import Cast, Now

from contactcenter.accounts.models import User
from contactcenter.realtime import in_background, repair_with
from contactcenter.realtime.consumer import RIGHT_TAKEN

from . import actions, events, presence, queries
from .frames import state_frame
from .models import ConversationState, DutyState

log = logging.getLogger("neuvo.chat")
EVERY_SECONDS = 1.0
PRESENCE_EVERY, GAPS_EVERY, CLOSING_EVERY, ROSTER_EVERY = 10, 5, 10, 15  # beats
LEASE, LEASE_SECONDS = "chat-sweep", 5

repair_with(queries.missed_messages)


@in_background
async def pulse(engine):
    """One beat a second for as long as the process serves; a failed beat never stops the next."""
    holder, beat = os.urandom(8).hex(), 0
    while True:
        try:
            await beat_once(engine, holder, beat)
        except Exception:
            log.exception("a beat of the pulse failed")
        beat += 1
        await asyncio.sleep(EVERY_SECONDS)


async def beat_once(engine, holder: str, beat: int):
    staff = [socket for socket in engine.sockets if getattr(socket, "user", None)]
    await end_changed_rights(engine, staff)
    if beat % PRESENCE_EVERY == 0:
        await renew_those_here(engine, staff)
    if beat % ROSTER_EVERY == 0:
        engine.roster.renew()
    await engine.run(sweep, holder, beat)
    await show_queue(engine, staff)
    if beat % GAPS_EVERY == 0:
        await find_gaps(engine)


# ---- rights ----
def rights_of(user_ids, session_keys) -> dict[str, tuple]:
    """In one query: who these users are now and which sessions still live, by `user:<id>` and session key."""
    users = (
        User.objects.filter(pk__in=user_ids)
        .order_by()
        .values_list(Cast("pk", CharField()), "rights_epoch", "is_active", "password")
    )
    sessions = (
        Session.objects.filter(session_key__in=session_keys, expire_date__gt=Now())
        .order_by()
        .values_list(
            "session_key",
            Value(-1, IntegerField()),
            Value(True, BooleanField()),
            Value("", CharField()),
        )
    )
    return {key: tuple(rest) for key, *rest in users.union(sessions, all=True)}


async def end_changed_rights(engine, staff):
    """Close the sockets of those whose rights, password or session are not what they were at the door."""
    if not staff:
        return
    found = await engine.run(rights_of, {socket.user.pk for socket in staff}, {socket.session_key for socket in staff})
    for socket in staff:
        user = socket.user
        known = (user.rights_epoch, True, user.password)
        if found.get(str(user.pk)) != known or socket.session_key not in found:
            engine.spawn(socket.end(RIGHT_TAKEN))


# ---- presence ----
async def renew_those_here(engine, staff):
    """Whoever has a socket in this process is there: staff on duty, and visitors in their tabs."""
    if users := {socket.user.pk for socket in staff}:
        await engine.run(actions.renew_presence, users)
    tabs = {getattr(socket, "conversation", None) for socket in engine.sockets} - {None}
    if tabs:
        await engine.run(actions.renew_visitors, tabs)


# ---- deadlines ----
def sweep(holder: str, beat: int):
    """Deadlines, in one process at a time."""
    if actions.hold_lease(name=LEASE, holder=holder, seconds=LEASE_SECONDS):
        actions.take_away_the_absent()
        if beat % CLOSING_EVERY == 0:
            actions.end_those_who_went()
            actions.end_all_unanswered()


# ---- the queue ----
async def show_queue(engine, staff):
    """Counsellors on duty see the queue as they may serve it, waiting visitors their place; only when it changed."""
    waiting_rooms = [room for room in engine.hub.rooms if room.startswith(events.CONVERSATION)]
    if not staff and not waiting_rooms:
        return
    rows, loads = await engine.run(queue_and_loads, {socket.user.pk for socket in staff})
    for socket in staff:
        socket.show(queue_frame(socket, rows, *loads[socket.user.pk]))
    for row in rows:
        for socket in engine.hub.sockets(events.room_of(row.conversation)):
            socket.show_place(
                state_frame(
                    row.conversation,
                    ConversationState.WAITING,
                    last_seq=row.last_seq,
                    position=row.position,
                    call_back_offered=row.call_back_offered,
                )
            )


def queue_and_loads(user_ids):
    return queries.queue(), presence.loads(user_ids)


def queue_frame(socket, rows, duty: str, active: int) -> dict | None:
    """The queue as one counsellor sees it; None for those who are not on duty. `ring` lists what rings here now."""
    if socket.reach is None or (duty not in presence.ON_DUTY and not socket.reach.is_lead):
        return None
    mine = [row for row in rows if socket.reach.serves(row)]
    is_free = duty == DutyState.AVAILABLE and active < queries.settings.CHAT["capacity"]
    rings = [row for row in mine if is_free or (socket.reach.is_lead and row.rings_at_leads)]
    counts = {"fi": 0, "sv": 0}
    for row in rows:
        counts[row.language] = counts.get(row.language, 0) + 1
    return {
        "type": "queue",
        "waiting": counts,
        "next": [
            {"conversation": str(row.conversation), "language": row.language, "since": row.since.isoformat()}
            for row in mine
        ],
        "ring": [str(row.conversation) for row in rings],
    }


# ---- gaps ----
async def find_gaps(engine):
    """Rooms whose newest message never came here (Redis was down, another process died): read it from the database."""
    rooms = {room: engine.hub.reached(room) for room in list(engine.hub.rooms) if room.startswith(events.CONVERSATION)}
    ids = {UUID(room.removeprefix(events.CONVERSATION)): room for room, seq in rooms.items() if seq is not None}
    if not ids:
        return
    for conversation, last_seq in (await engine.run(queries.last_numbers, list(ids))).items():
        room = ids[conversation]
        if last_seq > rooms[room]:
            engine.repair(room, rooms[room])
