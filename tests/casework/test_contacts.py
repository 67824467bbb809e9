"""The list of contacts: filters, scopes, pages, the switcher."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import actions
from casework.models import Contact
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db


def completed(user, **changes) -> Contact:
    contact = actions.open_contact(by=user, channel=changes.pop("channel", "PUH"), language="fi")
    return actions.complete_contact(contact, facts=whole(contact, channel=contact.channel_id, **changes), by=user)


def listed(client, **query) -> set[str]:
    response = client.get("/contacts/", query)
    assert response.status_code == 200
    return {contact.number for contact in response.context["page"].rows}


def test_a_counsellor_sees_their_own_a_lead_the_units_and_a_supervisor_none(
    client, counsellor, lead, stranger, supervisor
):
    own, other = completed(counsellor).number, completed(stranger).number
    assert listed(sign_in(client, counsellor)) == {own}
    assert listed(sign_in(client, lead)) == {own}
    assert listed(sign_in(client, stranger)) == {other}
    assert sign_in(client, supervisor).get("/contacts/").status_code == 403


def test_filters_narrow_the_list(client, counsellor, lead):
    call, visit = completed(counsellor), completed(counsellor, channel="KAS", municipality="734")
    sign_in(client, lead)
    assert listed(client, channel="KAS") == {visit.number}
    assert listed(client, municipality="853") == {call.number}
    assert listed(client, number=call.number[-3:]) == {call.number}
    assert listed(client, reason="S040") == {call.number, visit.number}
    assert listed(client, reason="S041") == set()
    assert listed(client, state="open") == set()
    assert listed(client, whose="own") == set()
    assert listed(client, since=call.opened_on.isoformat(), until=call.opened_on.isoformat()) == {
        call.number,
        visit.number,
    }
    assert listed(client, until="2001-01-01") == set()


@pytest.mark.parametrize("query", [{"since": "x"}, {"channel": "XXX"}, {"page": "-1"}, {"page": "x"}, {"number": "\0"},
                                   {"since": "2026-02-02", "until": "2026-01-01"}])  # fmt: skip
def test_a_bad_filter_is_answered_with_words_not_a_fault(client, counsellor, query):
    assert sign_in(client, counsellor).get("/contacts/", query).status_code == 200


def queries_of(client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get("/contacts/")
    return len(captured)


def test_the_list_asks_as_often_for_two_as_for_ten(client, counsellor):
    sign_in(client, counsellor)
    for _ in range(2):
        completed(counsellor)
        actions.open_contact(by=counsellor, channel="PUH", language="fi")
    client.get("/contacts/")
    few = queries_of(client)
    for _ in range(8):
        completed(counsellor)
        actions.open_contact(by=counsellor, channel="PUH", language="fi")
    assert queries_of(client) == few


def test_the_switcher_shows_what_drafts_say_and_the_rail_counts_them(client, counsellor, contact, send):
    send(counsellor, contact, "draft/", whole(contact))
    page = client.get("/contacts/open/", {"current": contact.pk}).content.decode()
    assert "Turku" in page
    assert "Alt+1" in page
    assert 'aria-current="true"' in page
    assert client.get("/contacts/open/count/").content == b"1"
    send(counsellor, contact, "complete/", whole(contact), version=2)
    assert client.get("/contacts/open/count/").content == b""


def test_a_long_list_is_paged_to_its_end_and_counted_up_to_a_limit(client, counsellor, monkeypatch):
    monkeypatch.setattr("casework.queries.contacts.PAGE_SIZE", 2)
    numbers = [actions.open_contact(by=counsellor, channel="PUH", language="fi").number for _ in range(5)][::-1]
    sign_in(client, counsellor)

    def shown(page) -> tuple[list[str], bool]:
        found = client.get("/contacts/", {"page": page}).context["page"]
        return [one.number for one in found.rows], found.has_next

    assert [shown(page) for page in (1, 2, 3)] == [(numbers[:2], True), (numbers[2:4], True), (numbers[4:], False)]
    assert shown(9) == shown(3)
    assert "1/3" in client.get("/contacts/").content.decode()
    monkeypatch.setattr("casework.queries.contacts.COUNTED", 3)
    page = client.get("/contacts/", {"page": 3}).content.decode()
    assert "Yli 3 yhteydenottoa" in page
    assert "Sivu 3<" in page
    assert shown(3) == (numbers[4:], False)


def test_what_is_in_reach_for_two_reasons_stands_there_once(client, lead, counsellor):
    own, other = completed(lead), completed(counsellor)
    page = sign_in(client, lead).get("/contacts/").context["page"]
    assert sorted(one.number for one in page.rows) == sorted([own.number, other.number])
    assert page.total == 2
