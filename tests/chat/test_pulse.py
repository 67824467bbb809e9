"""Rights, presence, deadlines and the queue: what happens once a second."""

from datetime import datetime, timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import AsyncClient

from chat import actions, pulse, queries
from chat.models import Conversation, DutySpell, Message, Participant, VisitorChat
from contactcenter import timestamps
from contactcenter.accounts.models import User
from contactcenter.timestamps import HELSINKI
from tests.factories import make_user

from .sockets import make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat, new_user = sync_to_async(make_chat), sync_to_async(make_user)


async def older(seconds: int):
    """Everybody who waits has waited `seconds` longer."""
    await VisitorChat.objects.aupdate(waiting_since=F("waiting_since") - timedelta(seconds=seconds))


async def unseen(seconds: int = 61):
    await DutySpell.objects.aupdate(last_seen_at=F("last_seen_at") - timedelta(seconds=seconds))


# ---- rights ----
@pytest.mark.parametrize("change", ["epoch", "inactive", "password", "session"])
async def test_a_right_taken_away_closes_the_socket(staff, beat, change):
    user = await new_user("counsellor")
    async with staff(user) as page:
        await beat()
        assert await page.silent()
        if change == "session":
            await Session.objects.all().adelete()
        else:
            values = {"epoch": {"rights_epoch": 2}, "inactive": {"is_active": False}, "password": {"password": "x"}}
            await User.objects.filter(pk=user.pk).aupdate(**values[change])
        await beat(number=1)
        assert await page.closed_with() == 4403


# ---- the queue as each socket sees it ----
async def test_the_queue_shows_what_each_may_serve_oldest_first(staff, beat):
    first, swedish, second = await new_chat(), await new_chat(language="sv"), await new_chat()
    finnish, bilingual = await new_user("counsellor"), await new_user("counsellor", languages=("fi", "sv"))
    async with staff(finnish, duty="available") as one, staff(bilingual, duty="available") as other:
        await beat(number=1)
        frame = await one.get("queue")
        assert frame["waiting"] == {"fi": 2, "sv": 1}
        assert [row["conversation"] for row in frame["next"]] == frame["ring"] == [first.pk, second.pk]
        assert [row["conversation"] for row in (await other.get("queue"))["next"]] == [first.pk, swedish.pk, second.pk]
        await beat(number=1)
        assert await one.silent()  # nothing changed, nothing is said


async def test_an_area_rings_only_at_those_who_serve_it(staff, beat):
    await new_chat(service_area="VAM")
    async with staff(await new_user("counsellor", areas=("IAK",)), duty="available") as page:
        await beat(number=1)
        assert (await page.get("queue"))["next"] == []


async def test_nothing_rings_during_a_break_or_when_the_hands_are_full(staff, beat, settings):
    settings.CHAT = {**settings.CHAT, "capacity": 1}
    await new_chat()
    second = await new_chat()
    async with staff(await new_user("counsellor"), duty="break") as page:
        await beat(number=1)
        assert (await page.get("queue"))["ring"] == []
        await page.send("duty", state="available")
        await page.get("duty", state="available")
        await page.send("claim")
        await page.get("claimed")
        await beat(number=1)
        frame = await page.get("queue")
        assert [row["conversation"] for row in frame["next"]] == [second.pk]
        assert frame["ring"] == []
        await page.send("claim")
        assert (await page.get("error"))["code"] == "full"


async def test_after_a_minute_leads_ring_too_whatever_the_language(staff, beat):
    chat = await new_chat(language="sv")
    async with staff(await new_user("lead")) as page:
        await beat(number=1)
        assert (await page.get("queue"))["ring"] == []
        await older(61)
        await beat(number=1)
        assert (await page.get("queue"))["ring"] == [chat.pk]


async def test_those_off_duty_see_no_queue(staff, beat):
    await new_chat()
    async with staff(await new_user("counsellor")) as page:
        await beat(number=1)
        assert await page.silent()


async def test_a_visitor_sees_the_place_move_and_after_three_minutes_the_offer_of_a_call_back(visitor, beat):
    first, second = await new_chat(), await new_chat()
    async with visitor(second) as page:
        assert page.welcome["position"] == 2
        await beat(number=1)
        assert (await page.get("state"))["position"] == 2
        await sync_to_async(actions.leave_conversation)(conversation=first.pk)
        await beat(number=1)
        assert (await page.get("state"))["position"] == 1
        await older(181)
        await beat(number=1)
        assert (await page.get("state"))["call_back_offered"] is True


