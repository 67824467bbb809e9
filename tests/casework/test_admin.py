"""Administration of what leads contacts and cases: rules as sentences, history, and rules in use never rewritten."""

import pytest
from django.utils.translation import override

from casework import actions
from casework.models import (
    CaseState,
    CaseTransition,
    FirstInformation,
    FormStep,
    Notice,
    SegmentAssessment,
    SegmentHint,
    SegmentQuestion,
    SegmentRules,
    Trigger,
)
from contactcenter.accounts.roles import Role
from tests.casework.conftest import whole
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
NAMES = {"name_fi": "Uusi", "name_sv": "Ny", "name_en": "New", "position": 90, "is_active": "on"}


@pytest.fixture
def boss(client):
    user = make_user(Role.SUPERVISOR, language="en")
    sign_in(client, user)
    return user


@pytest.fixture
def post(client, boss):
    """`post(page, pk or None, **values)`: the sentences of a refusal, nothing when it was saved."""

    def send(page, pk, /, **values):
        address = f"/admin/casework/{page}/{f'{pk}/change' if pk else 'add'}/"
        answer = client.post(address, {**NAMES, **values})
        if answer.status_code == 302:
            return ""
        with override("en"):
            errors = answer.context["adminform"].form.errors
            return " ".join(text for texts in errors.values() for text in texts)

    return send


PAGES = [
    "casestate", "casetransition", "caseoutcome", "assessmentoutcome", "formstep", "trigger", "firstinformation",
    "segmentquestion", "segmentrules", "segment", "script", "checklist", "notice", "contactreason", "destinationrule",
]  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_a_supervisor_opens_the_list_and_the_page_of_a_new_row(client, boss, kind):
    assert client.get(f"/admin/casework/{kind}/").status_code == 200
    assert client.get(f"/admin/casework/{kind}/add/").status_code == 200


def test_a_supervisor_sees_reference_data_and_no_people(client, boss):
    page = client.get("/admin/").content.decode()
    assert "/admin/casework/script/" in page
    assert "/contacts/preview/" in page
    assert "/admin/accounts/" not in page
    assert client.get("/admin/accounts/user/").status_code == 403


def test_a_professional_and_a_counsellor_see_nothing(client):
    for role in (Role.PROFESSIONAL, Role.COUNSELLOR, Role.LEAD):
        sign_in(client, make_user(role))
        assert client.get("/admin/").status_code == client.get("/admin/casework/script/").status_code == 403


def test_a_step_has_one_row_for_everybody(post):
    assert "note already stands" in post("formstep", None, code="OTHER", step="note")
    assert post("formstep", None, code="OTHER", step="note", areas=["IAK"]) == ""
    assert "OTHER already stands" in post("formstep", None, code="THIRD", step="note", areas=["IAK", "VAM"])
    assert FormStep.objects.get(pk="OTHER").history.get().history_user is not None


def test_a_trigger_that_stops_all_needs_a_number(post):
    blocking = {"code": "T90", "blocks_questions": "on"}
    assert "needs a number" in post("trigger", None, **blocking)
    assert "needs a number" in post("trigger", None, **blocking, default_route="R10")
    assert post("trigger", None, **blocking, phone="112") == ""
    assert Trigger.objects.get(pk="T90").blocks_questions


def test_a_first_fact_says_when_it_is_asked(post):
    assert "from which level" in post("firstinformation", None, code="I90", kind="text")
    assert post("firstinformation", None, code="I90", kind="text", opens_on_triggers=["T05"]) == ""
    assert FirstInformation.objects.get(pk="I90").opens_from_level is None


QUESTION = {"code": "QR9", "axis": "R", "weight": 1, "options_sv": "ja\nibland\nnej", "options_en": "yes\nat times\nno"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"options_fi": "kyllä\nei"}, "exactly three"),
        ({"options_fi": "kyllä\njoskus\nei\nehkä"}, "exactly three"),
        ({"options_fi": "kyllä\njoskus\nei", "options_sv": ""}, "its answers must be too"),
        ({"options_fi": "kyllä\njoskus\nei"}, ""),
    ],
    ids=["two", "four", "not in Swedish", "three"],
)
def test_a_segment_question_has_three_answers_in_each_language(post, options, words):
    assert words in post("segmentquestion", None, **{**QUESTION, **options})
    assert SegmentQuestion.objects.filter(pk="QR9").exists() == (words == "")


