"""What a complete contact needs, as sentences linked to the fields of the form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import Model
from django.utils.translation import gettext as _

from catalogue.models import Provider, Service
from contactcenter.reference.models import ContactChannel, Language, Municipality, ServiceArea

from .drafts import BadFacts, ContactFacts, TopicFacts
from .models import (
    ContactParty,
    ContactReason,
    DemandClass,
    GuidanceLevel,
    RoutingDestination,
    Segment,
    SoteLook,
    TopicOutcome,
)

EVERY_REASON_AREA = "YLE"
NOT_ROUTED = "R99"


class Problem(NamedTuple):
    """A sentence and the field it belongs to, such as `topics.0.outcome`."""

    field: str
    text: str


SINGLE = {
    "channel": ContactChannel, "party": ContactParty, "language": Language, "service_area": ServiceArea,
    "municipality": Municipality, "demand_class": DemandClass, "cause_provider": Provider, "segment": Segment,
    "level": GuidanceLevel,
}  # fmt: skip
REQUIRED = ("channel", "party", "language", "service_area", "level")


@dataclass
class Choices:
    """The rows that the facts name, read once each; a name nobody knows raises `BadFacts`."""

    facts: ContactFacts

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
        raise BadFacts(_("A choice in the form is no longer available. Reload the page and choose again."))
    return found


def problems_of(facts: ContactFacts, choices: Choices) -> list[Problem]:
    """Everything that is still missing, in the form's order; empty when the contact can be completed."""
    return [*_basics(facts, choices), *_topics(facts, choices), *_demand(facts, choices), *_look(choices)]


def _basics(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    for name in REQUIRED:
        if choices.single[name] is None:
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


def _demand(facts: ContactFacts, choices: Choices) -> Iterator[Problem]:
    if not choices.demand_kind:
        yield Problem("demand_class", _("Choose the demand class."))
    elif choices.demand_kind == "failure" and bool(facts.cause_provider) == facts.is_cause_unknown:
        yield Problem("cause_provider", _("Say which provider caused it, or that the cause is not known."))


def _look(choices: Choices) -> Iterator[Problem]:
    if choices.sote_look not in SoteLook.values:
        yield Problem("sote_look", _("Say whether services outside social and health care were looked at."))
