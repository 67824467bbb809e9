"""The demo's switch: lines open now, or by the clock."""

import pytest

from contactcenter.errors import NotFound
from contactcenter.opening_hours.demo_choice import choose_hours, chosen_hours
from contactcenter.opening_hours.queries import ALWAYS_OPEN, line_state

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.DEMO_HOURS, settings.DATA_DIR = True, "open", tmp_path


def test_the_demo_begins_as_its_setting_says(demo, settings):
    assert chosen_hours() == "open"
    settings.DEMO_HOURS = "real"
    assert chosen_hours() == "real"


def test_lines_are_open_round_the_clock_until_the_clock_is_chosen(demo, client):
    assert line_state("KAS", "sv") == ALWAYS_OPEN
    answer = client.post("/hours/demo/", {"hours": "real", "next": "/fi/?x=1"}, **HERE)
    assert (answer.status_code, answer.url) == (302, "/fi/?x=1")
    assert not line_state("KAS", "sv").is_open
    assert not answer.cookies


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "http://elsewhere.example"}, {"HTTP_ORIGIN": "null"},
                                    {"HTTP_SEC_FETCH_SITE": "cross-site"}])  # fmt: skip
def test_another_site_cannot_choose(demo, client, origin):
    assert client.post("/hours/demo/", {"hours": "real"}, **origin).status_code == 403
    assert chosen_hours() == "open"


@pytest.mark.parametrize(
    "back", ["//elsewhere.example/", "/\\elsewhere.example", "https:elsewhere", "a\0b", "x", "[]", ""]
)
def test_only_a_page_of_ours_is_gone_back_to(demo, client, back):
    answer = client.post("/hours/demo/", {"hours": "real", "next": back}, **HERE)
    assert answer.url == "/"


def test_nonsense_and_reading_change_nothing(demo, client):
    assert client.post("/hours/demo/", {"hours": "<b>"}, **HERE).status_code == 404
    assert client.get("/hours/demo/").status_code == 405
    assert chosen_hours() == "open"


def test_a_damaged_choice_is_as_if_none_had_been_made(demo, settings):
    (settings.DATA_DIR / "demo-hours").write_bytes(b"\xff\xfe")
    assert chosen_hours() == "open"


def test_outside_the_demo_there_is_no_switch(client, settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = False, tmp_path
    (tmp_path / "demo-hours").write_text("open")
    assert client.post("/hours/demo/", {"hours": "open"}, **HERE).status_code == 404
    assert chosen_hours() == "real"
    with pytest.raises(NotFound):
        choose_hours("open")
