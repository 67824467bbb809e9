"""Completing a contact and editing it afterwards; from here on every change has its history."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused

from ..completeness import Choices, Problem, problems_of
from ..drafts import ContactFacts, RoutingFacts, TopicFacts, read_facts
from ..models import (
    Contact,
    ContactDraft,
    ContactState,
    ContactTopic,
    ContactTrigger,
    FirstInformationAnswer,
    QuickEnd,
    Routing,
    SegmentAssessment,
)
from ..queries import database_now
from .answers import earlier_of, write_answers
from .drafting import Conflict, check_version, lock_open_contact
from .rows import remove, save, save_if_changed

COLUMNS = ("channel", "party", "language", "service_area", "municipality", "demand_class", "cause_provider")
PARTS = (ContactTopic, Routing, ContactTrigger, SegmentAssessment, FirstInformationAnswer)


# What apps above do when a contact has become complete, after the commit and with its id; registered at the start.
after_completion: list[Callable[[UUID], None]] = []


class Incomplete(ActionRefused):
    """Something required is missing; `problems` says what and where."""

    def __init__(self, problems: list[Problem]):
        super().__init__(_("Something is still missing."), code="incomplete", status=422)
        self.problems = problems


@transaction.atomic
def complete_contact(contact: Contact, *, facts: ContactFacts, by: User, version: int | None = None) -> Contact:
    """Write the form's facts to the contact, its questions and routings, and end it. Raises `Incomplete`
    with every problem, or `Conflict` when `version` is not the draft's."""
    locked = lock_open_contact(contact)
    check_version(ContactDraft.objects.get(contact=locked), version)
    _end(locked, by)
    write_facts(locked, facts, by)
    ContactDraft.objects.filter(contact=locked).delete()
    return locked


@transaction.atomic
def end_quickly(
    contact: Contact, *, quick_end: QuickEnd, by: User, facts: ContactFacts | None = None, version: int | None = None
) -> Contact:
    """Complete at once a contact that came to nothing, with the demand class of `quick_end` and the note so far."""
    locked = lock_open_contact(contact)
    draft = ContactDraft.objects.get(contact=locked)
    check_version(draft, version)
    locked.note = (facts or read_facts(draft.data)).note
    locked.quick_end, locked.demand_class = quick_end, quick_end.demand_class
    locked.demand_kind = quick_end.demand_class.kind
    _end(locked, by)
    locked._history_user = by
    locked.save()
    draft.delete()
    return locked


@transaction.atomic
def edit_contact(contact: Contact, *, facts: ContactFacts, by: User, version: int | None = None) -> Contact:
    """Change a complete contact. `version` is the number of its history the form began from."""
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.state != ContactState.COMPLETE:
        raise ActionRefused(_("This contact is still open."))
    if version is not None and version != version_of(locked):
        raise Conflict(version_of(locked), facts_of(locked).as_json())
    locked.quick_end = None
    write_facts(locked, facts, by)
    return locked


def version_of(contact: Contact) -> int:
    """How many times a complete contact or anything of it has been written."""
    parts = [part.history.filter(contact_id=contact.pk) for part in PARTS]
    return sum(rows.count() for rows in (Contact.history.filter(id=contact.pk), *parts))


def facts_of(contact: Contact) -> ContactFacts:
    """A complete contact as the form's facts."""
    routings: dict[int, list[RoutingFacts]] = {}
    for row in contact.routings.order_by("pk"):
        facts = RoutingFacts(row.destination_id, str(row.service_id or ""), row.is_by_rule, row.reason_text)
        routings.setdefault(row.topic_id, []).append(facts)
    assessment = SegmentAssessment.objects.filter(contact=contact).first()
    return ContactFacts(
        note=contact.note, channel=contact.channel_id, party=contact.party_id, language=contact.language_id,
        service_area=contact.service_area_id, municipality=contact.municipality_id or "",
        is_municipality_unknown=contact.is_municipality_unknown, demand_class=contact.demand_class_id or "",
        cause_provider=str(contact.cause_provider_id or ""), is_cause_unknown=contact.is_cause_unknown,
        prevention=contact.prevention, sote_look=contact.sote_look, segment=contact.segment_id or "",
        segment_reason=assessment.override_reason if assessment else "", level=contact.level_id,
        earlier_contact=str(contact.earlier_id or ""), interpreter=contact.interpreter,
        triggers=list(contact.triggers.values_list("trigger", flat=True)),
        first_information=dict(contact.first_information.values_list("item", "value")),
        segment_answers=assessment.answers if assessment else {},
        topics=[
            TopicFacts(
                topic.reason_id, topic.outcome_id, topic.is_main, routings.get(topic.pk, []),
                topic.is_service_missing, topic.missing_service,
            )
            for topic in contact.topics.all()
        ],
    )  # fmt: skip


