"""The access log: one entry per page, never altered, and no data without it."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from contactcenter import accesslog, timestamps
from contactcenter.accesslog.actions import LogUnavailable, record
from contactcenter.accesslog.models import AccessAction, AccessEntry, AccessSeal, AccessSubject
from contactcenter.accounts.roles import Role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def make_entry(user=None, *, subjects=1, **fields):
    """An entry about `subjects`: their number, or their identifiers."""
    people = [uuid.uuid4() for _ in range(subjects)] if isinstance(subjects, int) else subjects
    values = {"action": AccessAction.VIEW, "door": "casework:person", "ground": "own", "subjects": people} | fields
    return record(user=user or make_user(Role.COUNSELLOR), **values)


def test_an_entry_holds_who_in_which_role_and_whom():
    user = make_user(Role.COUNSELLOR, first_name="Anu", last_name="Aalto")
    contact = uuid.uuid4()
    entry = AccessEntry.objects.get(pk=make_entry(user, subjects=3, contact=contact).pk)
    assert (entry.user_id, entry.user_name, entry.role) == (user.pk, "Anu Aalto", "counsellor")
    assert (entry.unit_name, entry.contact_id, entry.subjects.count()) == ("Keskus", contact, 3)
    assert entry.at is not None


def test_the_package_itself_records():
    person = uuid.uuid4()
    accesslog.record(user=make_user(Role.LEAD), action="view", door="x", ground="unit", subjects=[person])
    assert AccessSubject.objects.get().person_id == person


def test_a_person_shown_twice_is_one_subject():
    person = uuid.uuid4()
    entry = record(user=make_user(Role.LEAD), action="list", door="x", ground="unit", subjects=[person, person])
    assert entry.subjects.count() == 1


def test_the_role_is_the_one_that_sees_persons():
    assert make_entry(make_user(Role.SUPERVISOR, Role.LEAD)).role == "lead"


def test_an_entry_goes_with_its_transaction():
    user = make_user(Role.COUNSELLOR)
    with transaction.atomic():
        make_entry(user)
        transaction.set_rollback(True)
    assert not AccessEntry.objects.exists()


CHANGES = ["update", "delete"] + ["truncate"] * (connection.vendor == "postgresql")  # SQLite has no TRUNCATE


@pytest.mark.parametrize("model", [AccessEntry, AccessSubject, AccessSeal])
@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_changes(model, change):
    make_entry()
    AccessSeal.objects.create(first_entry_id=1, last_entry_id=1, hash="x", sealed_at=timestamps.now())
    table = model._meta.db_table
    statement = {
        "update": f"UPDATE {table} SET id = id",
        "delete": f"DELETE FROM {table}",
        "truncate": f"TRUNCATE {table} CASCADE",
    }[change]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert model.objects.count() == 1


def test_without_the_log_there_is_no_data(monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    user = make_user(Role.COUNSELLOR)
    monkeypatch.setattr(AccessSubject.objects, "bulk_create", full)
    with pytest.raises(LogUnavailable) as refusal:
        make_entry(user)
    assert refusal.value.status == 503
    assert not AccessEntry.objects.exists()
