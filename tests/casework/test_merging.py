"""Two rows of one human being become one, with a journal; undone, everything is as it was."""

import threading

import pytest
from django.db import connection

from casework import access, actions
from casework.models import Case, Contact, Person, PersonFlag, PersonMerge, Representative
from casework.queries.person_search import person_hits
from contactcenter.accesslog.models import AccessEntry
from contactcenter.errors import ActionRefused
from contactcenter.personal_data import identity_codes
from contactcenter.reference.models import Language
from tests.factories import make_user, sign_in
from tests.personal_data.codes import artificial

from .conftest import whole

pytestmark = pytest.mark.django_db
CODES = [artificial(number=901), artificial(number=902)]
REASON = "Sama puhelin ja syntymäaika"


def make(by, last, **values) -> Person:
    return actions.create_person(by=by, last_name=last, language=Language.objects.get(pk="fi"), **values)


@pytest.fixture
def kept(counsellor):
    return make(counsellor, "Lumetti", first_name="Aino", phone="040 123 4567", safe_to_call="yes")


@pytest.fixture
def gone(counsellor):
    return make(
        counsellor, "Lumeti", first_name="Aino Maria", email="aino@example.fi", safe_to_call="no", birth_year=1938,
        identity_code=CODES[0],
    )  # fmt: skip


@pytest.fixture
def busy(counsellor, gone, contact):
    """The one who goes has a complete contact, an open one, a case, a flag and somebody close."""
    actions.attach_person(contact, person=gone, by=counsellor)
    actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    opened = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(opened, person=gone, by=counsellor)
    actions.add_flag(gone, by=counsellor, kind="stop", text="Koira", until_on=None)
    actions.add_representative(gone, by=counsellor, name="Tytär", ground="consent")
    Case.objects.create(
        number="A26-1", subject="Kotihoito", person=gone, service_area_id="IAK", language_id="fi", unit=counsellor.unit,
        state_id=Case._meta.get_field("state").related_model.objects.get(is_first=True).pk, level_id="L2",
        acts_next="unit", next_step="Soitto", next_on="2026-12-01", opened_by=counsellor, opened_at=contact.opened_at,
    )  # fmt: skip
    return gone


def merged(kept, gone, by, taken=()) -> PersonMerge:
    return actions.merge_persons(kept, gone=gone, by=by, taken=set(taken), reason=REASON)


def everything_of(person) -> dict[str, int]:
    return {
        model.__name__: model.objects.filter(person=person).count()
        for model in (Contact, Case, PersonFlag, Representative)
    }


ALL = {"Contact": 2, "Case": 1, "PersonFlag": 1, "Representative": 1}
NONE = dict.fromkeys(ALL, 0)


def test_everything_moves_and_each_move_is_in_history(kept, busy, lead):
    merge = merged(kept, busy, lead)
    assert everything_of(kept) == ALL
    assert everything_of(busy) == NONE
    complete = Contact.objects.get(state="complete")
    assert [row.person_id for row in complete.history.order_by("history_id")] == [busy.pk, kept.pk]
    assert complete.history.first().history_user == lead
    assert not Contact.objects.get(state="open").history.exists()
    assert (merge.reason, merge.by) == (REASON, lead)


def test_the_merged_one_is_not_found_and_its_page_leads_to_the_one_kept(client, counsellor, kept, gone, lead):
    merged(kept, gone, lead)
    assert person_hits("lumetti").persons == [kept]
    assert person_hits(CODES[0]).persons == []
    answer = sign_in(client, counsellor).get(f"/persons/{gone.pk}/")
    assert answer.headers["Location"] == f"/persons/{kept.pk}/"
    assert client.get(f"/persons/{gone.pk}/edit/").status_code == 404


def test_of_each_field_the_chosen_value_stays(kept, gone, lead):
    merged(kept, gone, lead, ["last_name", "email", "identity_code", "safe_to_call"])
    kept.refresh_from_db()
    assert (kept.last_name, kept.first_name, kept.email) == ("Lumeti", "Aino", "aino@example.fi")
    assert (kept.phone, kept.safe_to_call) == ("040 123 4567", "no")
    assert identity_codes.unseal(kept.identity_code_sealed) == CODES[0]
    assert person_hits("aino@example.fi").persons == person_hits(CODES[0]).persons == [kept]


