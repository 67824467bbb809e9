"""The page of opening hours: the week, days that differ, errors in words, history."""

from datetime import UTC, date, datetime, time

import pytest

from contactcenter import timestamps
from contactcenter.opening_hours.models import OpeningException, OpeningPeriod
from contactcenter.opening_hours.queries import line_state
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
WEDNESDAY = "/hours/day/?channel=CHAT&served_in=sv&day=2"
NEW = "/hours/exceptions/new/"


@pytest.fixture
def supervisor(client, settings, monkeypatch):
    settings.DEMO = False
    monkeypatch.setattr(timestamps, "now", lambda: datetime(2026, 11, 18, 8, 0, tzinfo=UTC))  # Wednesday 10.00
    user = make_user("supervisor", first_name="Heli", last_name="Mallila")
    sign_in(client, user)
    return user


def day(*spans, **more):
    pairs = list(enumerate([*spans, *[("", "")] * (4 - len(spans))]))
    return {f"opens_{n}": opens for n, (opens, _) in pairs} | {f"closes_{n}": closes for n, (_, closes) in pairs} | more


def exception(**fields):
    return {"on_day": "2026-12-01", "opens": "", "closes": "", "channel": "", "language": "", "service_area": "",
            "name_fi": "Koulutus", "name_sv": "Utbildning", "name_en": ""} | fields  # fmt: skip


def hours_of(channel="CHAT", language="sv", weekday=2):
    rows = OpeningPeriod.objects.filter(channel=channel, language=language, weekday=weekday).order_by("opens")
    return [f"{row.opens:%H.%M}-{row.closes:%H.%M}" for row in rows]


def test_the_week_tells_the_hours_of_each_line(client, supervisor):
    text = client.get("/hours/").content.decode()
    assert text.count("9–15") == text.count("9–12") * 1 == 20  # ten cells, each with its spoken name
    assert "Auki tänään klo\u00a015.00 asti" in text
    assert "Öppet i dag till kl.\u00a012.00" in text
    assert "Itsenäisyyspäivä" in text
    assert "Jouluaatto" in text


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_at_the_end_of_the_calendar_is_answered_in_words(client, supervisor, moment):
    answer = client.get("/hours/", {"at": moment})
    assert answer.status_code == 200
    assert "31.12.2100" in answer.content.decode()


def test_a_day_may_have_several_periods(client, supervisor):
    answer = client.post(WEDNESDAY, day(("9", "11.00"), ("12:00", "14.00")))
    assert answer.status_code == 302
    assert hours_of() == ["09.00-11.00", "12.00-14.00"]
    assert hours_of(weekday=3) == ["09.00-12.00"]
    state = line_state("CHAT", "sv", at=datetime(2026, 11, 18, 9, 30, tzinfo=UTC))  # 11.30 here
    assert state.opens_at == datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def test_a_day_is_copied_to_the_working_week(client, supervisor):
    client.post(WEDNESDAY, day(("8.30", "16.00"), apply="workdays"))
    assert [hours_of(weekday=n) for n in range(7)] == [["08.30-16.00"]] * 5 + [[], []]


def test_no_periods_close_the_day_and_midnight_may_be_written(client, supervisor):
    client.post(WEDNESDAY, day())
    assert hours_of() == []
    client.post(WEDNESDAY, day(("22", "24")))
    assert hours_of() == ["22.00-00.00"]


def test_a_line_of_an_area_gets_hours_of_its_own(client, supervisor):
    client.post("/hours/day/?channel=PUH&served_in=en&day=0&area=IAK", day(("10", "11")))
    row = OpeningPeriod.objects.get(service_area="IAK")
    assert (row.channel_id, row.language_id) == ("PUH", "en")
    assert '<span class="nv-pill">10–11' in client.get("/hours/?area=IAK").content.decode()
    assert '<span class="nv-pill">10–11' not in client.get("/hours/").content.decode()


