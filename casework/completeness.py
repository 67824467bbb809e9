"""What a complete contact needs, as sentences linked to the fields of the form."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.models import Provider, Service
from contactcenter.reference.models import ContactChannel, Language, Municipality, ServiceArea
from contactcenter.timestamps import local_day, now

from .drafts import SHORT_LIMIT, BadFacts, ContactFacts, TopicFacts
from .guidance import Guide
from .models import (
    Contact,
    ContactParty,
    ContactReason,
    DemandClass,
    FirstInformation,
    GuidanceLevel,
    Interpreter,
    RoutingDestination,
    Segment,
    SoteLook,
    TopicOutcome,
)

EVERY_REASON_AREA = "YLE"
NOT_ROUTED = "R99"
FIRST_YEAR = 1900


class Problem(NamedTuple):
    """A sentence and the field it belongs to, such as `topics.0.outcome`."""

    field: str
    text: str


SINGLE = {
    "channel": ContactChannel, "party": ContactParty, "language": Language, "service_area": ServiceArea,
    "municipality": Municipality, "demand_class": DemandClass, "cause_provider": Provider, "segment": Segment,
    "level": GuidanceLevel, "earlier_contact": Contact,
}  # fmt: skip
REQUIRED = ("channel", "party", "language", "service_area")


@dataclass
class Choices:
    """The rows that the facts name, read once each; a name nobody knows raises `BadFacts`.

    `contact` is the one the facts are written to."""

    facts: ContactFacts
    contact: Contact | None = None

    @cached_property
    def single(self) -> dict[str, Model | None]:
        return {name: _row(model, getattr(self.facts, name)) for name, model in SINGLE.items()}

    @cached_property
    def reasons(self) -> dict[str, ContactReason]:
        return _rows(ContactReason, {topic.reason for topic in self.facts.topics})

    @cached_property
    def outcomes(self) -> dict[str, TopicOutcome]:
        return _rows(TopicOutcome, {topic.outcome for topic in self.facts.topics})

    @cached_property
    def destinations(self) -> dict[str, RoutingDestination]:
        return _rows(RoutingDestination, {routing.destination for routing in self._routings})

    @cached_property
    def services(self) -> dict[str, Service]:
        found = _rows(Service, {routing.service for routing in self._routings}, "provider")
        return {str(pk): service for pk, service in found.items()}

    @cached_property
    def guide(self) -> Guide:
        return Guide(self.facts, self.contact)

    @property
    def level(self) -> GuidanceLevel | None:
        """The chosen level, raised by the triggers."""
        return next((row for row in self.guide.levels if row.pk == self.guide.level), None)

    @property
    def segment(self) -> str:
        """The chosen segment. Questions that were answered too few times to suggest one leave it unknown."""
        is_unknown = self.facts.segment_answers and not self.guide.suggestion.is_enough
        return self.facts.segment or (self.guide.suggestion.segment if is_unknown else "")

    @cached_property
    def told(self) -> dict[FirstInformation, str]:
        """What was told, by its item; an empty answer tells nothing."""
        values = {code: value.strip() for code, value in self.facts.first_information.items()}
        items = {row.pk: row for row in self.guide.items} if values else {}
        _check_known(values, items)
        return {items[code]: value for code, value in values.items() if value}

    @property
    def told_by(self) -> str:
        """Who gave the information: the one named among it, else who makes contact."""
        named = next((value for item, value in self.told.items() if item.kind == "party"), "")
        return named or self.facts.party

    def check(self):
        """Raise `BadFacts` for a code that only the form's other lists would know."""
        _check_known(self.facts.triggers, {row.pk for row in self.guide.marked})
        if self.facts.segment_answers:
            _check_known(self.facts.segment_answers, {row.pk for row in self.guide.questions})
        _check_known([self.facts.interpreter], set(Interpreter.values))
        if self.contact and self.facts.earlier_contact == str(self.contact.pk):
            raise _no_longer_available()

    @property
    def _routings(self) -> Iterator:
        return (routing for topic in self.facts.topics for routing in topic.routings)

    @property
    def demand_kind(self) -> str:
        demand_class = self.single["demand_class"]
        return demand_class.kind if demand_class else ""

    @property
    def sote_look(self) -> str:
        """Yes by itself when somebody was guided outside social and health care, otherwise as answered."""
        is_outside = any(row.outside_sote for row in self.destinations.values())
        return SoteLook.YES if is_outside else self.facts.sote_look


def _row(model: type[Model], key: str) -> Model | None:
    return next(iter(_rows(model, {key}).values()), None)


def _rows(model: type[Model], keys: set[str], *related: str) -> dict:
    wanted = keys - {""}
    rows = model.objects.select_related(*related) if related else model.objects
    found = rows.in_bulk(wanted) if wanted else {}
    if len(found) < len(wanted):
        raise _no_longer_available()
    return found


