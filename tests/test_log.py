"""The server's own log: one JSON object a line, with what a person on call needs and nothing of the clients."""

import io
import json
import logging

import pytest
from django.conf import settings


class Lines(logging.Logger):
    """A logger outside the tree (pytest's own capture cannot carry every text) with the product's own formatter."""

    def __init__(self):
        super().__init__("tests.log")
        self.written = io.StringIO()
        handler = logging.StreamHandler(self.written)
        described = dict(settings.LOGGING["formatters"]["json"])
        handler.setFormatter(described.pop("()")(**described))
        self.addHandler(handler)

    def read(self) -> list[dict]:
        return [json.loads(line) for line in self.written.getvalue().removesuffix("\n").split("\n")]


@pytest.fixture
def log():
    return Lines()


def test_a_failure_keeps_its_traceback_time_level_and_place(log):
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("a page failed")
    [line] = log.read()
    assert (line["event"], line["level"], line["logger"]) == ("a page failed", "error", "tests.log")
    assert "Traceback" in line["exception"]
    assert "ValueError: broken" in line["exception"]
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("text", ["a\r\nb", "\x1b[31mred", "\u2028", '"}{"event":"forged"', "\x00", "\ud800"])
def test_no_text_makes_a_second_line(log, text):
    log.warning("Not Found: %s", text)
    [line] = log.read()
    assert line["event"] == f"Not Found: {text}"


def test_only_named_extras_are_told(log):
    log.warning("x", extra={"check": "redis", "request": "client data"})
    [line] = log.read()
    assert line["check"] == "redis"
    assert "client data" not in str(line)
