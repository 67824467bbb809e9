"""What lists and the form show: open contacts, the commonest choices, hits of searches."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Now
from django.utils.translation import get_language

from catalogue.models import Provider, Service
from catalogue.queries import search_services
from contactcenter.accounts.models import User
from contactcenter.reference.cache import cached, rows_in_use
from contactcenter.reference.models import Municipality

from ..completeness import is_reason_of_area
from ..destinations import derive, rules_in_order, traits_of
from ..drafts import ContactFacts, read_facts
from ..models import Contact, ContactParty, ContactReason, ContactState, ContactTopic, Routing, RoutingDestination

RECENT = 200
MUNICIPALITY_DIGITS = 6
REASON_DIGITS = 9
HITS = 9
ENOUGH = 3
NEWEST = ("-opened_at", "-number")
PAGE_SIZE = 50
PAGES = 10_000
COUNTED = 1000  # more are not counted: a list that long is narrowed


def database_now(user: User) -> datetime:
    """The database's clock, read on the way past the user's row."""
    return User.objects.filter(pk=user.pk).annotate(at=Now()).values_list("at", flat=True).get()


def open_contacts(user: User) -> QuerySet[Contact]:
    """The contacts that the user is still recording, in the order they were opened; what a colleague records
    afterwards for the user is on the colleague's list."""
    mine = Q(handled_by=user, recorded_by=None) | Q(recorded_by=user)
    rows = Contact.objects.filter(mine, state=ContactState.OPEN)
    return rows.select_related("channel", "language", "draft").order_by("opened_at")


