"""The demo's contacts: who came, what about, how it ended and where it led, by casework's own rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from django.db.models import F
from simple_history.utils import bulk_create_with_history

from casework.actions import create_person, open_contact
from casework.completeness import is_reason_of_area
from casework.destinations import derive, rules_in_order, traits_of
from casework.models import (
    Contact,
    ContactReason,
    ContactState,
    ContactTopic,
    DemandClass,
    NumberSeries,
    Person,
    QuickEnd,
    Routing,
    RoutingDestination,
    SoteLook,
)
from catalogue.models import Service
from contactcenter.accounts.models import User
from contactcenter.reference.models import Language, Municipality
from contactcenter.timestamps import local_day

from .files import parts, rows
from .moments import Arrival, arrivals
from .providers import identifier

CHANNELS = {"PUH": 62, "CHAT": 16, "TAK": 7, "LOM": 5, "KAS": 5, "SPO": 3, "VID": 1, "KIR": 1}
AREAS = {"IAK": 60, "TYO": 17, "VAM": 14, "YLE": 9}
PARTIES = {"SELF": 54, "REL": 31, "PRO": 12, "OTH": 3}
KINDS = {"value": 63, "failure": 32, "neutral": 5}
DEMANDS = {
    "value": {"V01": 40, "V02": 33, "V03": 12, "V04": 9, "V05": 6},
    "failure": {"F01": 30, "F06": 20, "F04": 12, "F02": 10, "F03": 8, "F05": 8, "F07": 4, "F08": 4, "F09": 2, "F10": 2},
    "neutral": {"N01": 60, "N99": 40},
}  # fmt: skip
OUTCOMES = {"ANS": 36, "GUI": 45, "REF": 7, "ASM": 6, "CBK": 3, "NOA": 1, "DEC": 1, "URG": 1}
POPULAR = {"S107": 5, "S001": 4, "S050": 3, "S040": 3, "S080": 3, "S091": 3, "S020": 2, "S002": 2, "S070": 2, "S106": 2}
BUSY = {"853": 12, "202": 3, "680": 3, "734": 4, "423": 2, "529": 2, "445": 2, "895": 2, "430": 2}
ASSESSED_AT = {"VAM": "R11", "TYO": "R12"}
URGENT = ["R91", "R92"]
SEGMENTS = {"OMA": 25, "YTT": 20, "YHT": 27, "VER": 18, "EIT": 10}
QUICK_ENDS = {"HUN": 5, "WRO": 3, "SIL": 2}
UNCERTAIN = 0.35  # of failure demand: the cause is not known
MINUTES = {"PUH": 9, "CHAT": 14, "TAK": 11, "KAS": 24, "VID": 26, "LOM": 8, "SPO": 7, "KIR": 12}


def pick(random: Random, weights: dict):
    return random.choices(list(weights), list(weights.values()))[0]


@dataclass
class World:
    """What contacts are drawn from, read once."""

    random: Random
    staff: list[User]
    services: list[Service]

    @cached_property
    def reasons(self) -> list[ContactReason]:
        return list(ContactReason.objects.filter(is_active=True).prefetch_related("areas"))

    @cached_property
    def reasons_of(self) -> dict[str, dict[ContactReason, int]]:
        return {
            area: {reason: POPULAR.get(reason.pk, 1) for reason in self.reasons if is_reason_of_area(reason, area)}
            for area in AREAS
        }

    @cached_property
    def demands(self) -> dict[str, DemandClass]:
        return DemandClass.objects.in_bulk()

    @cached_property
    def quick_ends(self) -> dict[str, QuickEnd]:
        return QuickEnd.objects.select_related("demand_class").in_bulk()

    @cached_property
    def destinations(self) -> dict[str, RoutingDestination]:
        return RoutingDestination.objects.in_bulk()

    @cached_property
    def routes(self) -> dict[str, list[tuple[Service, RoutingDestination]]]:
        """Services by category, with the destination that casework derives; those without one are not used."""
        rules, found = rules_in_order(), {}
        known = Service.objects.prefetch_related("categories", "ptv_classes", "target_groups")
        mine = known.filter(pk__in=[one.pk for one in self.services])
        for service in mine.select_related("provider").order_by("pk"):
            if destination := derive(rules, traits_of(service)):
                for category in service.categories.all():
                    found.setdefault(category.pk, []).append((service, destination))
        return found

    @cached_property
    def municipalities(self) -> dict[str, int]:
        served = Municipality.objects.filter(is_served=True).values_list("pk", flat=True)
        return {code: BUSY.get(code, 1) for code in served}

    @cached_property
    def notes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in rows("notes"):
            found.setdefault(row["language"], []).append(row["text"])
        return found

    @cached_property
    def servers(self) -> dict[str, list[User]]:
        """Who answers in which language; other languages are answered with an interpreter by those of Finnish."""
        found: dict[str, list[User]] = {}
        for user in self.staff:
            for language in user.serves_in.all():
                found.setdefault(language.pk, []).append(user)
        return found

    def answering(self, language: str, channel: str) -> list[User]:
        """Visits are met at the local points when somebody there has the language."""
        everybody = self.servers.get(language) or self.servers["fi"]
        return [user for user in everybody if channel == "KAS" and user.unit.parent_id] or everybody

    @cached_property
    def persons(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for row in rows("persons"):
            by = self.servers[row["language"]][0]
            for last in parts(row["last_names"]):
                for first in self.random.sample(parts(row["first_names"]), 3):
                    found.setdefault(row["language"], []).append(self._person(first, last, row["language"], by))
        return found

    def _person(self, first: str, last: str, language: str, by: User) -> Person:
        return create_person(
            by=by, first_name=first, last_name=last, phone=f"040 000 {self.random.randint(1000, 9999)}",
            language=Language(pk=language), municipality=Municipality(pk=pick(self.random, self.municipalities)),
        )  # fmt: skip


def load_contacts(world: World, *, days: int, until: datetime) -> int:
    """Complete contacts of the last `days` days and three that are open now; returns how many."""
    came = list(arrivals(days=days, until=until - timedelta(hours=1), random=world.random))
    contacts = [_contact(arrival, world) for arrival in came]
    _number(contacts)
    _write(contacts, [topic for contact in contacts if contact.quick_end is None for topic in _topics(contact, world)])
    _open_some(world)
    return len(contacts)


def _contact(arrival: Arrival, world: World) -> Contact:
    random, channel = world.random, pick(world.random, CHANNELS)
    by = random.choice(world.answering(arrival.language, channel))
    ended_at = arrival.at + timedelta(minutes=MINUTES[channel] * random.lognormvariate(0, 0.5))
    contact = Contact(
        id=identifier(random), state=ContactState.COMPLETE, channel_id=channel, language_id=arrival.language,
        service_area_id=pick(random, AREAS), party_id=pick(random, PARTIES), handled_by=by, unit=by.unit,
        opened_at=arrival.at, opened_on=local_day(arrival.at), ended_at=ended_at,
        completed_at=ended_at + timedelta(seconds=random.randint(20, 400)), level_id="L1",
    )  # fmt: skip
    contact._history_user, contact._history_date = by, contact.completed_at
    if channel in ("PUH", "CHAT") and random.random() < 0.04:
        return _ended_quickly(contact, world)
    _describe(contact, world)
    _classify(contact, world)
    return contact


def _ended_quickly(contact: Contact, world: World) -> Contact:
    contact.quick_end = world.quick_ends[pick(world.random, QUICK_ENDS)]
    contact.demand_class, contact.demand_kind = contact.quick_end.demand_class, contact.quick_end.demand_class.kind
    contact.ended_at = contact.completed_at = contact.opened_at + timedelta(seconds=world.random.randint(8, 90))
    return contact


def _describe(contact: Contact, world: World):
    """Level, segment, person, municipality and sometimes a note."""
    random = world.random
    contact.level_id = pick(random, {"L1": 62, "L2": 33, "L3": 5})
    if contact.level_id != "L1":
        contact.segment_id = pick(random, SEGMENTS)
        if random.random() < 0.35:
            contact.person = random.choice(world.persons["sv" if contact.language_id == "sv" else "fi"])
    if contact.person:
        contact.municipality_id = contact.person.municipality_id
    elif random.random() < 0.06:
        contact.is_municipality_unknown = True
    else:
        contact.municipality_id = pick(random, world.municipalities)
    if random.random() < 0.4:
        contact.note = random.choice(world.notes.get(contact.language_id, world.notes["fi"]))


def _classify(contact: Contact, world: World):
    """Demand class, its frozen kind, and for failure demand the cause and what would have prevented it."""
    random = world.random
    contact.demand_class = world.demands[pick(random, DEMANDS[pick(random, KINDS)])]
    contact.demand_kind = contact.demand_class.kind
    if contact.demand_kind != "failure":
        return
    if random.random() < UNCERTAIN:
        contact.is_cause_unknown = True
    else:
        contact.cause_provider = random.choice(random.choice(list(world.routes.values())))[0].provider
    if random.random() < 0.6:
        contact.prevention = random.choice(rows("preventions"))["text"]


def _number(contacts: list[Contact]):
    """Numbers in the order of opening, taken in one block from each year's series."""
    by_year: dict[int, list[Contact]] = {}
    for contact in contacts:
        by_year.setdefault(contact.opened_on.year, []).append(contact)
    for year, group in by_year.items():
        series, _created = NumberSeries.objects.get_or_create(year=year)
        NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + len(group))
        for number, contact in enumerate(group, start=series.last + 1):
            contact.number = f"{year % 100:02d}-{number:05d}"


