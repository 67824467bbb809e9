"""How long contacts, cases and persons are kept, how they go, and from which second they are no longer shown."""

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from contactcenter import timestamps
from contactcenter.personal_data.retention import (
    RULES,
    RetentionRule,
    Subject,
    before,
    destroy_rows,
    histories,
    kept_for,
    register,
    register_subjects,
)
from contactcenter.personal_data.spans import days, months, years
from contactcenter.reference.models import ServiceArea
from contactcenter.retention.queries import free_rows, holds, is_expired

from .models import (
    CallerMark,
    Case,
    Contact,
    ContactDraft,
    ContactState,
    ContactTopic,
    ContinuationCode,
    FirstInformationAnswer,
    Person,
    Routing,
    SegmentAssessment,
)

ERASED = "–"  # where a constraint wants a reason and its words are gone
NAMELESS = Q(person=None, case=None)
NAMED = Q(person__isnull=False, case=None)
OF_CONTACT = {"person": "person_id", "case": "case_id", "contact": "pk"}
OF_CASE = {"person": "person_id", "case": "pk", "contact": "contacts__pk"}
OF_PERSON = {"person": "pk", "case": "cases__pk", "contact": "contacts__pk"}


# ---- when each kind is due ----
def texts_kept_since(at: datetime) -> datetime:
    return before(at, months=kept_for("contact_text_months"))


def names_kept_since(at: datetime) -> datetime:
    return before(at, years=kept_for("contact_of_person_years"))


def whole_contacts() -> QuerySet[Contact]:
    return Contact.objects.filter(state=ContactState.COMPLETE, erased_at=None)


def due_nameless_contacts(at: datetime) -> QuerySet[Contact]:
    return whole_contacts().filter(NAMELESS, opened_at__lte=texts_kept_since(at))


def due_named_contacts(at: datetime) -> QuerySet[Contact]:
    return whole_contacts().filter(NAMED, opened_at__lte=names_kept_since(at))


def years_of(area: ServiceArea) -> int:
    return area.retention_years or kept_for("case_years")


def closed_long_ago(at: datetime) -> Q:
    """Cases whose service area's years have passed since they were closed."""
    found = Q(pk__in=[])
    for area in ServiceArea.objects.only("pk", "retention_years"):
        found |= Q(service_area=area.pk, closed_at__lte=before(at, years=years_of(area)))
    return found


def due_cases(at: datetime) -> QuerySet[Case]:
    talks = Contact.objects.filter(case=OuterRef("pk"), state=ContactState.OPEN)
    return Case.objects.filter(closed_long_ago(at), ~Exists(talks), is_closed=True)


def is_unused(at: datetime) -> Q:
    """Nobody has written to the person's record for long, and there is neither a case nor a contact still kept."""
    since = before(at, months=kept_for("person_unused_months"))
    written = Person.history.filter(id=OuterRef("pk"), history_date__gt=since)
    kept = Contact.objects.filter(person=OuterRef("pk")).exclude(
        NAMED, state=ContactState.COMPLETE, opened_at__lte=names_kept_since(at)
    )
    return Q(
        ~Exists(kept), ~Exists(Case.objects.filter(person=OuterRef("pk"))), ~Exists(written), created_at__lte=since
    )


def due_persons(at: datetime) -> QuerySet[Person]:
    """A merged person's row goes with the one kept."""
    return Person.objects.filter(is_unused(at), merged_into=None)


# ---- what is still shown: everything else answers as if it did not exist ----
def held(lookups: dict[str, str]) -> Q:
    found = Q()
    for kind, lookup in lookups.items():
        found |= Q(**{f"{lookup}__in": holds().filter(kind=kind).values("subject")})
    return found


def shown_contacts(at: datetime | None = None) -> Q:
    """Contacts whose texts may be shown, and those of which only codes are left."""
    at = at or timestamps.now()
    young = Q(opened_at__gt=texts_kept_since(at)) | Q(person__isnull=False, opened_at__gt=names_kept_since(at))
    kept = Q(state=ContactState.OPEN) | Q(erased_at__isnull=False) | Q(case__isnull=False)
    return young | kept | held(OF_CONTACT)