RULES = {
    "version": "0.1", "min_answers_per_axis": 3, "weak_resources_at": "0.80", "complex_at": "0.80",
    "good_simple": "OMA", "good_complex": "YTT", "weak_simple": "YHT", "weak_complex": "VER", "unknown": "EIT",
    "in_force_on": "2026-01-01", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def assessed(contact, counsellor):
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    values = {"suggested_id": "EIT", "suggested_level_id": "L2", "chosen_id": "EIT"}
    return SegmentAssessment.objects.create(contact=done, rules_id="0.1", **values)


def test_rules_that_somebody_was_assessed_by_are_only_copied(post, assessed):
    changed = {**RULES, "weak_resources_at": "1.20"}
    assert "Save as new" in post("segmentrules", "0.1", **changed)
    assert post("segmentrules", "0.1", **{**changed, "version": "0.2", "_saveasnew": "1"}) == ""
    assert {str(row.weak_resources_at) for row in SegmentRules.objects.all()} == {"0.80", "1.20"}
    assert SegmentAssessment.objects.get().rules_id == "0.1"


def test_rules_in_use_may_be_taken_out_of_use(post, assessed):
    assert post("segmentrules", "0.1", **{**RULES, "is_active": ""}) == ""
    assert not SegmentRules.objects.get(pk="0.1").is_active


def test_rules_nobody_was_assessed_by_may_be_corrected_but_keep_their_name(post):
    assert post("segmentrules", "0.1", **{**RULES, "complex_at": "0.90"}) == ""
    assert "keeps its name" in post("segmentrules", "0.1", **{**RULES, "version": "0.9"})
    assert "already exists" in post("segmentrules", "0.1", **{**RULES, "_saveasnew": "1"})


def test_cases_begin_in_exactly_one_state(post):
    assert "begin somewhere" in post("casestate", "ACT", is_first="")
    assert post("casestate", None, code="NEW", is_first="on") == ""
    assert list(CaseState.objects.filter(is_first=True).values_list("pk", flat=True)) == ["NEW"]
    assert CaseState.objects.get(pk="ACT").history.first().history_user is not None
    assert "open and in use" in post("casestate", "NEW", is_first="on", is_active="")
    assert "open and in use" in post("casestate", "CLO", is_first="on", is_closed="on")


def test_a_transition_leads_from_a_state_in_use_to_another(post):
    CaseState.objects.create(code="OLD", name_fi="Vanha", is_active=False)
    step = {"code": "STEP", "from_state": "ACT"}
    assert "somewhere else" in post("casetransition", None, **step, to_state="ACT")
    assert "not in use" in post("casetransition", None, **step, to_state="OLD")
    assert "Select a valid choice" in post("casetransition", None, **step, to_state="NOBODY")
    assert "asks for its outcome" in post("casetransition", None, **step, to_state="CLO")
    assert post("casetransition", None, **step, to_state="CLO", needs_outcome="on") == ""
    assert CaseTransition.objects.get(pk="STEP").needs_outcome


def test_a_notice_does_not_end_before_it_begins(post):
    values = {"kind": "news", "importance": 2, "text_fi": "Teksti", "shown_from": "2026-11-20"}
    assert "must not be before" in post("notice", None, **values, shown_until="2026-11-19")
    assert post("notice", None, **values, shown_until="2026-11-20") == ""
    assert Notice.objects.get().history.get().history_user is not None


def test_a_segments_usual_destinations_are_put_in_order_and_removed(client, boss):
    hints = list(SegmentHint.objects.filter(segment="OMA"))
    values = {
        **NAMES, "default_level": "L1", "hints-TOTAL_FORMS": len(hints), "hints-INITIAL_FORMS": len(hints),
        "hints-MIN_NUM_FORMS": 0, "hints-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for place, hint in enumerate(hints):
        values |= {f"hints-{place}-id": hint.pk, f"hints-{place}-segment": "OMA", f"hints-{place}-position": 9 - place,
                   f"hints-{place}-destination": hint.destination_id}  # fmt: skip
    assert client.post("/admin/casework/segment/OMA/change/", {**values, "hints-0-DELETE": "on"}).status_code == 302
    left = [hint.destination_id for hint in reversed(hints[1:])]
    assert [row.destination_id for row in SegmentHint.objects.filter(segment="OMA")] == left