def test_undoing_gives_everything_back(kept, busy, lead):
    actions.change_person(kept, by=lead, identity_code=CODES[1])
    before = Person.objects.filter(pk=kept.pk).values().get()
    merge = merged(kept, busy, lead, ["last_name", "email", "birth_year", "identity_code", "safe_to_call"])
    actions.undo_merge(merge, by=lead)
    after = Person.objects.filter(pk=kept.pk).values().get()
    assert everything_of(kept) == NONE
    assert everything_of(busy) == ALL
    sealed = [row.pop("identity_code_sealed") for row in (before, after)]
    assert before == after
    assert [identity_codes.unseal(one) for one in sealed] == [CODES[1]] * 2
    assert person_hits(CODES[0]).persons == [busy]
    assert person_hits("lumetti").persons == [busy, kept]


def test_what_was_written_since_stays_where_it_is(kept, busy, lead):
    merge = merged(kept, busy, lead, ["last_name", "email"])
    actions.change_person(kept, by=lead, last_name="Lumettinen")
    Case.objects.update(person=None)  # somebody took it off meanwhile
    later = actions.add_flag(kept, by=lead, kind="info", text="Uusi", until_on=None)
    actions.undo_merge(merge, by=lead)
    kept.refresh_from_db()
    later.refresh_from_db()
    assert (kept.last_name, kept.email, later.person) == ("Lumettinen", "", kept)
    assert Case.objects.get().person is None


def test_nothing_of_a_person_is_merged_or_undone_twice(kept, gone, lead, counsellor):
    merge = merged(kept, gone, lead)
    third = make(counsellor, "Kolmas")
    for one, other in ((kept, gone), (gone, kept), (gone, third), (third, gone), (kept, kept)):
        with pytest.raises(ActionRefused):
            merged(one, other, lead)
    onward = merged(third, kept, lead)
    with pytest.raises(ActionRefused):
        actions.undo_merge(merge, by=lead)
    actions.undo_merge(onward, by=lead)
    actions.undo_merge(merge, by=lead)
    with pytest.raises(ActionRefused):
        actions.undo_merge(merge, by=lead)
    assert set(Person.objects.values_list("merged_into", flat=True)) == {None}


def test_an_identity_code_given_to_another_meanwhile_stops_the_undoing(kept, gone, lead, counsellor):
    merge = merged(kept, gone, lead)
    make(counsellor, "Toinen", identity_code=CODES[0])
    with pytest.raises(ActionRefused):
        actions.undo_merge(merge, by=lead)
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_the_journal_holds_no_identity_code_to_read_and_is_resealed(kept, gone, lead, settings):
    actions.change_person(kept, by=lead, identity_code=CODES[1])
    merge = merged(kept, gone, lead, ["identity_code"])
    assert CODES[0] not in str(merge.moved)
    assert CODES[1] not in str(merge.moved)
    settings.IDENTITY_KEYS = ["a new long random key", *settings.IDENTITY_KEYS]
    actions.reseal_identity_codes()
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[:1]
    actions.undo_merge(merge, by=lead)
    kept.refresh_from_db()
    assert identity_codes.unseal(kept.identity_code_sealed) == CODES[1]


def test_attaching_the_merged_one_is_refused(kept, gone, lead, counsellor, contact):
    merged(kept, gone, lead)
    with pytest.raises(ActionRefused):
        actions.attach_person(contact, person=gone, by=counsellor)


@pytest.mark.django_db(transaction=True)
def test_two_leads_merging_each_way_at_once_leave_one_person(kept, gone, lead):
    """Whoever is second hears that it was done already; nobody waits for ever."""
    other, barrier, heard = make_user("lead"), threading.Barrier(2), []

    def go(one, two, by):
        barrier.wait()
        try:
            merged(one, two, by)
        except ActionRefused as refusal:
            heard.append(refusal.code)
        finally:
            connection.close()

    both = [threading.Thread(target=go, args=args) for args in ((kept, gone, lead), (gone, kept, other))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)
    assert heard == ["merged"]
    assert Person.objects.filter(merged_into=None).count() == 1
    assert PersonMerge.objects.count() == 1