def shown_cases(at: datetime | None = None) -> Q:
    """Asks once for the service areas' years."""
    by_contact = Contact.objects.filter(pk__in=holds().filter(kind="contact").values("subject"))
    kept = held({"person": "person_id", "case": "pk"}) | Q(pk__in=by_contact.exclude(case=None).values("case"))
    return Q(is_closed=False) | ~closed_long_ago(at or timestamps.now()) | kept


def is_case_expired(case: Case) -> bool:
    """Asks the database only about a case old enough; `service_area` is better selected along."""
    at = timestamps.now()
    if case.closed_at is None or case.closed_at > before(at, years=years_of(case.service_area)):
        return False
    return is_expired("cases", case.pk, at)


def is_person_expired(person: Person) -> bool:
    at = timestamps.now()
    if person.created_at > before(at, months=kept_for("person_unused_months")):
        return False
    return is_expired("persons", person.pk, at)


def shown_persons(persons: Iterable[Person]) -> list[Person]:
    """Without those whose time is over; asks the database only when some of them are old enough."""
    at, found = timestamps.now(), list(persons)
    since = before(at, months=kept_for("person_unused_months"))
    old = [person.pk for person in found if person.created_at <= since]
    over = set(free_rows(RULES["persons"], at).filter(pk__in=old).values_list("pk", flat=True)) if old else set()
    return [person for person in found if person.pk not in over]


# ---- how each kind goes ----
def erase_contacts(contacts: QuerySet[Contact]) -> int:
    """Take texts, person, case and history from contacts; codes and times stay, so that no figure changes."""
    pks = set(contacts.values_list("pk", flat=True))
    past = histories(Contact, pks)
    for model in (FirstInformationAnswer, ContactDraft, CallerMark, ContinuationCode):
        model.objects.filter(contact__in=pks).delete()
    ContactTopic.objects.filter(contact__in=pks).update(missing_service="")
    Routing.objects.filter(contact__in=pks).exclude(reason_text="").update(reason_text=ERASED)
    SegmentAssessment.objects.filter(contact__in=pks).exclude(override_reason="").update(override_reason=ERASED)
    Contact.objects.filter(pk__in=pks).update(note="", prevention="", person=None, case=None, erased_at=Now())
    for rows in past:
        rows.delete()
    return len(pks)


def destroy_cases(cases: QuerySet[Case]) -> int:
    """The case with its plan, notes, tasks and hand-overs; its contacts become codes."""
    pks = list(cases.values_list("pk", flat=True))
    erase_contacts(Contact.objects.filter(case__in=pks))
    return destroy_rows(Case.objects.filter(pk__in=pks))


def destroy_persons(persons: QuerySet[Person]) -> int:
    """Persons whom nothing refers to any more, and those once merged into them, the earliest merged first."""
    free = persons.filter(contacts=None, cases=None)
    generations = [set(free.values_list("pk", flat=True))]
    while merged := set(Person.objects.filter(merged_into__in=generations[-1]).values_list("pk", flat=True)):
        generations.append(merged)
    for generation in reversed(generations):
        destroy_rows(Person.objects.filter(pk__in=generation))
    return len(generations[0])


# ---- what a hold can name ----
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def identifier_in(text: str) -> UUID | None:
    found = IDENTIFIER.search(text)
    return UUID(found[0]) if found else None


def find_person(text: str) -> UUID | None:
    """By identifier or the address of the page; a merged one is the person kept."""
    person = Person.objects.filter(pk=identifier_in(text)).first()
    while person and person.merged_into:
        person = person.merged_into
    return person and person.pk


def find_numbered(model: type[Contact] | type[Case], text: str) -> UUID | None:
    return model.objects.filter(Q(number__iexact=text) | Q(pk=identifier_in(text))).values_list("pk", flat=True).first()


