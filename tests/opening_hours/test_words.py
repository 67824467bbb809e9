"""Opening hours as sentences of the public phrase table, in three languages."""

from datetime import datetime, time

import pytest
from django.template import Context, Template
from django.utils import translation

from contactcenter import timestamps
from contactcenter.opening_hours.queries import ALWAYS_OPEN, LineState
from contactcenter.opening_hours.words import span_words, state_words
from contactcenter.timestamps import HELSINKI

AT = datetime(2026, 11, 18, 13, tzinfo=HELSINKI)  # a Wednesday


def until(day, hour):
    return LineState(True, closes_at=datetime(2026, 11, day, hour, tzinfo=HELSINKI))


def opens(day, hour):
    return LineState(False, opens_at=datetime(2026, 11, day, hour, tzinfo=HELSINKI))


@pytest.mark.parametrize(
    "state, fi, sv, en",
    [
        (until(18, 15), "Auki tänään klo 15.00 asti", "Öppet i dag till kl. 15.00", "Open today until 15.00"),
        (until(19, 0), "Auki tänään keskiyöhön asti", "Öppet i dag till midnatt", "Open today until midnight"),
        (until(19, 2), "Auki huomenna klo 2.00 asti", "Öppet till i morgon kl. 2.00", "Open until tomorrow 2.00"),
        (until(23, 9), "Auki 23.11. klo 9.00 asti", "Öppet till 23.11 kl. 9.00", "Open until 23.11. at 9.00"),
        (opens(18, 14), "Suljettu. Avautuu tänään klo 14.00.", "Stängt. Öppnar i dag kl. 14.00.",
         "Closed. Opens today at 14.00."),
        (opens(19, 9), "Suljettu. Avautuu huomenna klo 9.00.", "Stängt. Öppnar i morgon kl. 9.00.",
         "Closed. Opens tomorrow at 9.00."),
        (opens(23, 9), "Suljettu. Avautuu maanantaina 23.11. klo 9.00.", "Stängt. Öppnar måndag 23.11 kl. 9.00.",
         "Closed. Opens on Monday 23.11. at 9.00."),
        (LineState(False), "Suljettu toistaiseksi.", "Stängt tills vidare.", "Closed for the time being."),
        (ALWAYS_OPEN, "Auki ympäri vuorokauden", "Öppet dygnet runt", "Open around the clock"),
    ],
)  # fmt: skip
def test_a_state_is_a_sentence_that_says_when(state, fi, sv, en):
    for language, sentence in (("fi", fi), ("sv", sv), ("en", en)):
        with translation.override(language):
            assert state_words(state, AT).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize("day, name", [(20, "perjantaina"), (21, "lauantaina"), (22, "sunnuntaina"),
                                       (23, "maanantaina"), (24, "tiistaina"), (25, "keskiviikkona"),
                                       (26, "torstaina")])  # fmt: skip
def test_finnish_days_are_inflected(day, name):
    with translation.override("fi"):
        assert f"Avautuu {name} {day}.11." in state_words(opens(day, 9), AT)


def test_whole_hours_have_no_minutes_and_midnight_is_24():
    assert span_words(time(9), time(15)) == "9–15"
    assert span_words(time(9, 30), time(0)) == "9.30–24"


@pytest.mark.django_db
def test_templates_say_the_state_and_the_week(monkeypatch):
    monkeypatch.setattr(timestamps, "now", lambda: AT)
    page = Template(
        "{% load opening_hours %}{{ state|hours_words }} {% weekly_hours 'PUH' 'fi' %} "
        "{% weekly_hours 'CHAT' 'sv' %} [{% weekly_hours 'KAS' 'fi' %}]"
    )
    with translation.override("fi"):
        text = page.render(Context({"state": until(18, 15)}))
    assert text.replace("\u00a0", " ") == "Auki tänään klo 15.00 asti ma–pe klo 9–15 ma–pe klo 9–12 []"