def _end(contact: Contact, by: User):
    contact.completed_at = database_now(by)
    contact.ended_at = contact.ended_at or contact.completed_at
    contact.state = ContactState.COMPLETE
    for follow in after_completion:
        transaction.on_commit(partial(follow, contact.pk), robust=True)


def write_facts(contact: Contact, facts: ContactFacts, by: User):
    """Check everything, then write; the database's own constraints speak the same sentences."""
    choices = Choices(facts, contact)
    if problems := problems_of(facts, choices):
        raise Incomplete(problems)
    try:
        with transaction.atomic():
            _write_contact(contact, facts, choices, by)
            _write_topics(contact, facts, choices, by)
            write_answers(contact, facts, choices, by)
    except IntegrityError as error:
        raise Incomplete([Problem("", sentence_of(error))]) from error


def _write_contact(contact: Contact, facts: ContactFacts, choices: Choices, by: User):
    contact.earlier = earlier_of(contact, choices)
    for name in COLUMNS:
        setattr(contact, name, choices.single[name])
    contact.level, contact.segment_id = choices.level, choices.segment or None
    contact.note, contact.prevention, contact.interpreter = facts.note, facts.prevention, facts.interpreter
    contact.is_municipality_unknown = facts.is_municipality_unknown
    contact.demand_kind = choices.demand_kind
    if contact.demand_kind != "failure":
        contact.cause_provider, contact.prevention = None, ""
    contact.is_cause_unknown = facts.is_cause_unknown and contact.demand_kind == "failure"
    contact.sote_look = choices.sote_look
    save(contact, by)


def _write_topics(contact: Contact, facts: ContactFacts, choices: Choices, by: User):
    """Questions are known by their reason: those that stay keep their row, so that history reads as one."""
    present = {topic.reason_id: topic for topic in contact.topics.all()}
    wanted = {topic.reason for topic in facts.topics}
    gone = [topic for reason, topic in present.items() if reason not in wanted]
    remove([routing for topic in gone for routing in topic.routings.all()], by)
    remove(gone, by)
    _unset_main([topic for topic in present.values() if topic.pk], facts, by)
    for position, topic_facts in enumerate(facts.topics):
        topic = present.get(topic_facts.reason) or ContactTopic(contact=contact, reason_id=topic_facts.reason)
        values = {
            "outcome_id": topic_facts.outcome, "is_main": topic_facts.is_main, "position": position,
            "is_service_missing": topic_facts.is_service_missing,
            "missing_service": topic_facts.missing_service if topic_facts.is_service_missing else "",
        }  # fmt: skip
        save_if_changed(topic, values, by)
        _write_routings(topic, topic_facts, choices, by)


def _unset_main(topics, facts: ContactFacts, by: User):
    """Before another question becomes the main one, since there may be only one at any moment."""
    main = {topic.reason for topic in facts.topics if topic.is_main}
    for topic in topics:
        if topic.is_main and topic.reason_id not in main:
            save_if_changed(topic, {"is_main": False}, by)


def _write_routings(topic: ContactTopic, facts: TopicFacts, choices: Choices, by: User):
    """A routing that stays keeps its frozen flags; a changed one is a new row."""
    present = {_key_of(row): row for row in topic.routings.all()}
    wanted = {(item.destination, item.service, item.reason_text): item for item in facts.routings}
    remove([row for key, row in present.items() if key not in wanted], by)
    for key, item in wanted.items():
        if key not in present:
            save(_new_routing(topic, item, choices), by)


def _key_of(routing: Routing) -> tuple[str, str, str]:
    return routing.destination_id, str(routing.service_id or ""), routing.reason_text


def _new_routing(topic: ContactTopic, item: RoutingFacts, choices: Choices) -> Routing:
    destination, service = choices.destinations[item.destination], choices.services.get(item.service)
    return Routing(
        contact_id=topic.contact_id, topic=topic, destination=destination, service=service,
        provider=service.provider if service else None, provider_type=service.provider.type_id if service else "",
        outside_sote=destination.outside_sote, is_urgent=destination.is_urgent,
        is_by_rule=item.is_by_rule and service is not None, reason_text=item.reason_text,
    )  # fmt: skip


def sentence_of(error: IntegrityError) -> str:
    """The sentence of the constraint that refused a row; a general one where the database does not name it."""
    for model in (Contact, *PARTS):
        for constraint in model._meta.constraints:
            if constraint.name in str(error):
                return str(constraint.violation_error_message)
    return _("Somebody changed the same contact at the same moment. Try again.")