@pytest.mark.parametrize(
    "spans, sentence",
    [
        (
            [("9.00", "11.00"), ("10.30", "14.00")],
            "Jakso 2 alkaa ennen kuin jakso 1 päättyy. Valitse sen alkamisajaksi klo\u00a011.00",
        ),
        ([("9.00", "24"), ("10.00", "11.00")], "Jakso 2 alkaa ennen kuin jakso 1 päättyy."),
        ([("12.00", "9.00")], "Päättymisajan pitää olla myöhemmin kuin klo\u00a012.00."),
        ([("9.00", "")], "Kirjoita, milloin jakso päättyy."),
        ([("", "9.00")], "Kirjoita, milloin jakso alkaa."),
        ([("yhdeksän", "12.00")], "Kirjoita aika tunteina ja minuutteina"),
        ([("25.00", "26.00")], "Kirjoita aika tunteina ja minuutteina"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_under_its_field(client, supervisor, spans, sentence):
    answer = client.post(WEDNESDAY, day(*spans))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert hours_of() == ["09.00-12.00"]


@pytest.mark.parametrize("query", ["", "channel=XXX&served_in=fi&day=0", "channel=PUH&served_in=fi&day=7",
                                   "channel=PUH&served_in=fi&day=0&area=XXX",
                                   "channel=PUH%00&served_in=fi&day=0"])  # fmt: skip
def test_a_line_that_is_not_there_is_not_found(client, supervisor, query):
    assert client.get(f"/hours/day/?{query}").status_code == 404


def test_an_exception_is_made_changed_and_removed_and_history_tells_it(client, supervisor):
    assert client.post(NEW, exception(opens="9", closes="12", channel="PUH")).status_code == 302
    one = OpeningException.objects.get()
    assert (one.on_day, one.opens, one.closes, one.channel_id) == (date(2026, 12, 1), time(9), time(12), "PUH")
    client.post(f"/hours/exceptions/{one.pk}/", exception(name_fi="Kokous"))
    one.refresh_from_db()
    assert (one.opens, one.name_fi) == (None, "Kokous")
    assert not line_state("PUH", "fi", at=datetime(2026, 12, 1, 8, tzinfo=UTC)).is_open
    client.post(f"/hours/exceptions/{one.pk}/remove/")
    assert line_state("PUH", "fi", at=datetime(2026, 12, 1, 8, tzinfo=UTC)).is_open
    text = client.get("/hours/").content.decode()
    assert "Heli Mallila" in text
    assert "Kokous" in text
    assert [row.history_type for row in OpeningException.history.order_by("history_id")] == ["+", "~", "-"]


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"on_day": "2027-03-28", "opens": "3.30", "closes": "9.00"}, "Kello ei näytä aikaa 3.30 päivänä 28.3."),
        ({"on_day": "2027-03-28", "opens": "1.00", "closes": "3.30"}, "Kello ei näytä aikaa 3.30 päivänä 28.3."),
        ({"on_day": "2026-11-17"}, "Päivä on jo mennyt."),
        ({"opens": "9.00"}, "Anna molemmat ajat"),
        ({"opens": "12.00", "closes": "9.00"}, "Päättymisajan pitää olla myöhemmin kuin klo\u00a012.00."),
        ({"name_sv": ""}, "Kirjoita syy suomeksi ja ruotsiksi."),
        ({"channel": "XXX"}, "id_channel_error"),
    ],
)
def test_an_exception_that_cannot_be_is_refused_in_words(client, supervisor, fields, sentence):
    answer = client.post(NEW, exception(**fields))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not OpeningException.objects.exists()


def test_a_repeated_time_of_the_autumn_night_is_accepted(client, supervisor):
    assert client.post(NEW, exception(on_day="2027-10-31", opens="3.30", closes="9.00")).status_code == 302


def test_another_moment_can_be_tried(client, supervisor):
    text = client.get("/hours/?at=2026-12-24T10:00").content.decode()
    assert "Suljettu. Avautuu maanantaina 28.12. klo\u00a09.00." in text
    assert "id_at_error" in client.get("/hours/?at=2027-03-28T03:30").content.decode()
    assert "id_at_error" in client.get("/hours/?at=soon").content.decode()


def test_names_that_look_like_markup_stay_text(client, supervisor):
    client.post(NEW, exception(name_fi="<script>alert(1)</script>"))
    text = client.get("/hours/").content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("role", ["counsellor", "professional", "privacy"])
@pytest.mark.parametrize("address", ["/hours/", WEDNESDAY, NEW, "/hours/exceptions/1/"])
def test_others_may_not_open_the_page(client, role, address):
    sign_in(client, make_user(role))
    assert client.get(address).status_code == 403


def test_an_unknown_exception_is_not_found(client, supervisor):
    assert client.get("/hours/exceptions/999/").status_code == 404
    assert client.post("/hours/exceptions/999/remove/").status_code == 404


def test_the_page_costs_the_same_for_few_and_many_exceptions(client, supervisor, django_assert_max_num_queries):
    def make(count):
        OpeningException.objects.bulk_create(
            OpeningException(on_day=date(2026, 12, n), channel_id="PUH", language_id="fi", name_fi="x", name_sv="x")
            for n in range(1, count)
        )

    client.get("/hours/")
    make(3)
    with django_assert_max_num_queries(60) as few:
        client.get("/hours/")
    make(11)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/hours/")
