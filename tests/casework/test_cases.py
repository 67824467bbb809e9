"""Cases: opened from a contact with what it knows, numbered once, changed by several; who may open one."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation

from casework import access, actions
from casework.actions import hand_overs
from casework.models import Case, CaseNumberSeries, Contact, HandOver
from casework.queries import cases as queries
from contactcenter.accesslog.models import AccessEntry
from contactcenter.accounts.roles import Permission
from contactcenter.errors import ActionRefused, NotFound
from contactcenter.reference.models import Language
from contactcenter.timestamps import local_day, now
from tests.factories import make_user, sign_in

from .conftest import whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TOMORROW = local_day(now()) + timedelta(days=1)


@pytest.fixture
def in_english():
    """Sentences are compared as they stand in the source."""
    with translation.override("en"):
        yield


def open_for(contact, by, **values) -> Case:
    first = {"subject": "Kotiutus", "responsible": by, "acts_next": "responsible", "next_step": "Soita tyttärelle",
             "next_on": TOMORROW}  # fmt: skip
    return actions.open_case(contact=contact, by=by, **{**first, **values})


@pytest.fixture
def person(counsellor):
    return actions.create_person(by=counsellor, last_name="Esimerkki-Aalto", language=Language.objects.get(pk="fi"))


@pytest.fixture
def named(contact, counsellor, person):
    """A complete contact of somebody known by name."""
    actions.attach_person(contact, person=person, by=counsellor)
    return actions.complete_contact(contact, facts=whole(contact), by=counsellor)


@pytest.fixture
def case(named, counsellor):
    return open_for(named, counsellor)


@pytest.fixture
def anonymous(contact, counsellor):
    return open_for(actions.complete_contact(contact, facts=whole(contact), by=counsellor), counsellor)


# ---- opening ----
def test_what_the_contact_knows_is_not_asked_again(case, named, person):
    known = (case.person, case.service_area_id, case.language_id, case.municipality_id)
    assert known == (person, "IAK", "fi", "853")
    named.refresh_from_db()
    assert named.case == case
    assert case.level_id == "L2"  # advice has no case: following a matter is guidance


def test_an_open_contact_gives_what_its_draft_says(contact, counsellor):
    facts = whole(contact, municipality="680", level="L3", language="sv")
    actions.save_draft(contact, facts=facts, version=1, by=counsellor)
    case = open_for(contact, counsellor)
    assert (case.municipality_id, case.level_id, case.language_id) == ("680", "L3", "sv")
    assert Contact.objects.get(pk=contact.pk).history.count() == 0  # history begins when the contact is complete


def test_a_contact_has_one_case(case, named, counsellor):
    with pytest.raises(ActionRefused, match="already belongs"):
        open_for(named, counsellor)


def test_a_refused_case_leaves_no_trace(named, counsellor):
    with pytest.raises(ActionRefused, match="Choose the responsible person, or let the unit act next"):
        open_for(named, counsellor, responsible=None)
    assert not Case.objects.exists()
    named.refresh_from_db()
    assert named.case is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"next_step": " "}, "Say who acts next"),
        ({"acts_next": ""}, "Say who acts next"),
        ({"acts_next": "other"}, "Write who acts next"),
        ({"level": "L3", "responsible": None, "acts_next": "unit"}, "Intensive guidance needs a responsible person"),
        ({"subject": "x" * 201}, "too long"),
        ({"subject": "a\0b"}, "cannot be saved"),
    ],
    ids=["no step", "nobody", "no name", "intensive", "long", "nul"],
)
def test_the_database_and_the_action_say_what_is_missing(named, counsellor, values, sentence):
    with pytest.raises(ActionRefused, match=sentence):
        open_for(named, counsellor, **values)


def test_numbers_of_a_year_follow_each_other(case, counsellor):
    later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    first, second = case.number, open_for(later, counsellor).number
    assert first.startswith(f"A{local_day(now()).year % 100:02d}-")
    assert int(second[-5:]) == int(first[-5:]) + 1


@pytest.mark.django_db(transaction=True)
def test_cases_opened_at_the_same_moment_have_different_numbers(counsellor):
    contacts = [actions.open_contact(by=counsellor, channel="PUH", language="fi") for _ in range(8)]
    CaseNumberSeries.objects.all().delete()
    together(*[lambda contact=contact: open_for(contact, counsellor) for contact in contacts])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert len(set(numbers)) == 8
    assert [int(number[-5:]) for number in numbers] == list(range(1, 9))


def together(*writes):
    """All at once, each on a connection of its own."""
    barrier = threading.Barrier(len(writes))

    def run(write):
        barrier.wait(timeout=10)
        try:
            write()
        except ActionRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(write,)) for write in writes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


# ---- two editors ----
def test_what_both_changed_is_a_conflict_with_both_texts(case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, subject="Toisen aihe")
    with pytest.raises(actions.CaseConflict) as refused:
        actions.change_case(case, by=counsellor, version=1, subject="Oma aihe")
    assert (refused.value.version, refused.value.theirs) == (2, {"subject": "Toisen aihe"})
    case.refresh_from_db()
    assert case.subject == "Toisen aihe"


def test_what_only_one_changed_is_kept_of_both(case, counsellor, lead):
    actions.set_next(case, by=lead, acts_next="unit", next_step="Tarkista", next_on=TOMORROW, version=1)
    actions.change_case(case, by=counsellor, version=1, subject="Oma aihe")
    case.refresh_from_db()
    assert (case.subject, case.next_step, case.version) == ("Oma aihe", "Tarkista", 3)


def test_the_same_change_twice_is_no_conflict(case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, subject="Sama")
    assert actions.change_case(case, by=counsellor, version=1, subject="Sama").subject == "Sama"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(counsellor):
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    case = open_for(contact, counsellor)
    texts = ["Yksi", "Kaksi"]
    together(*[lambda text=text: actions.change_case(case, by=counsellor, version=1, subject=text) for text in texts])
    case.refresh_from_db()
    assert case.version == 2
    assert case.subject in texts


def test_the_form_shows_both_texts_and_the_next_save_stands(client, case, counsellor, lead):
    actions.change_case(case, by=lead, version=1, subject="Toisen aihe")
    values = {"subject": "Oma aihe", "service_area": "IAK", "level": "L2", "language": "fi", "municipality": "853"}
    sign_in(client, counsellor)
    refused = client.post(f"/cases/{case.pk}/details/", {**values, "version": 1})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Toisen aihe" in page
    assert "Oma aihe" in page
    assert 'name="version" value="2"' in page
    assert client.post(f"/cases/{case.pk}/details/", {**values, "version": 2}).status_code == 302
    case.refresh_from_db()
    assert case.subject == "Oma aihe"


# ---- contacts that join ----
def test_a_later_contact_of_the_same_person_joins(case, counsellor, person):
    later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(later, person=person, by=counsellor)
    actions.attach_contact_to_case(later, case, by=counsellor)
    assert Contact.objects.get(pk=later.pk).case == case


def test_a_contact_of_somebody_else_does_not_join(case, counsellor):
    other = actions.create_person(by=counsellor, last_name="Toinen", language=Language.objects.get(pk="fi"))
    later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(later, person=other, by=counsellor)
    with pytest.raises(ActionRefused, match="different persons"):
        actions.attach_contact_to_case(later, case, by=counsellor)


def test_an_anonymous_case_learns_who_the_person_is(anonymous, counsellor, person):
    later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(later, person=person, by=counsellor)
    actions.attach_contact_to_case(later, anonymous, by=counsellor)
    anonymous.refresh_from_db()
    assert anonymous.person == person


def test_a_case_is_named_only_by_a_contact_of_its_own(anonymous, counsellor, person):
    with pytest.raises(ActionRefused, match="No contact of this case"):
        actions.name_case(anonymous, person=person, by=counsellor)
    Contact.objects.filter(case=anonymous).update(person=person)
    assert list(queries.persons_who_came_known(anonymous)) == [person]
    assert actions.name_case(anonymous, person=person, by=counsellor).person == person


def test_the_form_of_a_new_case_offers_the_open_one_first(client, case, counsellor, person):
    later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    actions.attach_person(later, person=person, by=counsellor)
    sign_in(client, counsellor)
    page = client.get(f"/contacts/{later.pk}/case/").content.decode()
    assert case.number in page
    assert client.post(f"/cases/{case.pk}/join/", {"contact": later.pk}).status_code == 302
    assert Contact.objects.get(pk=later.pk).case == case


def test_a_case_is_opened_through_the_form(client, named, counsellor):
    sign_in(client, counsellor)
    page = client.get(f"/contacts/{named.pk}/case/").content.decode()
    assert 'value="L2" selected' in page
    values = {"subject": "Turvapuhelin", "responsible": counsellor.pk, "level": "L2", "acts_next": "responsible",
              "next_step": "Soita", "next_on": TOMORROW.isoformat()}  # fmt: skip
    answer = client.post(f"/contacts/{named.pk}/case/", values)
    made = Case.objects.get()
    assert answer.url == f"/cases/{made.pk}/"
    assert made.subject == "Turvapuhelin"


def test_what_the_database_refuses_is_said_in_the_form_and_nothing_typed_is_lost(client, named, counsellor):
    values = {"subject": "Turvapuhelin", "responsible": "", "level": "L3", "acts_next": "unit", "next_step": "Soita",
              "next_on": TOMORROW.isoformat()}  # fmt: skip
    answer = sign_in(client, counsellor).post(f"/contacts/{named.pk}/case/", values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Turvapuhelin" in page
    assert not AccessEntry.objects.filter(action="change", door="casework:case_new").exists()


# ---- who may open ----
def reads(user, case) -> bool:
    return access.cases_of(user).filter(pk=case.pk).exists()


def works_on(user, case) -> bool:
    return access.cases_of(user, Permission.CASE_EDIT).filter(pk=case.pk).exists()


def test_own_and_units_cases_open_and_others_do_not(case, counsellor, lead, stranger, supervisor):
    assert [reads(user, case) for user in (counsellor, lead, stranger, supervisor)] == [True, True, False, False]
    assert access.ground_of_case(counsellor, access.get_case(counsellor, case.pk)).code == "own"
    assert access.ground_of_case(lead, access.get_case(lead, case.pk)).code == "unit"
    with pytest.raises(NotFound):
        access.get_case(stranger, case.pk)


def call_of(user, person):
    contact = actions.open_contact(by=user, channel="PUH", language="fi")
    return actions.attach_person(contact, person=person, by=user)


def test_an_open_contact_with_the_person_opens_the_cases_of_ones_areas_until_it_ends(case, person, stranger):
    contact = call_of(stranger, person)
    found = access.get_case(stranger, case.pk)
    assert access.ground_of_case(stranger, found) == ("open_contact", contact.pk)
    assert works_on(stranger, case)
    actions.complete_contact(contact, facts=whole(contact), by=stranger)
    assert not reads(stranger, case)


def test_an_open_contact_opens_no_case_of_another_area(case, person, stranger):
    stranger.service_areas.set(["TYO"])
    call_of(stranger, person)
    assert not reads(stranger, case)


def test_an_open_contact_without_a_person_opens_no_anonymous_case(anonymous, stranger):
    actions.open_contact(by=stranger, channel="PUH", language="fi")
    assert not reads(stranger, anonymous)


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("question", "sent", (True, False)),
        ("transfer", "sent", (True, False)),
        ("transfer", "accepted", (False, False)),
        ("transfer", "returned", (False, False)),
        ("transfer", "withdrawn", (False, False)),
        ("assessment", "sent", (True, False)),
        ("assessment", "accepted", (True, True)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_open_hand_over_opens_the_case_and_a_past_one_does_not(case, counsellor, stranger, kind, state, expected):
    HandOver.objects.create(
        case=case, kind=kind, from_unit=counsellor.unit, from_user=counsellor, to_user=stranger, state=state,
        sent_at=now(), answered_at=None if state == "sent" else now(), reason="Väärä" if state == "returned" else "",
        requested_on=local_day(now()) if kind == "assessment" else None,
    )  # fmt: skip
    assert (reads(stranger, case), works_on(stranger, case)) == expected


def test_who_took_a_case_over_keeps_it_until_it_moves_on(case, counsellor, stranger, lead):
    sent = hand_overs.send_hand_over(case, kind="transfer", by=counsellor, to_user=stranger)
    hand_overs.accept_hand_over(sent, by=stranger)
    assert works_on(stranger, case)
    actions.assign_case(case, responsible=lead, by=stranger)
    assert not reads(stranger, case)


def entries() -> list[tuple]:
    return list(AccessEntry.objects.order_by("pk").values_list("action", "door", "ground", "reason"))


def test_a_stranger_states_a_reason_by_post_and_only_reads(client, case, stranger):
    sign_in(client, stranger)
    asked = client.get(f"/cases/{case.pk}/")
    assert (asked.status_code, "Esimerkki-Aalto" in asked.content.decode(), entries()) == (403, False, [])
    opened = client.post(f"/cases/{case.pk}/", {"reason": "Kantelun käsittely"})
    page = opened.content.decode()
    assert "Esimerkki-Aalto" in page
    assert entries() == [("view", "casework:case", "reason", "Kantelun käsittely")]
    assert f"/cases/{case.pk}/plan/" not in page
    assert client.get(f"/cases/{case.pk}/plan/").status_code == 404
    assert client.get(f"/cases/{case.pk}/timeline/").status_code == 404


def test_an_anonymous_case_never_opens_by_a_reason(client, anonymous, stranger, supervisor):
    for user in (stranger, supervisor):
        assert (
            sign_in(client, user).post(f"/cases/{anonymous.pk}/", {"reason": "Kantelun käsittely"}).status_code == 404
        )


def test_a_supervisor_always_states_a_reason(client, case, supervisor):
    sign_in(client, supervisor)
    assert client.get(f"/cases/{case.pk}/").status_code == 403
    assert client.post(f"/cases/{case.pk}/", {"reason": "Kantelun käsittely"}).status_code == 200


def test_the_page_and_what_it_fetches_are_one_entry(client, case, counsellor):
    sign_in(client, counsellor)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Esimerkki-Aalto" in page
    client.get(f"/cases/{case.pk}/timeline/")
    client.get(f"/cases/{case.pk}/", headers={"HX-Request": "true"})
    assert entries() == [("view", "casework:case", "own", "")]


def test_the_timeline_read_by_itself_leaves_its_own_entry(client, case, counsellor):
    sign_in(client, counsellor).get(f"/cases/{case.pk}/timeline/")
    assert entries() == [("view", "casework:case_timeline", "own", "")]


def test_a_change_and_its_entry_happen_together(client, case, counsellor):
    sign_in(client, counsellor)
    client.post(f"/cases/{case.pk}/notes/", {"text": "Tytär soitti."})
    assert entries() == [("change", "casework:case_note", "own", "")]
    actions.move_case(case, transition="CLOSE", outcome="GOAL", by=counsellor)
    client.post(f"/cases/{case.pk}/notes/", {"text": "Vielä yksi."})
    assert len(entries()) == 1


def test_the_cases_of_a_person_are_a_fragment_with_the_same_ground(client, case, person, counsellor, stranger):
    assert case.subject in sign_in(client, counsellor).get(f"/persons/{person.pk}/cases/").content.decode()
    assert sign_in(client, stranger).get(f"/persons/{person.pk}/cases/").status_code == 404


def test_an_unknown_case_is_not_found(client, counsellor):
    assert sign_in(client, counsellor).get("/cases/170a629a-1c70-49a5-8218-1586b14d7243/").status_code == 404


# ---- how much it costs ----
def filled(case, counsellor, number: int):
    for index in range(number):
        actions.add_task(case, by=counsellor, title=f"Tehtävä {index}", due_on=TOMORROW, responsible=counsellor)
        actions.write_note(case, text=f"Kirjaus {index}", by=counsellor)
        actions.agree_service(case, by=counsellor, name=f"Palvelu {index}")
        later = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        actions.attach_contact_to_case(later, case, by=counsellor)
    goals = [actions.GoalFacts(f"Tavoite {index}") for index in range(number)]
    actions.save_plan(case, by=counsellor, version=None, own_words="", agreed="", fallback="", goals=goals, services=[])


@pytest.mark.parametrize("number", [2, 10])
@pytest.mark.parametrize(("address", "most"), [("", 15), ("timeline/", 19)], ids=["page", "timeline"])
def test_a_full_case_asks_as_little_as_a_small_one(
    client, case, counsellor, django_assert_max_num_queries, address, most, number
):
    filled(case, counsellor, number)
    sign_in(client, make_user("counsellor", username=f"reader{number}"))
    with django_assert_max_num_queries(most):
        assert client.get(f"/cases/{case.pk}/{address}").status_code == 200


# ---- the plan ----
def plan_of(case, goal: str, version: int) -> dict:
    row = case.goals.get()
    return {"own_words": "", "agreed": "", "fallback": "", "version": version, "goal-TOTAL_FORMS": 1,
            "goal-INITIAL_FORMS": 1, "goal-0-pk": row.pk, "goal-0-was": "Asuu kotona", "goal-0-text": goal}  # fmt: skip


def test_a_goal_that_both_changed_shows_both_texts_and_the_next_save_stands(client, case, counsellor, lead):
    words = {"own_words": "", "agreed": "", "fallback": "", "services": []}
    actions.save_plan(case, by=counsellor, version=None, goals=[actions.GoalFacts("Asuu kotona")], **words)
    mine = plan_of(case, "Oma tavoite", version=2)
    row = case.goals.get()
    theirs = [actions.GoalFacts("Toisen tavoite", row.pk, row.text)]
    actions.save_plan(case, by=lead, version=None, goals=theirs, **words)
    sign_in(client, counsellor)
    refused = client.post(f"/cases/{case.pk}/plan/", mine)
    page = refused.content.decode()
    assert (refused.status_code, "Oma tavoite" in page, "Toisen tavoite" in page) == (422, True, True)
    assert 'name="goal-0-was" value="Toisen tavoite"' in page
    assert client.post(f"/cases/{case.pk}/plan/", {**mine, "goal-0-was": "Toisen tavoite"}).status_code == 302
    assert case.goals.get().text == "Oma tavoite"
