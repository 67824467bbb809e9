"""The story of a case: every change in words, in the reader's language, newest first."""

from datetime import timedelta

import pytest
from django.utils import translation

from casework import actions
from casework.timeline import timeline_of
from contactcenter.timestamps import local_day, now
from tests.factories import sign_in

pytestmark = pytest.mark.django_db
TOMORROW = local_day(now()) + timedelta(days=1)
NEXT = {"acts_next": "unit", "next_step": "Soita tyttärelle", "next_on": TOMORROW}


@pytest.fixture
def worker(counsellor):
    counsellor.first_name, counsellor.last_name = "Sanna", "Lehtimäki"
    counsellor.save()
    return counsellor


@pytest.fixture
def case(contact, worker):
    return actions.open_case(contact=contact, by=worker, subject="Kotiutus", **NEXT)


def words(case, language: str = "fi") -> list[str]:
    with translation.override(language):
        return [f"{entry.line.text} {entry.line.detail}".strip() for entry in timeline_of(case)]


def close(case, by):
    actions.move_case(case, transition="CLOSE", outcome="GOAL", closing_note="Kiitos", by=by)


def reopen(case, by):
    close(case, by)
    actions.move_case(case, transition="REOPEN", reason="Tarve palasi", by=by, **NEXT)


def plan(case, by):
    goals = [actions.GoalFacts("Asuu kotona")]
    actions.save_plan(case, by=by, version=None, own_words="Haluan kotiin", agreed="", fallback="", goals=goals,
                      services=[actions.ServiceFacts(name="Turvapuhelin")])  # fmt: skip


def goal(case, by):
    plan(case, by)
    actions.reach_goal(case.goals.get(), is_reached=True, by=by)


def task(case, by):
    actions.finish_task(actions.add_task(case, by=by, title="Soita", due_on=TOMORROW), by=by)


def service(case, by):
    row = actions.agree_service(case, by=by, name="Turvapuhelin")
    actions.change_agreed_service(row, state="failed", by=by)


CHANGES = [
    (close, "Sanna Lehtimäki päätti asian: tavoitteet saavutettiin Kiitos",
     "Sanna Lehtimäki avslutade ärendet: målen uppnåddes Kiitos"),
    (reopen, "Sanna Lehtimäki avasi asian uudelleen Tarve palasi",
     "Sanna Lehtimäki öppnade ärendet på nytt Tarve palasi"),
    (plan, "Sanna Lehtimäki kirjoitti suunnitelman", "Sanna Lehtimäki skrev planen"),
    (goal, "Tavoite saavutettu: Asuu kotona · Sanna Lehtimäki", "Målet nått: Asuu kotona · Sanna Lehtimäki"),
    (task, "Sanna Lehtimäki teki tehtävän: Soita", "Sanna Lehtimäki utförde uppgiften: Soita"),
    (service, "Turvapuhelin: ei alkanut · Sanna Lehtimäki", "Turvapuhelin: började inte · Sanna Lehtimäki"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "finnish", "swedish"), CHANGES, ids=[row[0].__name__ for row in CHANGES])
def test_a_change_is_told_in_both_languages(case, worker, change, finnish, swedish):
    change(case, worker)
    assert finnish in words(case, "fi")
    assert swedish in words(case, "sv")


def test_the_newest_stands_first_and_the_opening_last_but_its_contact(case, worker):
    task(case, worker)
    told = words(case)
    assert told[0] == "Sanna Lehtimäki teki tehtävän: Soita"
    assert told[-2] == "Sanna Lehtimäki avasi asian"
    assert case.contacts.get().number in told[-1]


def test_what_did_not_change_is_not_told(case, worker):
    before = words(case)
    actions.set_next(case, by=worker, **NEXT)
    assert words(case) == before


def test_another_day_alone_is_told_as_such(case, worker):
    actions.postpone_next(case, by=worker, next_on=TOMORROW + timedelta(days=1))
    assert words(case)[0].startswith("Sanna Lehtimäki siirsi seuraavan toimen päivälle")


def test_an_identity_code_in_a_note_is_told_of_and_then_masked(client, case, worker):
    sign_in(client, worker)
    warned = client.post(f"/cases/{case.pk}/notes/", {"text": "Hetu 131052-952K tässä"})
    assert (warned.status_code, case.notes.count()) == (422, 0)
    assert "Hetu 131052-952K tässä" in warned.content.decode()
    client.post(f"/cases/{case.pk}/notes/", {"text": "Hetu 131052-952K tässä", "knows_mask": "on"})
    assert case.notes.get().text == "Hetu 131052-•••• tässä"


def test_an_annulled_note_stays_struck_with_its_reason(client, case, worker):
    note = actions.write_note(case, text="Toisen ihmisen asia", by=worker)
    actions.annul_note(note, reason="Kirjattu väärään", by=worker)
    page = sign_in(client, worker).get(f"/cases/{case.pk}/timeline/").content.decode()
    assert "Kirjattu väärään" in page
    assert "<s" in page.split("Kirjattu väärään")[1].split("Toisen ihmisen asia")[0]


def test_a_note_is_annulled_by_its_writer_for_a_day_and_by_a_lead_later(case, worker, lead, stranger):
    note = actions.write_note(case, text="Kirjaus", by=worker)
    at = note.written_at
    later = at + timedelta(hours=25)
    may = actions.may_annul
    assert (may(note, worker, at), may(note, worker, later)) == (True, False)
    assert (may(note, stranger, at), may(note, lead, later)) == (False, True)


def test_older_entries_are_shown_when_asked_for(client, case, worker):
    for index in range(55):
        actions.write_note(case, text=f"Kirjaus {index}", by=worker)
    sign_in(client, worker)
    first = client.get(f"/cases/{case.pk}/timeline/").content.decode()
    assert "Kirjaus 0<" not in first
    assert "shown=100" in first
    older = client.get(f"/cases/{case.pk}/timeline/?shown=100").content.decode()
    assert "Kirjaus 0<" in older