def same_persons(pks: set[UUID]) -> set[UUID]:
    """Those merged into them or they into, however often."""
    found: set[UUID] = set()
    while new := pks - found:
        found |= new
        linked = Person.objects.filter(Q(pk__in=new) | Q(merged_into__in=new)).values_list("pk", "merged_into")
        pks = found | {pk for row in linked for pk in row if pk}
    return found


# ---- the rules ----
def spans_of_cases() -> str:
    """One span when all areas in use agree, else each span with its areas."""
    areas: dict[int, list[str]] = {}
    for area in ServiceArea.objects.filter(is_active=True):
        areas.setdefault(years_of(area), []).append(area.name)
    if len(areas) == 1:
        return years(*areas)
    return "; ".join(f"{years(span)}: {', '.join(names)}" for span, names in sorted(areas.items()))


def register_rules():
    register_subjects(
        Subject("person", _("Person"), find_person, same_persons),
        Subject("case", _("Case"), lambda text: find_numbered(Case, text)),
        Subject("contact", _("Contact"), lambda text: find_numbered(Contact, text)),
    )
    register(*contact_rules(), *mark_rules())


def contact_rules() -> list[RetentionRule]:
    return [
        RetentionRule(
            code="cases",
            label=_("Closed cases, with their contacts"),
            source=_("Act on client data in healthcare and social welfare (703/2023): from closing, by service area."),
            period=spans_of_cases,
            rows=Case.objects.all,
            due=due_cases,
            destroy=destroy_cases,
            holds=OF_CASE,
        ),
        RetentionRule(
            code="contacts_of_persons",
            label=_("A person's contacts without a case: texts and the person"),
            source=_("As long as a closed case. Codes stay for the figures."),
            period=lambda: years(kept_for("contact_of_person_years")),
            rows=lambda: whole_contacts().filter(NAMED),
            due=due_named_contacts,
            destroy=erase_contacts,
            holds=OF_CONTACT,
        ),
        RetentionRule(
            code="contact_texts",
            label=_("Texts of contacts without a person"),
            source=_("The controller's decision. Codes stay for the figures."),
            period=lambda: months(kept_for("contact_text_months")),
            rows=lambda: whole_contacts().filter(NAMELESS),
            due=due_nameless_contacts,
            destroy=erase_contacts,
            holds=OF_CONTACT,
        ),
        RetentionRule(
            code="persons",
            label=_("Persons without any contact or case"),
            source=_("Nothing that is kept refers to them any more."),
            period=lambda: format_lazy(_("{span} unused"), span=months(kept_for("person_unused_months"))),
            rows=lambda: Person.objects.filter(merged_into=None),
            due=due_persons,
            destroy=destroy_persons,
            holds=OF_PERSON,
        ),
    ]


def mark_rules() -> list[RetentionRule]:
    return [
        RetentionRule(
            code="open_contacts",
            label=_("Open contacts, somebody's unfinished work"),
            source=_("Never erased unseen: the counsellor completes them."),
            period=lambda: days(kept_for("open_contact_days")),
            rows=lambda: Contact.objects.filter(state=ContactState.OPEN),
            due=lambda at: Contact.objects.filter(
                state=ContactState.OPEN, opened_at__lte=before(at, days=kept_for("open_contact_days"))
            ),
        ),
        mark_rule("caller_marks", _("Keyed hashes of anonymous callers' numbers"), CallerMark, "caller_mark_days"),
        mark_rule("continuation_codes", _("Continuation codes of anonymous persons"), ContinuationCode),
    ]


def mark_rule(code: str, label: str, model, setting: str = "") -> RetentionRule:
    return RetentionRule(
        code=code,
        label=label,
        source=_("Only for knowing a person again for a while."),
        period=lambda: days(kept_for(setting)) if setting else _("until they expire"),
        rows=model.objects.all,
        due=lambda at: model.objects.filter(expires_at__lte=at),
        destroy=destroy_rows,
        holds={"contact": "contact_id"},
    )
