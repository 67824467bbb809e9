"""What happened with whom: classifications, contacts, persons."""

from .classifications import (
    ContactParty,
    ContactReason,
    DemandClass,
    DestinationRule,
    GuidanceLevel,
    QuickEnd,
    RoutingDestination,
    Segment,
    TopicOutcome,
)
from .contacts import Contact, ContactDraft, ContactState, ContactTopic, NumberSeries, Routing, SoteLook
from .persons import Person

__all__ = [
    "Contact",
    "ContactDraft",
    "ContactParty",
    "ContactReason",
    "ContactState",
    "ContactTopic",
    "DemandClass",
    "DestinationRule",
    "GuidanceLevel",
    "NumberSeries",
    "Person",
    "QuickEnd",
    "Routing",
    "RoutingDestination",
    "Segment",
    "SoteLook",
    "TopicOutcome",
]
