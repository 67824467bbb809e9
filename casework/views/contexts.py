"""What the form and the page of a contact are drawn from; a person named there is logged first."""

from django.urls import reverse

from contactcenter import accesslog
from contactcenter.accesslog.models import AccessAction
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission
from contactcenter.reference.cache import rows_in_use
from contactcenter.reference.models import ContactChannel, Language, Municipality, ServiceArea

from .. import access, actions, queries
from ..completeness import EVERY_REASON_AREA
from ..drafts import ContactFacts, read_facts
from ..guidance import Guide
from ..models import (
    Contact,
    ContactParty,
    ContactState,
    DemandClass,
    QuickEnd,
    RoutingDestination,
    Segment,
    SoteLook,
    TopicOutcome,
)
from ..queries import changes, guidance
from .leading import leading_choices, leading_state

ADDRESSES = {
    "draft": "contact_draft", "complete": "contact_complete", "edit": "contact_edit", "form": "contact_form",
    "quick_end": "contact_quick_end", "services": "contact_services", "reasons": "contact_reasons",
    "guidance": "contact_guidance", "page": "contact",
}  # fmt: skip


def form_context(request, contact: Contact, door: str) -> dict:
    """The form of an open contact from its draft, or of a complete one from its row."""
    is_edit = contact.state == ContactState.COMPLETE
    if contact.person_id and not is_edit:  # only an open contact's form shows and chooses the person
        log_person(request.user, contact, door)
    facts = actions.facts_of(contact) if is_edit else read_facts(contact.draft.data)
    version = actions.version_of(contact) if is_edit else contact.draft.version
    guide, choices, steps = Guide(facts, contact), choices_of(request.user, facts), guidance.form_steps()
    areas = list(dict.fromkeys([*(row.pk for row in choices["areas"]), facts.service_area or EVERY_REASON_AREA]))
    return {
        "contact": contact,
        "facts": facts,
        "is_edit": is_edit,
        "elapsed": int((queries.database_now(request.user) - contact.opened_at).total_seconds()),
        "state": {
            **form_state(contact, facts, version, is_edit),
            **leading_state(contact, guide, areas, steps, is_edit=is_edit),
        },
        **choices,
        **leading_choices(guide, facts.service_area, steps),
        "levels": [row for row in guide.levels if row.is_active],
    }


def form_state(contact: Contact, facts: ContactFacts, version: int, is_edit: bool) -> dict:
    """What the page's script begins from: the facts, their version, the names they stand for, the addresses."""
    return {
        "id": str(contact.pk),
        "version": version,
        "data": facts.as_json(),
        "names": queries.names_of(facts),
        "isEdit": is_edit,
        "urls": {name: reverse(f"casework:{view}", args=[contact.pk]) for name, view in ADDRESSES.items()},
    }


def choices_of(user: User, facts: ContactFacts) -> dict:
    """Everything that can be chosen in the form. `digits` lists carry their key, the rest is found by typing."""
    reasons = queries.reasons_by_frequency(user, facts.service_area)
    classes = rows_in_use(DemandClass)
    return {
        "parties": rows_in_use(ContactParty),
        "common_municipalities": queries.common_municipalities(user),
        "municipalities": rows_in_use(Municipality),
        "languages": rows_in_use(Language),
        "areas": rows_in_use(ServiceArea),
        "channels": rows_in_use(ContactChannel),
        "common_reasons": reasons[: queries.REASON_DIGITS],
        "reasons": reasons,
        "outcomes": rows_in_use(TopicOutcome),
        "destinations": rows_in_use(RoutingDestination),
        "demand_groups": demand_groups(classes),
        "segments": rows_in_use(Segment),
        "quick_ends": rows_in_use(QuickEnd),
        "sote_looks": [(SoteLook.YES, "1"), (SoteLook.NOT_NEEDED, "2"), (SoteLook.NO, "3")],
    }


def demand_groups(classes: list[DemandClass]) -> list[tuple[str, str, list[tuple[DemandClass, str]]]]:
    """(kind, its words, [(class, digit)]): digits stay the same every day, so that fingers learn them."""
    keys = {"value": "12345", "failure": "6789", "neutral": "0"}
    groups = []
    for kind, words in DemandClass.KINDS:
        rows = [row for row in classes if row.kind == kind]
        digits = keys[kind].ljust(len(rows))
        groups.append((kind, words, [(row, digit.strip()) for row, digit in zip(rows, digits, strict=False)]))
    return groups


def detail_context(request, contact: Contact, door: str) -> dict:
    """What a complete contact shows."""
    if contact.person_id:
        log_person(request.user, contact, door)
    editable = access.contacts_of(request.user, Permission.CONTACT_EDIT)
    return {
        "is_beside": door == "contact_form",  # its heading is then the page's second
        "contact": contact,
        "topics": queries.topics_with_routings(contact),
        "triggers": contact.triggers.select_related("trigger", "level"),
        "assessment": guidance.assessment_of(contact),
        "told": guidance.first_information_of(contact),
        "earlier": guidance.earlier_link(contact, access.contacts_of(request.user)),
        "history": changes.history_of(contact),
        "may_edit": editable.filter(pk=contact.pk).exists(),
    }


def log_person(user: User, contact: Contact, door: str):
    """A contact in reach is its own ground: open, own, or of the own units."""
    is_open = contact.state == ContactState.OPEN
    is_own = contact.handled_by_id == user.pk or (is_open and contact.recorded_by_id == user.pk)
    ground = ("open_contact" if is_open else "own") if is_own else "unit"
    accesslog.record(
        user=user, action=AccessAction.VIEW, door=f"casework:{door}", ground=ground, subjects=[contact.person_id],
        contact=contact.pk,
    )  # fmt: skip
