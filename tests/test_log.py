"""The server's own log: one JSON object a line, with what a person on call needs and nothing of the clients."""

import io
import json
import logging

import pytest
from django.conf import settings


@pytest.fixture
def lines():
    """The lines that a record makes with the product's own formatter."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    described = dict(settings.LOGGING["formatters"]["json"])
    handler.setFormatter(described.pop("()")(**described))
    log = logging.getLogger("tests.log")
    log.addHandler(handler)
    log.propagate = False
    yield lambda: [json.loads(line) for line in written.getvalue().removesuffix("\n").split("\n")]
    log.removeHandler(handler)


def test_a_failure_keeps_its_traceback_time_level_and_place(lines):
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("tests.log").exception("a page failed")
    [line] = lines()
    assert (line["event"], line["level"], line["logger"]) == ("a page failed", "error", "tests.log")
    assert "Traceback" in line["exception"]
    assert "ValueError: broken" in line["exception"]
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("text", ["a\r\nb", "\x1b[31mred", "\u2028", '"}{"event":"forged"', "\x00", "\ud800"])
def test_no_text_makes_a_second_line(lines, text):
    logging.getLogger("tests.log").warning("Not Found: %s", text)
    [line] = lines()
    assert line["event"] == f"Not Found: {text}"


def test_only_named_extras_are_told(lines):
    logging.getLogger("tests.log").warning("x", extra={"check": "redis", "request": "client data"})
    [line] = lines()
    assert line["check"] == "redis"
    assert "client data" not in str(line)
