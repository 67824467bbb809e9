"""The chain over the access log names the first row that somebody altered behind the application's back."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from contactcenter import timestamps
from contactcenter.accesslog import seals, triggers
from contactcenter.accesslog.models import AccessEntry, AccessSeal
from tests.factories import make_user

from .test_actions import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(monkeypatch):
    """Five entries under three seals, seen an hour later."""
    user = make_user("counsellor")
    entries = [make_entry(user, subjects=2) for _ in range(5)]
    later = timestamps.now() + timedelta(hours=1)
    monkeypatch.setattr(timestamps, "now", lambda: later)
    monkeypatch.setattr(seals, "RUN", 2)
    assert seals.seal_entries() == 5
    assert AccessSeal.objects.count() == 3
    return entries


@pytest.fixture
def tamper():
    """Runs SQL with the database's own rights, past the triggers."""

    def run(statement, *values):
        triggers.lift(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        triggers.lay(connection)

    return run


def verdict() -> str:
    out = StringIO()
    call_command("verify_access_log", stdout=out)
    return out.getvalue()


def test_an_untouched_log_is_whole(settled):
    assert f"whole up to entry {settled[-1].pk}" in verdict()


def test_a_log_without_seals_says_so():
    assert "no seals yet" in verdict()


def test_what_is_sealed_is_not_sealed_again(settled):
    assert seals.seal_entries() == 0


def test_fresh_entries_wait_to_be_sealed():
    make_entry()
    assert seals.seal_entries() == 0


def test_an_altered_entry_is_named(settled, tamper):
    tamper("UPDATE accesslog_accessentry SET user_name = 'Joku Muu' WHERE id = %s", settled[3].pk)
    with pytest.raises(CommandError, match=f"entry {settled[3].pk}: altered"):
        verdict()


def test_an_altered_subject_names_its_entry(settled, tamper):
    tamper(
        "DELETE FROM accesslog_accesssubject WHERE id = (SELECT min(id) FROM accesslog_accesssubject "
        "WHERE entry_id = %s)",
        settled[1].pk,
    )
    with pytest.raises(CommandError, match=f"entry {settled[1].pk}: altered"):
        verdict()


def test_a_missing_entry_is_named(settled, tamper):
    tamper("DELETE FROM accesslog_accesssubject WHERE entry_id = %s", settled[0].pk)
    tamper("DELETE FROM accesslog_accessentry WHERE id = %s", settled[0].pk)
    with pytest.raises(CommandError, match=f"entry {settled[0].pk}: missing"):
        verdict()


def test_an_altered_seal_is_named(settled, tamper):
    seal = AccessSeal.objects.order_by("last_entry_id")[1]
    tamper("UPDATE accesslog_accessseal SET hash = 'f00' WHERE id = %s", seal.pk)
    with pytest.raises(CommandError, match=f"seal {seal.pk}: altered"):
        verdict()


def test_a_removed_seal_is_noticed(settled, tamper):
    seal = AccessSeal.objects.order_by("last_entry_id")[1]
    tamper("DELETE FROM accesslog_accessseal WHERE id = %s", seal.pk)
    with pytest.raises(CommandError, match="does not follow"):
        verdict()


def test_retention_drops_whole_seals_from_the_old_end_and_the_rest_stays_whole(settled):
    oldest = AccessSeal.objects.order_by("last_entry_id").first()
    triggers.lift(connection)
    gone = AccessEntry.objects.filter(id__lte=oldest.last_entry_id)
    for entry in gone:
        entry.subjects.all().delete()
    gone.delete()
    oldest.delete()
    triggers.lay(connection)
    assert "whole up to" in verdict()
