"""What a frame may be: a defensive parser for what comes in, one encoder for what goes out."""

import json
import math
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_DIGITS = 20
TEXTS = {
    "bad_frame": _("The message was not in the agreed form."),
    "too_large": _("The message is too large."),
    "too_fast": _("Too many messages in a short time. Wait a moment and try again."),
    "not_allowed": _("You are not allowed to do this."),
    "not_found": _("The conversation was not found."),
    "closed": _("The conversation has ended."),
    "text_too_long": _("The message is too long. It may have at most 4,000 characters."),
    "empty": _("Write something first."),
    "taken": _("Another counsellor already took this conversation."),
    "not_oldest": _("Somebody has waited longer. Take the oldest conversation first."),
    "full": _("You already have as many conversations as one person may have at a time."),
    "nobody_waits": _("Nobody is waiting now."),
    "nobody_on_duty": _("Nobody is on duty in this language just now."),
    "queue_full": _("So many people are waiting that we cannot take more just now. Try again a little later."),
    "still_serving": _("End your conversations before you go off duty."),
    "try_again": _("Saving did not succeed just now. Try again."),
}


class BadFrame(ValueError):
    """A frame that breaks the rules; `code` is the word of the error frame."""

    def __init__(self, code: str = "bad_frame"):
        super().__init__(code)
        self.code = code


def parse(text: str | None) -> dict:
    """The object of one text frame, or BadFrame. Never another exception, whatever came."""
    if text is None:
        raise BadFrame
    frame = parse_object(text)
    if not isinstance(frame.get("type"), str):
        raise BadFrame
    return frame


def parse_object(text: str) -> dict:
    """One JSON object, read strictly; BadFrame for anything else."""
    try:
        if len(text) > MAX_BYTES or len(text.encode()) > MAX_BYTES:
            raise BadFrame("too_large")
        value = DECODER.decode(text)
        if "\\u" in text:  # only an escape can smuggle half a character in
            json.dumps(value, ensure_ascii=False).encode()
        if not isinstance(value, dict) or _depth(value) > MAX_DEPTH:
            raise BadFrame
    except BadFrame:
        raise
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
    return value


def encode(frame: dict) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def error(code: str, *, language: str = "fi", detail="", **more) -> dict:
    """An error frame with its sentence (`detail`, which may be lazy, or the code's own) in the reader's language."""
    with translation.override(language):
        return {"type": "error", "code": code, "detail": str(detail or TEXTS[code]), **more}


def uuid_field(frame: dict, name: str) -> UUID:
    value = frame.get(name)
    if not isinstance(value, str) or len(value) != 36:
        raise BadFrame
    try:
        return UUID(value)
    except ValueError as error:
        raise BadFrame from error


def number_field(frame: dict, name: str) -> int | None:
    """A whole number from 0 up, or None when the frame leaves it out."""
    value = frame.get(name)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < 2**31:
        raise BadFrame
    return value


def text_field(frame: dict, name: str) -> str:
    value = frame.get(name)
    if not isinstance(value, str):
        raise BadFrame
    return value


def _pairs(pairs: list) -> dict:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadFrame
    return found


def _constant(name):
    raise BadFrame


def _whole(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise BadFrame
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise BadFrame
    return value


DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant, parse_int=_whole, parse_float=_fraction)


def _depth(value) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    return depth
