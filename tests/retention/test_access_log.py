"""The access log loses whole seals from its old end, by command only, and verifies afterwards."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from contactcenter import timestamps
from contactcenter.accesslog import retention as rule
from contactcenter.accesslog import seals, triggers
from contactcenter.accesslog.models import AccessEntry, AccessSeal, AccessSubject
from contactcenter.personal_data.retention import before
from contactcenter.retention import runs
from tests.accesslog.test_actions import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(privacy, clock, monkeypatch):
    """Six entries, a second apart, under three seals."""
    entries = [make_entry(privacy, subjects=2) for _ in range(6)]
    triggers.lift(connection)
    for number, entry in enumerate(entries):
        AccessEntry.objects.filter(pk=entry.pk).update(at=F("at") + timedelta(seconds=number))
    triggers.lay(connection)
    monkeypatch.setattr(seals, "RUN", 2)
    clock(timestamps.now() + timedelta(hours=1))
    seals.seal_entries()
    return entries


def after_years(entry, *, seconds=0):
    at = AccessEntry.objects.get(pk=entry.pk).at
    return before(at, years=-12) + timedelta(seconds=seconds)


def verdict() -> str:
    out = StringIO()
    call_command("verify_access_log", stdout=out)
    return out.getvalue()


def test_the_nightly_run_only_lists_the_log(sealed, clock):
    clock(after_years(sealed[-1], seconds=1))
    count = runs.erase_due().counts["access_log"]
    assert (count["due"], count["gone"]) == (2, 0)
    assert AccessEntry.objects.count() == 6


def test_the_command_drops_old_seals_and_the_rest_is_whole(sealed, clock):
    clock(after_years(sealed[-1], seconds=1))
    call_command("retention", "--destroy", stdout=StringIO())
    assert list(AccessEntry.objects.order_by("id").values_list("id", flat=True)) == [row.pk for row in sealed[4:]]
    assert AccessSubject.objects.count() == 4
    assert AccessSeal.objects.count() == 1
    assert "is whole" in verdict()


@pytest.mark.parametrize(("last_old", "gone"), [(1, 1), (2, 1), (3, 2)])
def test_a_seal_goes_only_when_all_of_its_entries_are_old(sealed, clock, last_old, gone):
    moment = after_years(sealed[last_old])
    clock(moment)
    assert rule.old_seals(moment).count() == gone


def test_afterwards_nothing_can_be_removed_again(sealed, clock):
    clock(after_years(sealed[-1], seconds=1))
    call_command("retention", "--destroy", stdout=StringIO())
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        AccessEntry.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        AccessEntry.objects.update(reason="")


def test_a_failure_leaves_the_triggers_where_they_were(sealed, clock, monkeypatch):
    clock(after_years(sealed[-1], seconds=1))

    def fail(_connection):
        raise RuntimeError

    monkeypatch.setattr(triggers, "lay", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        rule.drop_seals(rule.old_seals(timestamps.now()))
    assert AccessEntry.objects.count() == 6
    with pytest.raises(DatabaseError, match=triggers.REFUSAL), transaction.atomic():
        AccessEntry.objects.update(reason="")