def _check_known(codes: Iterable[str], known: Container[str]):
    if any(code not in known for code in codes):
        raise _no_longer_available()


def _no_longer_available() -> BadFacts:
    return BadFacts(_("A choice in the form is no longer available. Reload the page and choose again."))


def problems_of(facts: ContactFacts, choices: Choices) -> list[Problem]:
    """Everything that is still missing, in the form's order; empty when the contact can be completed."""
    choices.check()
    return [
        *_basics(facts, choices),
        *_topics(facts, choices),
        *_told(choices),
        *_segment(facts, choices),
        *_demand(facts, choices),
        *_look(choices),
    ]


def _basics(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    for name, row in {**{name: choices.single[name] for name in REQUIRED}, "level": choices.level}.items():
        if row is None:
            yield Problem(name, _("Choose one."))
    if bool(facts.municipality) == facts.is_municipality_unknown:
        yield Problem("municipality", _("Choose the municipality, or say that it was not told."))


def _topics(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    if not facts.topics:
        yield Problem("topics", _("Choose at least one question."))
    elif sum(topic.is_main for topic in facts.topics) != 1:
        yield Problem("topics", _("Choose which question is the main one."))
    repeats = Counter(topic.reason for topic in facts.topics)
    for index, topic in enumerate(facts.topics):
        if repeats[topic.reason] > 1:
            yield Problem(f"topics.{index}", _("This question is already in the contact."))
        yield from _topic(f"topics.{index}", topic, facts, choices)


def _topic(at: str, topic: TopicFacts, facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    reason = choices.reasons.get(topic.reason)
    if reason is None:
        yield Problem(at, _("Choose the question."))
    elif not is_reason_of_area(reason, facts.service_area):
        yield Problem(at, _("This question does not belong to the chosen service area."))
    outcome = choices.outcomes.get(topic.outcome)
    if outcome is None:
        yield Problem(f"{at}.outcome", _("Choose how the question ended."))
    elif outcome.needs_routing and not topic.routings:
        yield Problem(f"{at}.destination", _("Choose where the person was guided."))
    for index, routing in enumerate(topic.routings):
        if not routing.destination:
            yield Problem(f"{at}.routings.{index}", _("Choose the destination of the service."))
        elif routing.destination == NOT_ROUTED and not routing.reason_text.strip():
            yield Problem(f"{at}.routings.{index}", _("Say in a few words why nobody could be guided."))


def is_reason_of_area(reason: ContactReason, area: str) -> bool:
    """No area on the reason means all of them; the general area offers every reason."""
    areas = {row.pk for row in reason.areas.all()}
    return not areas or area in areas or area == EVERY_REASON_AREA


def _told(choices: Choices) -> Iterator[Problem]:
    for item, value in choices.told.items():
        if sentence := wrong_answer(item, value):
            yield Problem(f"first_information.{item.pk}", sentence)


CODED = {"municipality": Municipality, "language": Language, "party": ContactParty}


def wrong_answer(item: FirstInformation, value: str) -> str:
    """What is wrong with an answer of the item's kind; nothing when it will do."""
    if item.kind == "year":
        last = local_day(now()).year
        is_year = value.isascii() and value.isdigit() and FIRST_YEAR <= int(value) <= last
        return "" if is_year else _("Give the year as four digits, from %(first)s on.") % {"first": FIRST_YEAR}
    if item.kind in ("yes_no", "consent"):
        return "" if value in ("yes", "no") else _("Choose yes or no.")
    if item.kind in CODED:
        return "" if CODED[item.kind].objects.filter(pk=value).exists() else _("Choose one.")
    if item.kind in ("phone_safe", "person_phone") and len(value) > SHORT_LIMIT:
        return _("The text is too long: at most %(limit)s characters.") % {"limit": SHORT_LIMIT}
    return ""


def _segment(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    """Only where segment questions were answered: what the rules suggest of them is accepted or overridden."""
    if not facts.segment_answers or choices.guide.rules is None:
        return
    if not choices.segment:
        yield Problem("segment", _("Accept the suggested segment or choose another."))
    elif choices.segment != choices.guide.suggestion.segment and not facts.segment_reason.strip():
        yield Problem("segment", _("Say in a few words why you chose another segment."))


def _demand(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    if not choices.demand_kind:
        yield Problem("demand_class", _("Choose the demand class."))
    elif choices.demand_kind == "failure" and bool(facts.cause_provider) == facts.is_cause_unknown:
        yield Problem("cause_provider", _("Say which provider caused it, or that the cause is not known."))


def _look(choices: Choices) -> Iterator[Problem]:
    if choices.sote_look not in SoteLook.values:
        yield Problem("sote_look", _("Say whether services outside social and health care were looked at."))
