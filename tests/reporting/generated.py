"""A year of invented contacts for the recount, daylight-saving nights and midnight borders included."""

import random
from datetime import UTC, date, datetime, time, timedelta

from casework.models import (
    Contact,
    ContactReason,
    ContactState,
    ContactTopic,
    DemandClass,
    Routing,
    RoutingDestination,
    TopicOutcome,
)
from contactcenter.timestamps import HELSINKI, local_day

YEAR = 2025
MUNICIPALITIES = ["853", "202", "680", "734", "445", "322"]
# Instants at the borders of local days, in the nights when the clock moves and when a year ends.
BORDERS = [
    datetime(YEAR, 3, 29, 21, 59, 59, tzinfo=UTC),
    datetime(YEAR, 3, 29, 22, 0, tzinfo=UTC),  # 30 March 0.00, a day of 23 hours
    datetime(YEAR, 3, 30, 0, 59, 59, tzinfo=UTC),
    datetime(YEAR, 3, 30, 1, 0, tzinfo=UTC),
    datetime(YEAR, 3, 30, 20, 59, 59, tzinfo=UTC),
    datetime(YEAR, 3, 30, 21, 0, tzinfo=UTC),  # 31 March 0.00
    datetime(YEAR, 10, 25, 20, 59, 59, tzinfo=UTC),
    datetime(YEAR, 10, 25, 21, 0, tzinfo=UTC),  # 26 October 0.00, a day of 25 hours
    datetime(YEAR, 10, 26, 0, 30, tzinfo=UTC),
    datetime(YEAR, 10, 26, 1, 30, tzinfo=UTC),
    datetime(YEAR, 10, 26, 21, 59, 59, tzinfo=UTC),
    datetime(YEAR, 10, 26, 22, 0, tzinfo=UTC),  # 27 October 0.00
    datetime(YEAR - 1, 12, 31, 21, 59, 59, tzinfo=UTC),
    datetime(YEAR - 1, 12, 31, 22, 0, tzinfo=UTC),
    datetime(YEAR, 12, 31, 21, 59, 59, tzinfo=UTC),
    datetime(YEAR, 12, 31, 22, 0, tzinfo=UTC),
]


class Generator:
    """Makes contacts one after another; the same seed makes the same year."""

    def __init__(self, users, seed=1):
        self.users, self.random, self.number = users, random.Random(seed), 0
        self.classes = list(DemandClass.objects.all())
        self.destinations = list(RoutingDestination.objects.all())
        self.reason, self.outcome = ContactReason.objects.first(), TopicOutcome.objects.first()

    def instant(self) -> datetime:
        day = date(YEAR, 1, 1) + timedelta(days=self.random.randrange(-20, 385))
        moment = time(self.random.randrange(24), self.random.randrange(60), self.random.randrange(60))
        return datetime.combine(day, moment, HELSINKI).astimezone(UTC)

    def contact(self, opened_at: datetime) -> Contact:
        self.number += 1
        draw, user = self.random, self.random.choice(self.users)
        is_open, quick = draw.random() < 0.06, draw.random() < 0.08
        place = draw.choices([*MUNICIPALITIES, None], [60, 20, 12, 6, 2, 0.4, 6])[0]
        contact = Contact(
            number=f"T-{self.number:05}",
            state=ContactState.OPEN if is_open else ContactState.COMPLETE,
            channel_id=draw.choices(["PUH", "CHAT", "KAS", "SPO"], [70, 18, 8, 4])[0],
            language_id=draw.choices(["fi", "sv", "en", "ru"], [88, 7, 3, 2])[0],
            service_area_id="IAK",
            party_id=Contact._meta.get_field("party").related_model.objects.first().pk,
            level_id="L1",
            handled_by=user,
            unit=user.unit,
            opened_at=opened_at,
            opened_on=local_day(opened_at),
            completed_at=None if is_open else opened_at + timedelta(minutes=6),
            sote_look="yes",
        )
        if quick:
            contact.quick_end_id = draw.choice(["HUN", "WRO", "SIL", "ABU"])
            contact.demand_class_id = {"HUN": "N99", "SIL": "N99", "WRO": "N01", "ABU": "N02"}[contact.quick_end_id]
            contact.demand_kind = "neutral"
            return contact
        kind = draw.choices(["value", "failure", "neutral"], [60, 30, 10])[0]
        demand_class = draw.choice([row for row in self.classes if row.kind == kind])
        contact.demand_class, contact.demand_kind = demand_class, kind
        contact.is_cause_unknown = kind == "failure"
        contact.municipality_id, contact.is_municipality_unknown = place, place is None
        return contact

    def routing(self, topic: ContactTopic) -> Routing:
        destination = self.random.choice(self.destinations)
        return Routing(
            contact=topic.contact,
            topic=topic,
            destination=destination,
            outside_sote=destination.outside_sote,
            is_urgent=destination.is_urgent,
            reason_text="ei palvelua" if destination.pk == "R99" else "",
        )

    def year(self, number: int):
        contacts = [self.contact(instant) for instant in [*BORDERS, *(self.instant() for _ in range(number))]]
        Contact.objects.bulk_create(contacts)
        topics = [
            ContactTopic(contact=contact, reason=self.reason, outcome=self.outcome, is_main=True)
            for contact in contacts
            if contact.quick_end_id is None
        ]
        ContactTopic.objects.bulk_create(topics)
        routings = [self.routing(topic) for topic in topics for _ in range(self.random.choice([0, 1, 1, 2]))]
        Routing.objects.bulk_create(routings)
