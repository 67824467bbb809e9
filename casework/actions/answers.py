"""Writing what a contact learned while the form led: triggers, segment assessment, first information, and the
earlier contact it goes on from."""

from contactcenter.accounts.models import User

from ..completeness import Choices
from ..drafts import ContactFacts
from ..models import Contact, ContactTrigger, ContinuationCode, FirstInformationAnswer, SegmentAssessment
from ..queries import database_now
from .rows import remove, save, save_if_changed


def write_answers(contact: Contact, facts: ContactFacts, choices: Choices, by: User):
    """To be called within the action that writes the contact, after its own row."""
    _write_triggers(contact, choices, by)
    _write_assessment(contact, facts, choices, by)
    _write_first_information(contact, choices, by)


def _write_triggers(contact: Contact, choices: Choices, by: User):
    """A trigger that stays keeps the level it had when it was marked."""
    present = {row.trigger_id: row for row in contact.triggers.all()}
    wanted = {trigger.pk: trigger for trigger in choices.guide.marked}
    remove([row for code, row in present.items() if code not in wanted], by)
    for code, trigger in wanted.items():
        if code not in present:
            save(ContactTrigger(contact=contact, trigger_id=code, level_id=trigger.level_id), by)


def _write_assessment(contact: Contact, facts: ContactFacts, choices: Choices, by: User):
    present = SegmentAssessment.objects.filter(contact=contact).first()
    if not facts.segment_answers or choices.guide.rules is None:
        remove([present] if present else [], by)
        return
    found = choices.guide.suggestion
    is_override = choices.segment != found.segment
    values = {
        "rules_id": choices.guide.rules.pk, "answers": facts.segment_answers,
        "resources": found.resources, "complexity": found.complexity,
        "suggested_id": found.segment, "suggested_level_id": found.level,
        "chosen_id": choices.segment, "override_reason": facts.segment_reason.strip() if is_override else "",
    }  # fmt: skip
    save_if_changed(present or SegmentAssessment(contact=contact), values, by)


def _write_first_information(contact: Contact, choices: Choices, by: User):
    """An answer that stays keeps who recorded it and when."""
    present = {row.item_id: row for row in contact.first_information.all()}
    wanted = {item.pk: value for item, value in choices.told.items()}
    remove([row for code, row in present.items() if code not in wanted], by)
    changed = {code: value for code, value in wanted.items() if not _stands(present.get(code), value, choices.told_by)}
    if not changed:
        return
    now = database_now(by)
    for code, value in changed.items():
        row = present.get(code) or FirstInformationAnswer(contact=contact, item_id=code)
        save_if_changed(row, {"value": value, "source_id": choices.told_by, "recorded_at": now, "recorded_by": by}, by)


def _stands(row: FirstInformationAnswer | None, value: str, source: str) -> bool:
    return row is not None and (row.value, row.source_id) == (value, source)


def earlier_of(contact: Contact, choices: Choices) -> Contact | None:
    """The earlier contact: the one the form names for failure demand, or the one a spoken code led to.

    To be asked before the contact takes its new demand class.
    """
    named = choices.single["earlier_contact"]
    if named and choices.demand_kind == "failure":
        return named
    return contact.earlier if _is_continued(contact) else None


def _is_continued(contact: Contact) -> bool:
    """Only a spoken code gives an earlier contact to one that is no failure demand."""
    if contact.earlier_id is None:
        return False
    return contact.demand_kind != "failure" or ContinuationCode.objects.filter(contact=contact.earlier_id).exists()
