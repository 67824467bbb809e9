"""Beside the form: script, check lists, news and their marks; and what was missing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import actions
from casework.drafts import TopicFacts
from casework.models import CheckList, Notice, NoticeRead, Script
from casework.queries import beside
from contactcenter import timestamps
from contactcenter.reference.models import ServiceArea
from tests.casework.conftest import whole
from tests.factories import make_unit, make_user, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timestamps, "now", lambda: datetime(2026, 11, 18, 10, tzinfo=UTC))
    monkeypatch.setattr(beside, "now", timestamps.now)


def make_notice(name="Uusi ohje", *, areas=(), municipalities=(), languages=(), **fields) -> Notice:
    values = {"name_fi": name, "text_fi": f"{name}: sisältö", "shown_from": TODAY, **fields}
    notice = Notice.objects.create(**values)
    notice.areas.set(areas)
    notice.municipalities.set(municipalities)
    notice.languages.set(languages)
    return notice


@pytest.fixture
def look(client, counsellor, contact):
    """`look(area=…, reason=[…])`: the fragment as the counsellor gets it."""
    sign_in(client, counsellor)

    def get(**asked):
        query = {"area": "IAK", "municipality": "853", "language": "fi", **asked} if asked else {}
        answer = client.get(f"/contacts/{contact.pk}/beside/", query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


# ---- script and check lists ----


def test_the_script_that_says_most_about_the_contact_wins():
    everybody = Script.objects.get(pk="GENERAL")
    own = Script.objects.create(code="OWN", name_fi="Oma", lines_fi="Yksi", position=99)
    own.areas.set(["IAK"])
    own.channels.set(["PUH"])
    own.languages.set(["fi"])
    found = beside.scripts_for(beside.Place("IAK", "", "fi", "PUH", ()))
    assert found[0] == own
    assert everybody in found
    assert own not in beside.scripts_for(beside.Place("IAK", "", "sv", "PUH", ()))
    assert own not in beside.scripts_for(beside.Place("IAK", "", "fi", "KAS", ()))


@pytest.mark.parametrize("channel", ["PUH", "TAK", "CHAT", "LOM", "SPO", "VID", "TEK", "KAS", "KOT", "AUT", "KIR"])
@pytest.mark.parametrize("area", ["IAK", "VAM", "TYO", "PER", "PAI", "YLE"])
def test_every_area_and_channel_has_a_script_in_both_languages(area, channel):
    for language in ("fi", "sv"):
        script = beside.scripts_for(beside.Place(area, "", language, channel, ()))[0]
        assert (
            len(script.lines_fi.splitlines()) == len(script.lines_sv.splitlines()) == len(script.lines_en.splitlines())
        )


def test_check_lists_come_with_their_reasons(look):
    page = look(reason=["S004"])
    assert 'data-cc-check="HOME.1"' in page
    assert 'data-cc-check="HOME.1"' not in look(reason=["S040"])


def test_a_list_without_reasons_belongs_to_every_question_and_to_none_before_one_is_chosen(look):
    CheckList.objects.create(code="ALL", name_fi="Aina", lines_fi="Yksi\nKaksi")
    assert 'data-cc-check="ALL.2"' in look(reason=["S040"])
    assert 'data-cc-check="ALL.2"' not in look(area="IAK")


def test_every_check_list_has_its_lines_in_three_languages():
    for row in CheckList.objects.all():
        counts = {len(text.splitlines()) for text in (row.lines_fi, row.lines_sv, row.lines_en)}
        assert len(counts) == 1, row.pk
        assert row.reasons.exists()


def test_without_a_word_of_the_page_the_draft_says_what_the_contact_is_about(look, contact, counsellor):
    facts = whole(contact, topics=[TopicFacts("S004", "ANS", True, [])])
    actions.save_draft(contact, facts=facts, version=1, by=counsellor)
    assert 'data-cc-check="HOME.1"' in look()
    assert 'data-cc-beside-key="IAK|853|fi|S004"' in look()


def test_of_a_complete_contact_the_record_says_it(look, contact, counsellor):
    facts = whole(contact, topics=[TopicFacts("S004", "ANS", True, [])])
    actions.complete_contact(contact, facts=facts, by=counsellor)
    assert 'data-cc-check="HOME.1"' in look()


def test_ticks_live_in_the_draft(send, contact, counsellor):
    facts = whole(contact).as_json() | {"checks": ["HOME.1", "HOME.3"]}
    assert send(counsellor, contact, "draft/", facts).status_code == 200
    contact.draft.refresh_from_db()
    assert contact.draft.data["checks"] == ["HOME.1", "HOME.3"]


def test_a_strangers_contact_has_nothing_beside_it(client, contact, stranger):
    sign_in(client, stranger)
    assert client.get(f"/contacts/{contact.pk}/beside/").status_code == 404


def test_the_fragment_costs_the_same_however_much_stands_there(look, django_assert_num_queries):
    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        look(reason=["S004"])
        with CaptureQueriesContext(connection) as captured:
            look(reason=["S004"])
        return len(captured)

    for number in range(2):
        make_notice(f"Ohje {number}", areas=["IAK"])
    few = count()
    for number in range(10):
        make_notice(f"Lisää {number}", areas=["IAK"])
    assert count() == few


# ---- news and instructions ----


def test_the_most_important_comes_first(look):
    make_notice("Tiedoksi", importance=1)
    make_notice("Luettava heti", importance=3)
    page = look(area="IAK")
    assert page.index("Luettava heti") < page.index("Tiedoksi")
    assert "nv-flag is-stop" in page


def test_it_stays_until_it_is_marked_read(look, client, counsellor):
    notice = make_notice("Luettava heti", importance=3)
    assert "Luettava heti" in look(area="IAK")
    answer = client.post(f"/notices/{notice.pk}/read/", headers={"accept": "application/json"})
    assert answer.status_code == 204
    assert "Luettava heti" not in look(area="IAK")
    client.post(f"/notices/{notice.pk}/read/")
    assert NoticeRead.objects.filter(user=counsellor, notice=notice).count() == 1


@pytest.mark.parametrize(
    ("listed", "asked", "is_shown"),
    [
        ({"areas": ["VAM"]}, {}, False),
        ({"areas": ["VAM", "IAK"]}, {}, True),
        ({"municipalities": ["202"]}, {}, False),
        ({"municipalities": ["853"]}, {}, True),
        ({"municipalities": ["853"]}, {"municipality": ""}, False),
        ({"languages": ["sv"]}, {}, False),
        ({"languages": ["sv"]}, {"language": "sv"}, True),
        ({}, {"municipality": ""}, True),
    ],
    ids=str,
)
def test_it_is_shown_where_it_belongs(look, listed, asked, is_shown):
    make_notice("Kohdennettu", **listed)
    assert ("Kohdennettu" in look(**{"area": "IAK", **asked})) == is_shown


@given(first=st.integers(-3, 3), length=st.none() | st.integers(0, 3))
def test_it_is_in_force_from_its_first_day_to_its_last(first, length):
    begins = TODAY + timedelta(first)
    ends = None if length is None else begins + timedelta(length)
    notice = Notice(shown_from=begins, shown_until=ends)
    days = {begins + timedelta(n) for n in range((length if length is not None else 9) + 1)}
    assert beside.is_in_force(notice, TODAY) == (TODAY in days)


def test_out_of_use_it_is_gone_at_once(look):
    notice = make_notice("Poistuva")
    assert "Poistuva" in look(area="IAK")
    Notice.objects.filter(pk=notice.pk).update(is_active=False)
    assert "Poistuva" not in look(area="IAK")


def test_the_page_has_the_unread_first_and_the_archive_apart(client, counsellor):
    sign_in(client, counsellor)
    read, unread = make_notice("Luettu", importance=3), make_notice("Lukematta")
    make_notice("Vanha", shown_from=TODAY - timedelta(9), shown_until=TODAY - timedelta(1))
    actions.mark_read(read, by=counsellor)
    page = client.get("/notices/").content.decode()
    assert page.index(unread.name_fi) < page.index(read.name_fi)
    assert "Vanha" not in page
    archive = client.get("/notices/?archive=1").content.decode()
    assert "Vanha" in archive
    assert "Lukematta" not in archive
    assert client.get("/notices/count/").content == b"1"


def test_the_page_is_of_ones_own_work(client):
    sign_in(client, make_user("counsellor", areas=["VAM"], languages=["sv"]))
    make_notice("Iäkkäistä", areas=["IAK"])
    make_notice("Vammaispalveluista", areas=["VAM"])
    make_notice("Suomeksi palveleville", languages=["fi"])
    page = client.get("/notices/").content.decode()
    assert "Vammaispalveluista" in page
    assert "Iäkkäistä" not in page
    assert "Suomeksi palveleville" not in page


def test_those_who_lead_see_how_many_have_read(client, lead, supervisor, counsellor):
    notice = make_notice("Luettava", areas=["IAK"])
    make_user("counsellor", areas=["VAM"])  # not for them
    actions.mark_read(notice, by=counsellor)
    sign_in(client, lead)
    assert "1/2" in client.get("/notices/").content.decode()
    make_user("counsellor", unit=make_unit("Muu yksikkö"))
    assert "1/2" in client.get("/notices/").content.decode()
    sign_in(client, supervisor)
    assert "1/3" in client.get("/notices/").content.decode()
    sign_in(client, counsellor)
    assert "1/2" not in client.get("/notices/").content.decode()


def test_a_page_of_many_costs_as_much_as_a_page_of_few(client, lead, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        client.get("/notices/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/notices/")
        return len(captured)

    sign_in(client, lead)
    for number in range(2):
        make_notice(f"Ohje {number}", areas=["IAK"], municipalities=["853"])
    few = count()
    for number in range(8):
        make_notice(f"Lisää {number}", areas=["IAK"], municipalities=["853"])
        make_user("counsellor")
    assert count() == few


def test_an_unknown_notice_is_not_found(client, counsellor):
    sign_in(client, counsellor)
    assert client.post("/notices/987654/read/").status_code == 404


# ---- what was missing ----


@pytest.fixture
def missing(contact, counsellor):
    """A complete contact with an unanswered question and a missing service."""
    topics = [
        TopicFacts("S040", "ANS", True, [], is_service_missing=True, missing_service="Kotiin tuleva jalkahoitaja"),
        TopicFacts("S021", "NOA", False, []),
        TopicFacts("S050", "ANS", False, []),
    ]
    facts = whole(contact, note="Salainen muistiinpano", topics=topics)
    return actions.complete_contact(contact, facts=facts, by=counsellor)


def test_what_was_missing_is_listed_in_words_without_anybody(client, supervisor, missing, counsellor):
    sign_in(client, supervisor)
    page = client.get("/contacts/missing/").content.decode()
    assert "Kotiin tuleva jalkahoitaja" in page
    assert "Kerhot" in page
    assert "Kuljetuspalvelu ja liikkumisen tuki</th>" not in page
    for hidden in (missing.note, missing.number, str(missing.pk), counsellor.username):
        assert hidden not in page


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({"kind": "service"}, 1),
        ({"kind": "answer"}, 1),
        ({"reason": "S021"}, 1),
        ({"area": "VAM"}, 0),
        ({"municipality": "853"}, 2),
        ({"municipality": "202"}, 0),
        ({"since": "2100-01-01"}, 0),
        ({"since": "2001-01-01", "until": "2000-01-01"}, 2),
    ],
    ids=str,
)
def test_it_is_narrowed_by_filters(client, supervisor, missing, query, rows):
    sign_in(client, supervisor)
    assert len(client.get("/contacts/missing/", query).context["page"].object_list) == rows


def test_a_lead_sees_the_own_units_and_a_supervisor_all(client, lead, supervisor, missing):
    other = make_user("lead", unit=make_unit("Muu yksikkö"))
    seen = {}
    for user in (lead, supervisor, other):
        sign_in(client, user)
        seen[user.pk] = client.get("/contacts/missing/").context["page"].paginator.count
    assert seen == {lead.pk: 2, supervisor.pk: 2, other.pk: 0}


def test_an_open_contact_is_not_listed_yet(client, supervisor, contact):
    facts = whole(contact, topics=[TopicFacts("S040", "NOA", True, [])])
    actions.save_draft(contact, facts=facts, version=1, by=contact.handled_by)
    sign_in(client, supervisor)
    assert client.get("/contacts/missing/").context["page"].paginator.count == 0


def test_areas_that_are_not_in_use_have_their_scripts_ready():
    assert not ServiceArea.objects.get(pk="PER").is_active
    assert beside.scripts_for(beside.Place("PER", "", "fi", "PUH", ()))[0].pk == "FAMILY"
