"""Rows with texts of every kind, and a clock that is moved on."""

from datetime import UTC, datetime, timedelta

import pytest

from casework import actions
from casework.models import (
    Case,
    CaseNote,
    CaseOutcome,
    CaseState,
    Contact,
    FirstInformation,
    FirstInformationAnswer,
    Person,
    SegmentAssessment,
    SegmentRules,
    Task,
)
from contactcenter import timestamps
from tests.casework.conftest import guided, whole
from tests.factories import make_user

CANARY = "Kanarialintu"
LONG_AGO = datetime(2010, 5, 17, 9, 30, tzinfo=UTC)


@pytest.fixture
def counsellor(db):
    return make_user("counsellor")


@pytest.fixture
def privacy(db):
    return make_user("privacy", first_name="Tiina", last_name="Turvaaja")


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)`: from here on it is that moment."""

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(timestamps, "now", lambda: moment)
        return moment

    return set_to


@pytest.fixture
def make_contact(counsellor):
    """A complete contact with a canary in each text, opened at `at`."""

    def make(at=LONG_AGO, person=None, case=None) -> Contact:
        contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        topics = guided(destination="R99", reason_text=CANARY)
        facts = whole(contact, note=CANARY, prevention=CANARY, topics=topics)
        contact = actions.complete_contact(contact, facts=facts, by=counsellor)
        contact.note = contact.prevention = CANARY
        contact.save()
        topic = contact.topics.get()
        topic.missing_service = CANARY
        topic.save()
        FirstInformationAnswer.objects.create(
            contact=contact, item=FirstInformation.objects.first(), value=CANARY, source_id="SELF",
            recorded_at=at, recorded_by=counsellor,
        )  # fmt: skip
        SegmentAssessment.objects.create(
            contact=contact, rules=SegmentRules.objects.first(), suggested_id="OMA", suggested_level_id="L1",
            chosen_id="VER", override_reason=CANARY,
        )  # fmt: skip
        moved = {"opened_at": at, "opened_on": timestamps.local_day(at), "person": person, "case": case}
        Contact.objects.filter(pk=contact.pk).update(**moved)
        return Contact.objects.get(pk=contact.pk)

    return make


@pytest.fixture
def make_person(counsellor):
    def make(at=LONG_AGO, **values) -> Person:
        values = {"last_name": CANARY, "language_id": "fi", "unit": counsellor.unit, "created_by": counsellor, **values}
        person = Person.objects.create(**values)
        Person.objects.filter(pk=person.pk).update(created_at=at)
        Person.history.filter(id=person.pk).update(history_date=at)
        return Person.objects.get(pk=person.pk)

    return make


@pytest.fixture
def make_case(counsellor):
    """A closed case with a note, a task and their history."""

    def make(closed_at=LONG_AGO, area="IAK", person=None, number="A10-00001") -> Case:
        case = Case.objects.create(
            number=number, subject=CANARY, person=person, service_area_id=area, language_id="fi",
            unit=counsellor.unit, state=CaseState.objects.filter(is_closed=True).first(), is_closed=True, level_id="L2",
            own_words=CANARY, outcome=CaseOutcome.objects.first(), closing_note=CANARY, opened_by=counsellor,
            opened_at=closed_at - timedelta(days=30), closed_at=closed_at,
        )  # fmt: skip
        CaseNote.objects.create(case=case, text=CANARY, written_by=counsellor, written_at=closed_at)
        Task.objects.create(case=case, title=CANARY, due_on=closed_at.date(), unit=case.unit, created_by=counsellor)
        return case

    return make
