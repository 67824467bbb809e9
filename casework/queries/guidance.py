"""What leads the form: its steps by service area, what was told before, who takes part where, repeat contacts."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contactcenter.reference.cache import cached
from contactcenter.reference.models import AreaMembership, Language, Municipality, ServiceArea
from contactcenter.timestamps import local

from ..completeness import EVERY_REASON_AREA
from ..drafts import ContactFacts
from ..models import (
    Contact,
    ContactParty,
    FirstInformationAnswer,
    FormStep,
    RoutingDestination,
    Segment,
    SegmentAssessment,
    SegmentHint,
)
from ..retention import shown_contacts
from ..segments import is_of_area
from . import returning

REQUIRED_STEPS = ("municipality", "topics", "demand_class", "sote_look")  # no data hides what completing asks for
REPEAT_DAYS = 30


def form_steps() -> list[FormStep]:
    return cached("form_steps", lambda: list(FormStep.objects.prefetch_related("areas")))


def steps_of_area(rows: Iterable[FormStep], area: str) -> list[FormStep]:
    """The form's steps in order. A row that names the area wins over the general one; one out of use hides its
    step, unless completing needs it."""
    chosen: dict[str, FormStep] = {}
    for row in sorted((row for row in rows if is_of_area(row, area)), key=_precedence):
        chosen.setdefault(row.step, row)
    for step in REQUIRED_STEPS:
        chosen.setdefault(step, _plain_step(step))
    places = {step: place for place, (step, _name) in enumerate(FormStep.STEPS)}
    shown = [row for row in chosen.values() if row.is_active or row.step in REQUIRED_STEPS]
    return sorted(shown, key=lambda row: (row.position, places[row.step]))


def _precedence(row: FormStep) -> tuple:
    is_general = not row.areas.all()
    return is_general, not row.is_active, row.position


def _plain_step(step: str) -> FormStep:
    """A required step that no row describes stands last under its own name."""
    return FormStep(code=step, step=step, name_fi=str(dict(FormStep.STEPS)[step]), position=1_000_000)


class Told(NamedTuple):
    """A fact that was told before, in words: its value, the day and who gave it."""

    value: str
    text: str
    on: str
    source: str


def told_before(contact: Contact) -> dict[str, Told]:
    """The newest of each fact that the contact's person, or the contacts it goes on from, has told."""
    if contact.person_id is None and contact.earlier_id is None:
        return {}
    shown = Contact.objects.filter(shown_contacts()).values("pk")
    rows = FirstInformationAnswer.objects.filter(_of_same_client(contact), contact__in=shown)
    rows = rows.exclude(contact=contact.pk)
    rows = list(rows.select_related("item", "source").order_by("recorded_at", "pk"))
    words = Words(rows)
    return {
        row.item_id: Told(row.value, words.of(row), date_format(local(row.recorded_at), "DATE_FORMAT"), row.source.name)
        for row in rows
    }


def _of_same_client(contact: Contact) -> Q:
    """Answers of the person, and of the contacts this one goes on from unless they are of another person."""
    own = Q(contact__person=contact.person_id) if contact.person_id else Q()
    if contact.earlier_id is None:
        return own
    return own | Q(contact__in=returning.chain_ids(contact), contact__person=None)


class Words:
    """Coded answers as words; the rows they name are read once each."""

    def __init__(self, answers: Iterable[FirstInformationAnswer]):
        self._tables = {"municipality": Municipality, "language": Language, "party": ContactParty}
        self._names: dict[str, dict] = {}
        self._values: dict[str, set] = {}
        for row in answers:
            self._values.setdefault(row.item.kind, set()).add(row.value)

    def of(self, row: FirstInformationAnswer) -> str:
        kind, value = row.item.kind, row.value
        if kind in ("yes_no", "consent"):
            return {"yes": _("Yes"), "no": _("No")}.get(value, value)
        if kind in self._tables:
            return self._table(kind).get(value, value)
        return value

    def _table(self, kind: str) -> dict[str, str]:
        if kind not in self._names:
            found = self._tables[kind].objects.in_bulk(self._values[kind])
            self._names[kind] = {pk: row.name for pk, row in found.items()}
        return self._names[kind]


def first_information_of(contact: Contact) -> list[tuple[FirstInformationAnswer, str]]:
    """What was told in a contact, each answer with its words."""
    rows = list(contact.first_information.select_related("item", "source", "recorded_by"))
    words = Words(rows)
    return [(row, words.of(row)) for row in rows]


def assessment_of(contact: Contact) -> SegmentAssessment | None:
    rows = SegmentAssessment.objects.select_related("suggested", "suggested_level", "chosen")
    return rows.filter(contact=contact).first()


class EarlierLink(NamedTuple):
    """The earlier contact of a contact, and whether the reader may open it."""

    contact: Contact
    may_open: bool


def earlier_link(contact: Contact, reach: QuerySet[Contact]) -> EarlierLink | None:
    if contact.earlier_id is None:
        return None
    earlier = Contact.objects.select_related("channel").get(pk=contact.earlier_id)
    return EarlierLink(earlier, reach.filter(pk=earlier.pk).exists())


def membership_warning(contact: Contact, facts: ContactFacts) -> str:
    """A sentence when the municipality takes no part in the service area on the contact's day; else nothing."""
    if not facts.municipality or facts.service_area in ("", EVERY_REASON_AREA):
        return ""
    rows = AreaMembership.objects.filter(municipality=facts.municipality, service_area=facts.service_area)
    day = contact.opened_on
    if rows.filter(Q(until_on=None) | Q(until_on__gt=day), since_on__lte=day).exists():
        return ""
    names = {
        "municipality": Municipality.objects.filter(pk=facts.municipality).first(),
        "area": ServiceArea.objects.filter(pk=facts.service_area).first(),
    }
    if None in names.values():
        return ""
    return _("%(municipality)s does not take part in %(area)s.") % {k: row.name for k, row in names.items()}


def contacts_in_30_days(contact: Contact) -> int:
    """How many times the client has made contact in the last 30 days, this time included; 0 when nobody is known."""
    since = contact.opened_at - timedelta(days=REPEAT_DAYS)
    earlier = returning.same_client(contact).filter(opened_at__gte=since).count()
    return earlier + 1 if earlier or contact.person_id else 0


def segment_of(code: str) -> Segment | None:
    return Segment.objects.filter(pk=code).first() if code else None


def destinations_of(segment: str) -> list[RoutingDestination]:
    """The destinations that usually help people of a segment, in their order."""
    rows = SegmentHint.objects.filter(segment=segment, destination__is_active=True).select_related("destination")
    return [row.destination for row in rows]
