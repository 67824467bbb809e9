"""The facts of a contact as the form knows them: the shape of a draft, read from untrusted JSON."""

import unicodedata
import uuid
from dataclasses import asdict, dataclass, field, fields

from django.utils.translation import gettext as _

from contactcenter.errors import ActionRefused

NOTE_LIMIT = 20_000
LINE_LIMIT = 500
TOPICS_LIMIT = 20
ROUTINGS_LIMIT = 10


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


@dataclass
class ContactFacts:
    """Everything the form holds. Codes and identifiers as strings; empty means not chosen."""

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
    level: str = ""
    topics: list[TopicFacts] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)


LIMITS = {"note": NOTE_LIMIT, "prevention": LINE_LIMIT, "reason_text": LINE_LIMIT}
CODE_LIMIT = 40
IDENTIFIERS = {"service", "cause_provider"}


def clean_text(value: str, limit: int) -> str:
    """Text as it is stored (NFC); NUL, lone surrogates and too long texts are refused with a sentence."""
    if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadFacts(_("The text holds a character that cannot be saved. Remove it and try again."))
    if len(value) > limit:
        raise BadFacts(_("The text is too long: at most %(limit)s characters.") % {"limit": limit})
    return unicodedata.normalize("NFC", value)


def read_facts(data) -> ContactFacts:
    """`data` of a request as facts; unknown keys and wrong types raise `BadFacts`."""
    return _read(ContactFacts, data, {"topics": (_read_topic, TOPICS_LIMIT)})


def _read_topic(data) -> TopicFacts:
    return _read(TopicFacts, data, {"routings": (_read_routing, ROUTINGS_LIMIT)})


def _read_routing(data) -> RoutingFacts:
    return _read(RoutingFacts, data, {})


def _read(kind, data, lists):
    known = {f.name: f for f in fields(kind)}
    if not isinstance(data, dict) or set(data) - set(known):
        raise BadFacts(_("The form could not be read. Reload the page; your text is kept."))
    values = {}
    for name, value in data.items():
        read, limit = lists.get(name, (None, 0))
        values[name] = _read_list(value, read, limit) if read else _read_value(name, known[name].type, value)
    return kind(**values)


def _read_list(value, read, limit):
    if not isinstance(value, list) or len(value) > limit:
        raise BadFacts(_("There are too many questions or destinations."))
    return [read(item) for item in value]


def _read_value(name, kind, value):
    if not isinstance(value, kind):
        raise BadFacts(_("The form could not be read. Reload the page; your text is kept."))
    if kind is bool:
        return value
    text = clean_text(value, LIMITS.get(name, CODE_LIMIT))
    return _identifier(text) if name in IDENTIFIERS and text else text


def _identifier(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        raise BadFacts(_("The form could not be read. Reload the page; your text is kept.")) from None
