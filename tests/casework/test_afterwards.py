"""A contact that has already happened: the own one or a colleague's, on its own day, at its own length."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import access, actions, queries
from casework.forms import AfterwardsForm
from casework.models import Contact, ContactState
from contactcenter import timestamps
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.reference.models import ContactChannel, Language
from tests.factories import make_unit, make_user, sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
ADDRESS = "/contacts/afterwards/"


@pytest.fixture
def colleague(db):
    return make_user("counsellor", first_name="Sanna", last_name="Lehtimäki")


def yesterday() -> date:
    return timestamps.local_day(timestamps.now()) - timedelta(days=1)


def posted(whose: User, /, **changes) -> dict:
    return {"channel": "KAS", "day": yesterday().isoformat(), "time": "10.15", "minutes": "20",
            "handled_by": whose.pk, **changes}  # fmt: skip


@pytest.fixture
def record(client, counsellor):
    """`record(by=, whose=, **fields)`: what the page answers to the form."""

    def send(by=counsellor, whose=None, **changes):
        return sign_in(client, by).post(ADDRESS, posted(whose or by, **changes))

    return send


def recorded(by, handled_by, at=None, minutes=20) -> Contact:
    at = at or timestamps.now() - timedelta(days=3)
    return actions.open_contact_afterwards(by=by, handled_by=handled_by, channel="KAS", at=at, minutes=minutes)


def test_a_contact_is_opened_as_it_was_then_and_its_form_says_so(client, record, counsellor, colleague):
    answer = record(whose=colleague)
    contact = Contact.objects.get()
    assert answer.url == f"/contacts/{contact.pk}/"
    assert timestamps.local(contact.opened_at).strftime("%Y-%m-%d %H.%M") == f"{yesterday()} 10.15"
    assert contact.ended_at - contact.opened_at == timedelta(minutes=20)
    assert contact.opened_on == yesterday()
    assert (contact.handled_by, contact.recorded_by, contact.unit) == (colleague, counsellor, colleague.unit)
    page = client.get(answer.url).content.decode()
    assert "10.15" in page
    assert "Sanna Lehtimäki" in page
    assert "data-cc-timer" not in page  # nobody is on the line


def test_completing_keeps_the_time_and_the_length_and_the_number_is_this_years(counsellor, colleague):
    contact = recorded(counsellor, colleague)
    began, ended = contact.opened_at, contact.ended_at
    done = actions.complete_contact(contact, facts=whole(contact, channel="KAS"), by=counsellor)
    done.refresh_from_db()
    assert (done.opened_at, done.ended_at, done.opened_on) == (began, ended, timestamps.local_day(began))
    assert done.completed_at > ended
    assert done.number.startswith(f"{timestamps.local_day(timestamps.now()).year % 100}-")


def test_who_writes_it_down_may_finish_it_and_then_it_is_the_colleagues(client, counsellor, colleague, send):
    contact = recorded(counsellor, colleague)
    assert send(counsellor, contact, "draft/", whole(contact, channel="KAS"), 1).status_code == 200
    assert [row.contact.pk for row in queries.open_rows(counsellor)] == [contact.pk]
    assert queries.open_rows(colleague) == []
    assert send(counsellor, contact, "complete/", whole(contact, channel="KAS"), 2).status_code == 200
    assert client.get(f"/contacts/{contact.pk}/").status_code == 404
    sign_in(client, colleague)
    assert counsellor.display_name in client.get(f"/contacts/{contact.pk}/").content.decode()
    assert counsellor.display_name in client.get("/contacts/").content.decode()


def test_the_person_of_such_a_contact_opens_while_it_is_open(counsellor, colleague):
    person = actions.create_person(by=colleague, last_name="Aalto", language=Language.objects.get(pk="fi"))
    person.unit = make_unit("Muu yksikkö")
    person.save(update_fields=["unit"])
    contact = recorded(counsellor, colleague)
    actions.attach_person(contact, person=person, by=counsellor)
    assert access.ground_for(counsellor, person) == ("open_contact", contact.pk)


@pytest.mark.parametrize("who, minutes, is_taken", [("own unit", 20, True), ("elsewhere", 20, False)])
def test_only_colleagues_of_the_own_units_are_offered(record, who, minutes, is_taken, colleague, stranger):
    answer = record(whose=colleague if who == "own unit" else stranger, minutes=minutes)
    assert (answer.status_code == 302) is is_taken
    assert Contact.objects.exists() is is_taken


def test_those_who_record_nothing_are_not_offered(client, counsellor, colleague, supervisor, lead):
    gone = make_user("counsellor", is_active=False)
    offered = set(access.may_be_recorded_for(counsellor))
    assert offered == {counsellor, colleague, lead}
    assert not offered & {gone, supervisor}


def test_a_lead_records_for_any_unit_below(lead):
    below = make_unit("Toimipiste", parent=lead.unit)
    other = make_user("counsellor", unit=below)
    assert other in access.may_be_recorded_for(lead)
    assert recorded(lead, other).unit == below


@pytest.mark.parametrize(
    "changes",
    [
        {"day": ""}, {"day": "9999-12-31"}, {"day": "0001-01-01"}, {"day": "2026-02-30"}, {"time": "25.00"},
        {"time": ""}, {"time": "\0"}, {"minutes": "0"}, {"minutes": "-5"}, {"minutes": "721"}, {"minutes": "x"},
        {"channel": "XXX"}, {"handled_by": "0"}, {"handled_by": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_answered_with_words_and_keeps_the_rest(record, changes):
    answer = record(**changes)
    assert answer.status_code == 200
    assert "nv-error" in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("days, is_taken", [(59, True), (61, False), (-1, False)])
def test_neither_the_future_nor_what_is_long_ago(record, days, is_taken):
    day = timestamps.local_day(timestamps.now()) - timedelta(days=days)
    assert (record(day=day.isoformat()).status_code == 302) is is_taken


def test_a_contact_that_would_end_in_the_future_is_refused(counsellor):
    began = timestamps.now() - timedelta(minutes=10)
    with pytest.raises(ActionRefused):
        recorded(counsellor, counsellor, at=began, minutes=11)
    assert recorded(counsellor, counsellor, at=began, minutes=9).pk


@pytest.mark.parametrize(
    "day, time, instant",
    [
        ("2026-03-29", "3.30", None),  # the clocks jump from 3 to 4
        ("2026-03-29", "2.59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29", "4.00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("2026-10-25", "3.30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # shown twice: the first
        ("2026-10-25", "4.00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_nights_when_the_clocks_change(counsellor, day, time, instant):
    data = posted(counsellor, day=day, time=time)
    form = AfterwardsForm(data, colleagues=User.objects.filter(pk=counsellor.pk))
    assert form.is_valid() is (instant is not None)
    assert form.cleaned_data.get("at") == instant


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.times())
def test_whatever_time_is_given_is_shown_again_as_given(day, wall):
    form = AfterwardsForm({"day": day.isoformat(), "time": f"{wall:%H.%M}"}, colleagues=User.objects.none())
    form.fields = {name: form.fields[name] for name in ("day", "time")}
    if form.is_valid():
        assert f"{timestamps.local(form.cleaned_data['at']):%Y-%m-%d %H.%M}" == f"{day} {wall:%H.%M}"
    else:
        assert (day.month, wall.hour) == (3, 3)


def test_every_channel_may_be_recorded_afterwards(record):
    for channel in ContactChannel.objects.filter(is_active=True):
        assert record(channel=channel.pk).status_code == 302
    assert (
        Contact.objects.filter(state=ContactState.OPEN).count() == ContactChannel.objects.filter(is_active=True).count()
    )


def test_the_page_is_for_those_who_record(client, supervisor, counsellor):
    assert sign_in(client, supervisor).get(ADDRESS).status_code == 403
    assert sign_in(client, counsellor).get(ADDRESS).status_code == 200
    assert ADDRESS in client.get("/contacts/").content.decode()


def test_the_switcher_says_who_makes_contact(client, counsellor):
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi", party="REL")
    assert contact.party.name in sign_in(client, counsellor).get("/contacts/open/").content.decode()
