"""The door that leads the form: what it answers to the facts as they stand, in words, and that it writes nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import actions
from casework.models import Contact, ContactDraft, FormStep, RoutingDestination, SegmentRules, Trigger
from casework.queries import guidance
from contactcenter.reference.models import AreaMembership, Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NETWORK = {"QR1": 2, "QR2": 1, "QR3": 2, "QR4": 2, "QC1": 2, "QC2": 2, "QC3": 1, "QC4": 2}


@pytest.fixture
def ask(contact, counsellor, send):
    """`ask(**facts)`: the door's answer, in Finnish unless `language` says otherwise."""

    def ask(language="fi", **facts):
        counsellor.language = language
        counsellor.save()
        response = send(counsellor, contact, "guidance/", whole(contact, **facts))
        assert response.status_code == 200
        return response.json()

    return ask


def test_nothing_is_asked_or_raised_of_a_plain_question(ask):
    found = ask()
    assert (found["level"], found["blocks"], found["opens"], found["warnings"]) == ("", False, [], [])
    assert (found["suggestion"]["segment"], found["suggestion"]["is_enough"]) == ("EIT", False)
    assert (found["next_question"], found["questions"][0]) == ("QR1", {"code": "QR1", "axis": "R"})


@pytest.mark.parametrize(
    ("language", "mean", "words"),
    [
        ("fi", "1,75", "Voimavarat 1,75: heikot, sillä raja on 0,8. Monimutkaisuus 1,75: suuri, sillä raja on 0,8."),
        ("sv", "1,75", "Resurser 1,75: svaga, eftersom gränsen är 0,8."),
        ("en", "1.75", "Resources 1.75: weak, for the limit is 0.8."),
    ],
)
def test_a_suggestion_says_why_in_the_pages_language(ask, language, mean, words):
    found = ask(language, segment_answers=NETWORK)["suggestion"]
    assert (found["segment"], found["level"], found["rules"], found["is_enough"]) == ("VER", "L3", "0.1", True)
    assert (found["resources"], found["complexity"]) == (mean, mean)
    assert words in found["reason"]
    assert found["name"]
    assert found["level_name"]
    assert [hint["code"] for hint in found["hints"]] == ["R10", "R11", "R12", "R19"]


def test_a_trigger_raises_the_level_and_the_reason_names_it(ask):
    answers = {"QR1": 0, "QR2": 0, "QR3": 0, "QC1": 0, "QC2": 0, "QC3": 0}
    found = ask(segment_answers=answers, triggers=["T09"])
    assert (found["level"], found["suggestion"]["segment"], found["suggestion"]["level"]) == ("L2", "OMA", "L2")
    assert "Kotiutuu sairaalasta 14 päivän sisällä (L2)" in found["suggestion"]["reason"]
    assert "I01" in found["opens"]


def test_a_trigger_that_stops_all_questions_is_all_that_is_said(ask):
    found = ask(segment_answers=NETWORK, triggers=["T01", "T09"])
    assert (found["level"], found["blocks"], found["opens"], found["next_question"]) == ("L9", True, [], None)
    suggestion = found["suggestion"]
    assert (suggestion["segment"], suggestion["level"], suggestion["is_enough"]) == ("EIT", "L9", False)
    assert suggestion["reason"] == "Heräte pysäyttää kaikki kysymykset: Hengenvaara tai välitön uhka."
    assert suggestion["hints"] == []


def test_too_few_answers_say_how_many_are_needed(ask):
    found = ask(segment_answers={"QR1": 1, "QC1": 2, "QC2": 0})
    assert "vähintään 3 vastausta. Vastattu: voimavarat 1, monimutkaisuus 2." in found["suggestion"]["reason"]
    assert found["next_question"] == "QC4"


