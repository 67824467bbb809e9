"""Hours as words: whatever the rows, no time is lost and the order of the rows says nothing."""

import random
from datetime import UTC, datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from catalogue.importing.hours import hours
from catalogue.wording import hours_lines

times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30]))
weekly = st.builds(
    lambda weekday, opens, closes: {"kind": "weekly", "weekday": weekday, "opens": opens, "closes": closes},
    st.integers(0, 6),
    times,
    times,
)


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr("contactcenter.timestamps.now", lambda: datetime(2026, 11, 18, 10, tzinfo=UTC))


def days(*weekdays, opens="09:00", closes="15:00", **fields) -> list[dict]:
    return [{"kind": "weekly", "weekday": one, "opens": opens, "closes": closes} | fields for one in weekdays]


def words(rows, language="fi") -> list[str]:
    with override(language):
        lines = [" – ".join(filter(None, [line.words, line.note])) for line in hours_lines(rows)]
    return [line.replace("\u00a0", " ") for line in lines]


WORDS = [
    (days(0, 1, 2, 3, 4), "ma–pe klo 9–15", "mån–fre kl. 9–15", "Mon–Fri 9–15"),
    (
        days(0, 1, 2, 3) + days(4, closes="12:00"),
        "ma–to klo 9–15, pe klo 9–12",
        "mån–tors kl. 9–15, fre kl. 9–12",
        "Mon–Thu 9–15, Fri 9–12",
    ),
    (days(2, opens="13:30"), "ke klo 13.30–15", "ons kl. 13.30–15", "Wed 13.30–15"),
    (
        days(0, opens="09:00", closes="11:00") + days(0, opens="12:00"),
        "ma klo 9–11 ja 12–15",
        "mån kl. 9–11 och 12–15",
        "Mon 9–11 and 12–15",
    ),
    ([{"kind": "weekly", "always": True}], "auki ympäri vuorokauden", "öppet dygnet runt", "open around the clock"),
    (
        [{"kind": "weekly", "weekday": 4, "opens": "22:00", "closes": "04:00", "closes_weekday": 5}],
        "pe klo 22 – la klo 4",
        "fre kl. 22 – lör kl. 4",
        "Fri 22 – Sat 4",
    ),
    (
        [
            {
                "kind": "exception",
                "from": "2026-12-24",
                "until": "2026-12-24",
                "closed": True,
                "note": {"fi": "Jouluaatto"},
            }
        ],
        "24.12.2026 suljettu – Jouluaatto",
        "24.12.2026 stängt – Jouluaatto",
        "24.12.2026 closed – Jouluaatto",
    ),
    (
        days(1, closes="00:00", by_appointment=True),
        "ti klo 9–24, ajanvarauksella",
        "tis kl. 9–24, med tidsbokning",
        "Tue 9–24, by appointment",
    ),
]


@pytest.mark.parametrize("rows, fi, sv, en", WORDS)
def test_hours_in_three_languages(rows, fi, sv, en):
    assert [words(rows, code) for code in ("fi", "sv", "en")] == [[fi], [sv], [en]]


def test_past_exceptions_are_not_told():
    assert words([{"kind": "exception", "from": "2026-11-01", "until": "2026-11-17", "closed": True}]) == []


def test_hours_that_speak_the_pages_language_come_first():
    rows = days(0, note={"fi": "suomeksi"}) + days(0, closes="12:00", note={"sv": "på svenska"})
    assert words(rows, "sv")[0] == "mån kl. 9–12 – på svenska"
    assert words(rows, "fi")[0] == "ma klo 9–15 – suomeksi"


@given(st.lists(weekly, max_size=12), st.randoms())
def test_the_order_of_rows_says_nothing_and_no_time_is_lost(rows, chance: random.Random):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert words(rows) == words(shuffled)
    told = " ".join(words(rows))
    for row in rows:
        hour, minute = int(row["opens"][:2]), row["opens"][3:]
        assert f"{hour}{'' if minute == '00' else f'.{minute}'}–" in told


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["Monday", "09:00:00", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["openingHour", "dayFrom", "dayTo", "from", "to", "serviceHourType", "validTo", "additionalInformation"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["openingHour", "validFrom", "validTo", "isClosed", "isAlwaysOpen", "additionalInformation"]
            ),
            anything,
        )
    )
)
def test_whatever_the_register_answers_becomes_words(raw):
    for line in hours_lines(hours(raw)):
        assert line.words or line.note