# ---- away ----
async def test_a_socket_keeps_the_person_present(staff, beat):
    async with staff(await new_user("counsellor"), duty="available"):
        await unseen()
        await beat()
    assert (await DutySpell.objects.aget(ended_at=None)).state == "available"


async def test_a_minute_without_sockets_is_away_and_the_chats_return_to_the_head_of_the_queue(visitor, staff, beat):
    chat, later, user = await new_chat(), await new_chat(), await new_user("counsellor")
    async with staff(user, duty="available") as desk:
        await desk.send("claim")
        assert (await desk.get("claimed"))["conversation"] == chat.pk
    async with visitor(chat) as page:
        await unseen()
        await beat(number=1)
        assert (await page.get("message"))["data"] == {"event": "returned"}
        assert (await page.get("state"))["state"] == "waiting"
    assert [str(row.conversation) for row in await sync_to_async(queries.queue)()] == [chat.pk, later.pk]
    assert (await DutySpell.objects.aget(ended_at=None)).state == "away"


async def test_a_returned_chat_keeps_its_contact_when_it_is_taken_again(staff, beat):
    chat, user, colleague = await new_chat(), await new_user("counsellor"), await new_user("counsellor")
    async with staff(user, duty="available") as desk:
        await desk.send("claim")
        first = await desk.get("claimed")
    await unseen()
    await beat(number=1)
    async with staff(colleague, duty="available") as desk:
        await desk.send("claim", conversation=chat.pk)
        assert await desk.get("claimed") == first


# ---- a visitor who went ----
@pytest.fixture
def midday(monkeypatch):
    monkeypatch.setattr(timestamps, "now", lambda: helsinki(12))


async def unheard(minutes: int = 11):
    await Participant.objects.aupdate(last_seen_at=F("last_seen_at") - timedelta(minutes=minutes))


async def test_who_waits_without_a_tab_for_ten_minutes_has_left(beat, midday):
    await new_chat()
    await unheard(minutes=9)
    await beat()
    assert (await Conversation.objects.aget()).state == "waiting"
    await unheard(minutes=2)
    await beat()
    conversation = await Conversation.objects.aget()
    assert (conversation.state, conversation.end_reason) == ("closed", "left")
    assert await Message.objects.filter(data__event="left").acount() == 1


async def test_an_open_tab_keeps_the_visitor_in_the_queue(visitor, beat, midday):
    chat = await new_chat()
    async with visitor(chat):
        await unheard()
        await beat()
    assert (await Conversation.objects.aget()).state == "waiting"


async def test_asking_over_http_keeps_the_visitor_in_the_queue(beat, midday):
    chat = await new_chat()
    await unheard()
    address = f"/chat/conversations/{chat.pk}/messages/"
    answer = await AsyncClient().get(address, headers={"authorization": f"Bearer {chat.token}"})
    assert answer.json()["position"] == 1
    await beat()
    assert (await Conversation.objects.aget()).state == "waiting"


async def test_a_conversation_that_somebody_serves_goes_on_without_the_visitors_tab(staff, beat):
    await new_chat()
    async with staff(await new_user("counsellor"), duty="available") as desk:
        await desk.send("claim")
        await desk.get("claimed")
        await unheard()
        await beat()
    assert (await Conversation.objects.aget()).state == "active"


# ---- closing time ----
def helsinki(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=HELSINKI)  # a Monday; chat closes at 15


@pytest.mark.parametrize("hour, minute, ended", [(14, 59, False), (15, 29, False), (15, 31, True)])
async def test_who_waits_at_closing_time_is_served_half_an_hour_more(beat, monkeypatch, hour, minute, ended):
    monkeypatch.setattr(timestamps, "now", lambda: helsinki(hour, minute))
    await new_chat()
    await beat()
    conversation = await Conversation.objects.aget()
    assert (conversation.end_reason == "unanswered") is ended
    assert await Message.objects.filter(data__event="unanswered").aexists() is ended


# ---- one process at a time ----
def test_one_process_holds_the_lease_until_it_runs_out():
    assert actions.hold_lease(name="sweep", holder="one", seconds=60)
    assert not actions.hold_lease(name="sweep", holder="other", seconds=60)
    assert actions.hold_lease(name="sweep", holder="one", seconds=-1)
    assert actions.hold_lease(name="sweep", holder="other", seconds=60)


def test_rights_are_read_in_one_query(django_assert_num_queries):
    user = make_user("counsellor")
    with django_assert_num_queries(1):
        assert pulse.rights_of({user.pk}, {"nothing"}) == {str(user.pk): (1, True, user.password)}