# ---- through the pages ----


def entries():
    return [(e.action, e.ground, {s.person_id for s in e.subjects.all()}) for e in AccessEntry.objects.order_by("pk")]


def test_a_lead_finds_compares_and_merges_with_both_in_the_log(client, kept, gone, lead):
    sign_in(client, lead)
    found = client.get(f"/persons/{kept.pk}/merge/").content.decode()
    assert f"/persons/{kept.pk}/merge/{gone.pk}/" not in found  # nothing but the name is alike
    hits = client.post(f"/persons/{kept.pk}/merge/", {"text": "aino"}).content.decode()
    assert f"/persons/{kept.pk}/merge/{gone.pk}/" in hits
    assert f"/persons/{kept.pk}/merge/{kept.pk}/" not in hits
    page = client.get(f"/persons/{kept.pk}/merge/{gone.pk}/").content.decode()
    assert 'name="safe_to_call" value="gone" aria-describedby="row-safe_to_call" checked' in page
    assert 'name="last_name" value="kept" aria-describedby="row-last_name" checked' in page
    assert CODES[0] not in page
    values = {"confirmed": "1", "reason": REASON, "safe_to_call": "gone", "last_name": "kept", "email": "gone"}
    answer = client.post(f"/persons/{kept.pk}/merge/{gone.pk}/", values)
    assert answer.headers["Location"] == f"/persons/{kept.pk}/"
    kept.refresh_from_db()
    assert (kept.safe_to_call, kept.last_name, kept.email) == ("no", "Lumetti", "aino@example.fi")
    both = {kept.pk, gone.pk}
    assert entries()[1:] == [("list", "unit", both), ("view", "unit", both), ("change", "unit", both)]
    own = client.get(f"/persons/{kept.pk}/").content.decode()
    assert REASON in own
    client.post(f"/persons/{kept.pk}/merges/{PersonMerge.objects.get().pk}/undo/")
    assert PersonMerge.objects.get().undone_by == lead
    assert entries()[-1] == ("change", "unit", both)


def test_a_merge_needs_a_reason(client, kept, gone, lead):
    sign_in(client, lead)
    answer = client.post(f"/persons/{kept.pk}/merge/{gone.pk}/", {"confirmed": "1", "reason": ""})
    assert answer.status_code == 200
    assert not PersonMerge.objects.exists()


def test_somebody_of_another_unit_is_compared_only_with_a_reason(client, kept, stranger, lead):
    foreign = make(stranger, "Lumetti", first_name="Aino", phone="0401234567")
    sign_in(client, lead)
    refused = client.get(f"/persons/{kept.pk}/merge/{foreign.pk}/")
    assert (refused.status_code, "Lumetti" in refused.content.decode(), entries()) == (403, False, [])
    page = client.post(f"/persons/{kept.pk}/merge/{foreign.pk}/", {"reason": REASON})
    assert "data-cc-confirm" in page.content.decode()
    assert not PersonMerge.objects.exists()
    assert entries() == [("view", "reason", {kept.pk, foreign.pk})]
    client.post(f"/persons/{kept.pk}/merge/{foreign.pk}/", {"reason": REASON, "confirmed": "1"})
    assert entries()[1:] == [("change", "reason", {kept.pk, foreign.pk})]
    assert access.ground_for(lead, kept)


def test_a_counsellor_merges_nobody(client, counsellor, kept, gone):
    sign_in(client, counsellor)
    assert client.get(f"/persons/{kept.pk}/merge/").status_code == 403
    assert client.post(f"/persons/{kept.pk}/merge/{gone.pk}/", {"reason": REASON, "confirmed": "1"}).status_code == 403
    assert "/merge/" not in client.get(f"/persons/{kept.pk}/").content.decode()


def test_the_search_asks_as_much_for_two_as_for_ten(client, kept, lead, counsellor, django_assert_max_num_queries):
    sign_in(client, lead)
    counts = []
    for number in range(10):
        make(counsellor, "Kangastus", first_name=f"Aino{number}")
        if number in (1, 9):
            with django_assert_max_num_queries(60) as asked:
                client.post(f"/persons/{kept.pk}/merge/", {"text": "kangastus"})
            counts.append(len(asked))
    assert counts[0] == counts[1]