def _topics(contact: Contact, world: World) -> list[ContactTopic]:
    random, topics = world.random, []
    for _ in range(1 + (random.random() < 0.2)):
        reason = pick(random, world.reasons_of[contact.service_area_id])
        if reason.pk not in [topic.reason_id for topic in topics]:
            topics.append(_topic(contact, reason, len(topics), world))
    is_outside = any(routing.outside_sote for topic in topics for routing in topic.drawn)
    contact.sote_look = SoteLook.YES if is_outside else pick(random, {SoteLook.NOT_NEEDED: 70, SoteLook.NO: 30})
    return topics


def _topic(contact: Contact, reason: ContactReason, position: int, world: World) -> ContactTopic:
    topic = ContactTopic(
        contact=contact, reason=reason, outcome_id=pick(world.random, OUTCOMES), is_main=not position, position=position
    )
    topic.drawn = _routings(topic, world)
    if topic.outcome_id == "URG":
        contact.level_id = "L9"
    for row in (topic, *topic.drawn):
        row._history_user, row._history_date = contact.handled_by, contact.completed_at
    return topic


def _routings(topic: ContactTopic, world: World) -> list[Routing]:
    random, area = world.random, topic.contact.service_area_id
    match topic.outcome_id:
        case "GUI" | "REF":
            offers = world.routes.get(topic.reason.category_id) or world.routes["C11"]
            service, destination = random.choice(offers)
            if topic.outcome_id == "REF" and service.provider.type_id == "Organization":
                destination = world.destinations["R31"]
            return [_routing(topic, destination, service)]
        case "ASM":
            return [_routing(topic, world.destinations[ASSESSED_AT.get(area, "R10")])]
        case "URG":
            return [_routing(topic, world.destinations[random.choice(URGENT)])]
        case "DEC":
            return [_routing(topic, world.destinations["R99"], reason_text="Halusi miettiä asiaa ensin")]
        case "ANS" if random.random() < 0.7:
            return [_routing(topic, world.destinations[pick(random, {"R01": 70, "R02": 18, "R03": 12})])]
    return []


def _routing(topic: ContactTopic, destination: RoutingDestination, service: Service | None = None, **fields) -> Routing:
    provider = service.provider if service else None
    return Routing(
        contact=topic.contact, topic=topic, destination=destination, service=service, provider=provider,
        provider_type=provider.type_id if provider else "", outside_sote=destination.outside_sote,
        is_urgent=destination.is_urgent, is_by_rule=service is not None and destination.pk != "R31", **fields,
    )  # fmt: skip


def _write(contacts: list[Contact], topics: list[ContactTopic]):
    bulk_create_with_history(contacts, Contact, batch_size=500)
    bulk_create_with_history(topics, ContactTopic, batch_size=500)
    routings = [routing for topic in topics for routing in topic.drawn]
    for routing in routings:
        routing.topic_id = routing.topic.pk
    bulk_create_with_history(routings, Routing, batch_size=500)


def _open_some(world: World):
    for language, channel in (("fi", "PUH"), ("fi", "LOM"), ("sv", "PUH")):
        open_contact(by=world.servers[language][0], channel=channel, language=language)