def test_a_municipality_that_takes_no_part_is_warned_about_and_blocks_nothing(ask, contact, counsellor):
    [warning] = ask(municipality="091")["warnings"]
    assert warning == {"field": "municipality", "text": "Helsinki ei ole mukana palvelualueessa Iäkkäiden palvelut."}
    assert ask(municipality="091", service_area="YLE")["warnings"] == []
    assert ask(municipality="")["warnings"] == []
    assert actions.complete_contact(contact, facts=whole(contact, municipality="091"), by=counsellor)


@pytest.mark.parametrize(
    ("since", "until", "is_warned"),
    [(0, None, False), (1, None, True), (-9, 0, True), (-9, 1, False), (-9, None, False)],
    ids=["from-today", "from-tomorrow", "until-today", "until-tomorrow", "long-since"],
)
def test_membership_is_that_of_the_contacts_own_day(ask, contact, since, until, is_warned):
    day = date(2026, 3, 10)
    Contact.objects.update(opened_on=day)
    AreaMembership.objects.filter(municipality="853", service_area="IAK").delete()
    days = {"since_on": day + timedelta(since), "until_on": None if until is None else day + timedelta(until)}
    AreaMembership.objects.create(municipality_id="853", service_area_id="IAK", **days)
    assert bool(ask(municipality="853")["warnings"]) is is_warned


def test_the_door_writes_nothing_and_forgives_codes_nobody_knows(ask, contact):
    found = ask(triggers=["T99"], segment_answers={"QX": 1}, first_information={"I99": "?"}, municipality="999")
    assert (found["level"], found["blocks"]) == ("", False)
    assert ContactDraft.objects.get(contact=contact).version == 1
    assert not contact.triggers.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"triggers": "T01"}, {"triggers": [1]}, {"triggers": ["T" * 41]}, {"triggers": ["T01"] * 61},
        {"first_information": ["I01"]}, {"first_information": {"I01": 1}}, {"first_information": {"I01": "x" * 501}},
        {"segment_answers": {"QR1": 3}}, {"segment_answers": {"QR1": True}}, {"segment_answers": {"QR1": "1"}},
        {"segment_answers": {f"Q{n}": 1 for n in range(61)}}, {"segment_reason": "x" * 501}, {"checks": [None]},
        {"earlier_contact": "26-00001"}, {"interpreter": 1}, {"topics": [{"missing_service": "x" * 201}]},
        {"topics": [{"is_service_missing": "yes"}]},
    ],
    ids=lambda changes: str(changes)[:40],
)  # fmt: skip
@pytest.mark.parametrize("door", ["guidance/", "draft/", "complete/"])
def test_shapes_the_form_never_makes_are_refused(contact, counsellor, send, door, changes):
    assert send(counsellor, contact, door, {**contact.draft.data, **changes}).status_code == 400
    assert ContactDraft.objects.get().version == 1


def test_a_draft_keeps_what_completing_would_refuse(contact, counsellor, send):
    half = {"triggers": ["T99"], "segment_answers": {"QX": 1}, "interpreter": "soon", "checks": ["HOME.1", "HOME.1"]}
    assert send(counsellor, contact, "draft/", whole(contact, **half)).status_code == 200
    assert ContactDraft.objects.get().data["checks"] == ["HOME.1"]
    assert ContactDraft.objects.get().data["triggers"] == ["T99"]


def test_the_forms_state_leads_in_every_area(client, contact, counsellor):
    page = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/form/")
    state = page.context["state"]
    assert state["levels"] == ["L0", "L1", "L2", "L3", "L9"]
    assert set(state["steps"]) == set(state["questions"]) == {"IAK", "VAM", "TYO", "YLE"}
    assert [one["step"] for one in state["steps"]["IAK"]][:3] == ["note", "party", "municipality"]
    assert state["questions"]["IAK"][0] == "QR1"
    assert state["firstInformation"][2]["kind"] == "year"
    assert state["urls"]["guidance"] == f"/contacts/{contact.pk}/guidance/"
    triggers = {one["code"]: one for one in state["triggers"]}
    assert (triggers["T01"]["phone"], triggers["T01"]["level"], triggers["T01"]["blocks"]) == ("112", "L9", True)
    assert triggers["T05"]["areas"] == ["IAK"]
    assert [row.pk for row in page.context["urgent_triggers"]] == ["T01", "T02", "T03", "T04", "T12"]


