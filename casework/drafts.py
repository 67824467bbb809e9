"""The facts of a contact as the form knows them: the shape of a draft, read from untrusted JSON."""

import unicodedata
import uuid
from dataclasses import asdict, dataclass, field, fields

from django.utils.translation import gettext as _

from contactcenter.errors import ActionRefused
from contactcenter.personal_data.identity_codes import mask_in

NOTE_LIMIT = 20_000
LINE_LIMIT = 500
SHORT_LIMIT = 200
TOPICS_LIMIT = 20
ROUTINGS_LIMIT = 10
CODES_LIMIT = 60
SCORES = (0, 1, 2)


class BadFacts(ActionRefused):
    """The form sent something it never makes; nothing was saved."""

    def __init__(self, text):
        super().__init__(text, code="bad_facts", status=400)


@dataclass
class RoutingFacts:
    """One destination of a question; `is_by_rule` says that it came from the service, unchanged."""

    destination: str = ""
    service: str = ""
    is_by_rule: bool = False
    reason_text: str = ""


@dataclass
class TopicFacts:
    """One question, its outcome and where it was guided."""

    reason: str = ""
    outcome: str = ""
    is_main: bool = False
    routings: list[RoutingFacts] = field(default_factory=list)
    is_service_missing: bool = False
    missing_service: str = ""


@dataclass
class ContactFacts:
    """Everything the form holds. Codes and identifiers as strings; empty means not chosen.

    `segment_reason` says why another segment than the suggested one was chosen; `checks` are the ticked lines of
    check lists, such as `HOME.1`, and live in the draft alone.
    """

    note: str = ""
    channel: str = ""
    party: str = ""
    language: str = ""
    service_area: str = ""
    municipality: str = ""
    is_municipality_unknown: bool = False
    demand_class: str = ""
    cause_provider: str = ""
    is_cause_unknown: bool = False
    prevention: str = ""
    sote_look: str = ""
    segment: str = ""
    segment_reason: str = ""
    level: str = ""
    earlier_contact: str = ""
    interpreter: str = ""
    triggers: list[str] = field(default_factory=list)
    first_information: dict[str, str] = field(default_factory=dict)
    segment_answers: dict[str, int] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    topics: list[TopicFacts] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)


LIMITS = {
    "note": NOTE_LIMIT, "prevention": LINE_LIMIT, "reason_text": LINE_LIMIT, "segment_reason": LINE_LIMIT,
    "missing_service": SHORT_LIMIT,
}  # fmt: skip
CODE_LIMIT = 40
IDENTIFIERS = {"service", "cause_provider", "earlier_contact"}


def clean_text(value: str, limit: int) -> str:
    """Text as it is stored: in NFC, codes of identity masked. NUL, lone surrogates and too long texts are refused
    with a sentence."""
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadFacts(_("The text holds a character that cannot be saved. Remove it and try again."))
    if len(value) > limit:
        raise BadFacts(_("The text is too long: at most %(limit)s characters.") % {"limit": limit})
    return mask_in(unicodedata.normalize("NFC", value))


def read_facts(data) -> ContactFacts:
    """`data` of a request as facts; unknown keys and wrong types raise `BadFacts`."""
    return _read(ContactFacts, data)


def _read_topics(value) -> list[TopicFacts]:
    return [_read(TopicFacts, one) for one in _list(value, TOPICS_LIMIT)]


def _read_routings(value) -> list[RoutingFacts]:
    return [_read(RoutingFacts, one) for one in _list(value, ROUTINGS_LIMIT)]


def _read_codes(value) -> list[str]:
    """Codes without repeats, in the order they came."""
    return list(dict.fromkeys(_text(one, CODE_LIMIT) for one in _list(value, CODES_LIMIT)))


def _read_answers(value) -> dict[str, str]:
    return {_text(code, CODE_LIMIT): _text(text, LINE_LIMIT) for code, text in _items(value)}


def _read_scores(value) -> dict[str, int]:
    if any(type(score) is not int or score not in SCORES for _code, score in _items(value)):
        raise _unreadable()
    return {_text(code, CODE_LIMIT): score for code, score in _items(value)}


READERS = {
    "topics": _read_topics, "routings": _read_routings, "triggers": _read_codes, "checks": _read_codes,
    "first_information": _read_answers, "segment_answers": _read_scores,
}  # fmt: skip


def _read(kind, data):
    known = {f.name: f for f in fields(kind)}
    if not isinstance(data, dict) or set(data) - set(known):
        raise _unreadable()
    return kind(**{name: _read_value(name, known[name].type, value) for name, value in data.items()})


def _read_value(name: str, kind, value):
    if name in READERS:
        return READERS[name](value)
    if kind is bool:
        return _flag(value)
    text = _text(value, LIMITS.get(name, CODE_LIMIT))
    return _identifier(text) if name in IDENTIFIERS and text else text


def _flag(value) -> bool:
    if not isinstance(value, bool):
        raise _unreadable()
    return value


def _list(value, limit: int) -> list:
    if not isinstance(value, list):
        raise _unreadable()
    if len(value) > limit:
        raise BadFacts(_("There are too many questions or destinations."))
    return value


def _items(value) -> list[tuple]:
    if not isinstance(value, dict) or len(value) > CODES_LIMIT:
        raise _unreadable()
    return list(value.items())


def _text(value, limit: int) -> str:
    if not isinstance(value, str):
        raise _unreadable()
    return clean_text(value, limit)


def _identifier(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise _unreadable() from None


def _unreadable() -> BadFacts:
    return BadFacts(_("The form could not be read. Reload the page; your text is kept."))