def with_main_question(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Each contact's questions with their reasons, the main one first."""
    topics = ContactTopic.objects.select_related("reason", "outcome").order_by("-is_main", "position")
    return contacts.prefetch_related(Prefetch("topics", topics))


class ContactPage(NamedTuple):
    """A page of a list of contacts. `total` is not known above `COUNTED`."""

    rows: list[Contact]
    number: int
    has_next: bool
    total: int

    @property
    def is_counted(self) -> bool:
        return self.total <= COUNTED

    @property
    def most(self) -> int:
        return COUNTED

    @property
    def pages(self) -> int:
        return max(ceil(self.total / PAGE_SIZE), 1)


def contact_page(by_ground: list[QuerySet[Contact]], number: int) -> ContactPage:
    """One page, newest first, of contacts that come by several grounds; behind the end stands the last page."""
    total = _newest(by_ground, COUNTED + 1).count() if by_ground else 0
    number = min(max(number, 1), PAGES if total > COUNTED else max(ceil(total / PAGE_SIZE), 1))
    first = (number - 1) * PAGE_SIZE
    end = first + PAGE_SIZE + 1
    keys = [row[0] for row in _newest(by_ground, end)[first:end]] if by_ground else []
    rows = with_main_question(Contact.objects.filter(pk__in=keys[:PAGE_SIZE])).order_by(*NEWEST)
    rows = rows.select_related("channel", "municipality", "handled_by", "recorded_by", "demand_class", "language")
    return ContactPage(list(rows), number, len(keys) > PAGE_SIZE, total)


def _newest(by_ground: list[QuerySet[Contact]], limit: int) -> QuerySet:
    """The keys of the newest, each ground by its own index. Limited through keys, since SQLite knows no limit inside
    a union."""
    limited = [rows.order_by(*NEWEST).values("pk")[:limit] for rows in by_ground]
    first, *others = (
        Contact.objects.filter(pk__in=keys).order_by().values_list("pk", "opened_at", "number") for keys in limited
    )
    return (first.union(*others) if others else first).order_by(*NEWEST)


def recent_contacts(user: User) -> QuerySet[Contact]:
    return Contact.objects.filter(handled_by=user, state=ContactState.COMPLETE).order_by("-opened_at")[:RECENT]


def common_municipalities(user: User) -> list[Municipality]:
    """Six municipalities for the digits: the commonest of the person's last 200 contacts, then the unit's, then
    the served ones by name."""
    own = recent_contacts(user)
    unit = Contact.objects.filter(unit=user.unit_id, state=ContactState.COMPLETE).order_by("-opened_at")[:RECENT]
    codes = dict.fromkeys([*_commonest("municipality", own), *_commonest("municipality", unit)])
    known = {row.pk: row for row in rows_in_use(Municipality)}
    served = [row.pk for row in known.values() if row.is_served]
    wanted = dict.fromkeys(code for code in (*codes, *served) if code in known)
    return [known[code] for code in wanted][:MUNICIPALITY_DIGITS]


def _commonest(field: str, contacts: QuerySet[Contact]) -> list[str]:
    rows = Contact.objects.filter(pk__in=contacts.values("pk"), **{f"{field}__isnull": False})
    return list(rows.values(field).annotate(n=Count("pk")).order_by("-n", field).values_list(field, flat=True))


def reasons_of_area(area: str) -> list[ContactReason]:
    """The reasons offered in a service area; the general one offers all."""
    return [row for row in rows_in_use(ContactReason, "areas") if is_reason_of_area(row, area)]


def reasons_by_frequency(user: User, area: str) -> list[ContactReason]:
    """The area's reasons, those of the person's last 200 contacts first: the first nine get digits."""
    topics = ContactTopic.objects.filter(contact__in=recent_contacts(user).values("pk"))
    counted = dict(topics.values("reason").annotate(n=Count("pk")).values_list("reason", "n"))
    return sorted(reasons_of_area(area), key=lambda reason: (-counted.get(reason.pk, 0), reason.position))


class ServiceHit(NamedTuple):
    """A service found and the destination it leads to; none asks the counsellor."""

    service: Service
    destination: RoutingDestination | None


def service_hits(text: str, *, municipality: str, reason: str) -> list[ServiceHit]:
    """Services for the typed text; without text those for the question: by its names, then of its category."""
    place = municipality or None
    row = None if text else ContactReason.objects.filter(pk=reason).first()
    if row is None:
        return hits_of(_search(text, place)) if text else []
    found = {service.pk: service for words in (row.short, row.name) for service in _search(words, place)}
    if len(found) < ENOUGH and row.category_id:
        found |= {one.pk: one for one in _search("", place, row.category_id) if one.pk not in found}
    return hits_of(found.values())


def _search(text: str, municipality: str | None, category: str | None = None) -> list[Service]:
    language = get_language() or "fi"
    return search_services(text, language=language, municipality=municipality, category=category, limit=HITS)


def hits_of(services: Iterable[Service]) -> list[ServiceHit]:
    rows, rules = list(services)[:HITS], rules_in_order()
    prefetch_related_objects(rows, "provider", "ptv_classes", "target_groups")
    return [ServiceHit(row, derive(rules, traits_of(row))) for row in rows]


def provider_hits(text: str) -> list[Provider]:
    """Providers by a part of their name, for the cause of failure demand."""
    if len(text) < 2:
        return []
    return list(Provider.objects.filter(is_visible=True).filter(contains(("name_fi", "name_sv", "name_en"), text))[:8])


def contains(fields: Iterable[str], text: str) -> Q:
    """SQLite folds the case of ASCII letters only, so a name is also tried with its capital."""
    found = Q()
    for field in fields:
        for form in {text, text.capitalize(), text.title()}:
            found |= Q(**{f"{field}__icontains": form})
    return found


class OpenRow(NamedTuple):
    """A line of the switcher: the contact and what its draft says so far."""

    contact: Contact
    municipality: Municipality | None
    reason: ContactReason | None
    party: ContactParty | None
    note: str


def open_rows(user: User) -> list[OpenRow]:
    """The user's open contacts with what has been written of them, in one query."""
    contacts = list(open_contacts(user))
    facts = {contact.pk: read_facts(contact.draft.data).as_json() for contact in contacts}
    mains = {pk: _main_reason(data) for pk, data in facts.items()}
    places, reasons, parties = (_by_code(model) for model in (Municipality, ContactReason, ContactParty))
    return [
        OpenRow(
            contact=one,
            municipality=places.get(facts[one.pk]["municipality"]),
            reason=reasons.get(mains[one.pk]),
            party=parties.get(facts[one.pk]["party"]),
            note=facts[one.pk]["note"],
        )
        for one in contacts
    ]


def _by_code(model) -> dict:
    """All rows, those no longer in use too: a draft may be older."""
    return cached(f"{model._meta.label}:by code", lambda: model.objects.in_bulk())


def _main_reason(data: dict) -> str:
    return next((topic["reason"] for topic in data["topics"] if topic["is_main"]), "")


def topics_with_routings(contact: Contact) -> QuerySet[ContactTopic]:
    """A complete contact's questions and where each was guided."""
    routings = Routing.objects.select_related("destination", "service__provider").order_by("pk")
    return contact.topics.select_related("reason", "outcome").prefetch_related(Prefetch("routings", routings))


def names_of(facts: ContactFacts) -> dict[str, dict]:
    """What the form's identifiers are called, so that a reload can show them."""
    services = {routing.service for topic in facts.topics for routing in topic.routings if routing.service}
    found = Service.objects.select_related("provider").in_bulk(services)
    cause = Provider.objects.in_bulk([facts.cause_provider] if facts.cause_provider else [])
    return {
        "services": {str(pk): {"name": row.name, "provider": row.provider.name} for pk, row in found.items()},
        "providers": {str(pk): row.name for pk, row in cause.items()},
    }