def test_a_trigger_without_a_number_of_its_own_gives_the_destinations(client, contact, counsellor):
    RoutingDestination.objects.filter(pk="R91").update(phone="116117")
    Trigger.objects.filter(pk="T07").update(is_active=False)
    state = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/form/").context["state"]
    phones = {one["code"]: one["phone"] for one in state["triggers"]}
    assert (phones["T02"], phones["T12"], "T07" in phones) == ("116117", "112", False)


def step_row(step, areas=(), **values):
    row = FormStep(code=f"{step}-{len(areas)}-{values.get('position', 0)}", step=step, name_fi="Oma", **values)
    row.save()
    row.areas.set(areas)
    return row


def steps(area):
    return [row.step for row in guidance.steps_of_area(guidance.form_steps(), area)]


def test_a_row_that_names_the_area_wins_and_moves_its_step():
    step_row("sote_look", ["TYO"], position=0)
    assert steps("TYO")[0] == "sote_look"
    assert steps("IAK")[0] == "note"
    [own] = [row for row in guidance.steps_of_area(guidance.form_steps(), "TYO") if row.step == "sote_look"]
    assert own.name == "Oma"


def test_a_row_out_of_use_hides_its_step_but_never_one_that_completing_needs():
    step_row("guidance", ["TYO"], is_active=False)
    FormStep.objects.filter(pk__in=["party", "topics", "municipality", "demand_class", "sote_look"]).update(
        is_active=False
    )
    assert "guidance" not in steps("TYO")
    assert "guidance" in steps("IAK")
    assert "party" not in steps("IAK")
    assert set(guidance.REQUIRED_STEPS) <= set(steps("IAK"))


def test_a_required_step_without_any_row_stands_last_under_its_own_name():
    FormStep.objects.filter(step="topics").delete()
    rows = guidance.steps_of_area(guidance.form_steps(), "IAK")
    assert rows[-1].step == "topics"
    assert rows[-1].name


def test_how_often_the_client_has_called_is_offered_as_an_answer(ask, contact, counsellor):
    assert ask()["known"] == {}
    finnish = Language.objects.get(pk="fi")
    person = actions.create_person(by=counsellor, last_name="Esimerkki", language=finnish)
    Contact.objects.filter(pk=contact.pk).update(person=person)
    assert ask()["known"] == {"QC5": 0}
    for days in (1, 2, 40):
        one = actions.open_contact(by=counsellor, channel="PUH", language="fi")
        opened = timezone.now() - timedelta(days=days)
        Contact.objects.filter(pk=one.pk).update(person=person, opened_at=opened)
    assert ask()["known"] == {"QC5": 2}


def test_rules_are_data_and_their_numbers_are_the_ones_said(ask):
    SegmentRules(
        version="0.2", weak_resources_at=Decimal("1.8"), complex_at=Decimal("1.5"), min_answers_per_axis=4,
        good_simple_id="OMA", good_complex_id="YTT", weak_simple_id="YHT", weak_complex_id="VER", unknown_id="EIT",
        in_force_on=date(2026, 2, 1),
    ).save()  # fmt: skip
    found = ask(segment_answers=NETWORK)["suggestion"]
    assert (found["segment"], found["rules"]) == ("YTT", "0.2")
    assert "Voimavarat 1,75: riittävät, alle rajan 1,8." in found["reason"]


def test_many_triggers_and_answers_ask_no_more_queries_than_one(ask):
    with CaptureQueriesContext(connection) as few:
        ask(triggers=["T07"], segment_answers={"QR1": 1})
    with CaptureQueriesContext(connection) as many:
        ask(triggers=["T05", "T06", "T07", "T08", "T09", "T13"], segment_answers=NETWORK)
    assert len(many) <= len(few)
