"""What a contact learns while the form leads: first information, triggers, the segment and why, missing services."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from casework.completeness import Choices, problems_of
from casework.drafts import BadFacts, TopicFacts, read_facts
from casework.models import Contact, FirstInformationAnswer, GuidanceLevel, SegmentRules, Trigger
from casework.queries import guidance
from contactcenter import timestamps
from contactcenter.reference.models import Language
from tests.factories import sign_in

from .conftest import whole

pytestmark = pytest.mark.django_db
NETWORK = {"QR1": 2, "QR2": 1, "QR3": 2, "QC1": 2, "QC2": 2, "QC3": 1}
TOO_FEW = {"QR1": 2, "QC1": 2}


def problems(contact, **changes):
    facts = whole(contact, **changes)
    return [problem.field for problem in problems_of(facts, Choices(facts, contact))]


def completed(contact, **changes):
    return actions.complete_contact(contact, facts=whole(contact, **changes), by=contact.handled_by)


def edited(contact, **changes):
    return actions.edit_contact(contact, facts=whole(contact, **changes), by=contact.handled_by)


def person_of(user):
    return actions.create_person(by=user, last_name="Esimerkki-Aalto", language=Language.objects.get(pk="fi"))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("I03", "1899"), ("I03", "41"), ("I03", "neljäkymmentä"), ("I03", "１９４１"),
        ("I05", "999"), ("I05", "Turku"), ("I06", "perhaps"), ("I10", "zz"), ("I11", "ME"), ("I12", "maybe"),
        ("I04", "0" * 201), ("I07", "x" * 201),
    ],
)  # fmt: skip
def test_an_answer_of_the_wrong_kind_is_said_at_its_field(contact, code, value):
    assert problems(contact, first_information={code: value}) == [f"first_information.{code}"]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("I01", "Äiti"), ("I03", "1900"), ("I04", "040 123 4567, vain päivällä"),
        ("I05", "853"), ("I06", "no"), ("I07", "Tytär, 040 765 4321"), ("I09", "x" * 500), ("I10", "sv"),
        ("I11", "REL"), ("I12", "yes"), ("I03", "  "), ("I12", ""),
    ],
)  # fmt: skip
def test_an_answer_of_its_kind_or_an_empty_one_will_do(contact, code, value):
    assert problems(contact, first_information={code: value}) == []


def test_a_year_of_birth_has_come(contact):
    this_year = timestamps.local_day(timestamps.now()).year
    assert problems(contact, first_information={"I03": str(this_year)}) == []
    assert problems(contact, first_information={"I03": str(this_year + 1)}) == ["first_information.I03"]


def test_nothing_about_the_person_is_ever_required(contact):
    assert problems(contact, level="L3", triggers=["T05"], segment="VER") == []


def test_answers_are_kept_with_who_gave_them_and_when(contact, counsellor):
    done = completed(contact, first_information={"I06": "yes", "I09": " Kotihoito ", "I12": " "}, party="REL")
    rows = {row.item_id: row for row in done.first_information.all()}
    assert {code: row.value for code, row in rows.items()} == {"I06": "yes", "I09": "Kotihoito"}
    assert {row.source_id for row in rows.values()} == {"REL"}
    assert {row.recorded_by for row in rows.values()} == {counsellor}
    assert rows["I06"].recorded_at >= done.opened_at


def test_the_one_named_among_the_answers_is_their_source(contact):
    done = completed(contact, first_information={"I06": "yes", "I11": "PRO"}, party="SELF")
    assert {row.source_id for row in done.first_information.all()} == {"PRO"}


def test_an_edit_changes_only_the_answers_that_changed(contact, lead):
    done = completed(contact, first_information={"I06": "yes", "I01": "Aino", "I03": "1940"})
    before = {row.item_id: row for row in done.first_information.all()}
    facts = whole(done, first_information={"I06": "no", "I01": "Aino"})
    actions.edit_contact(done, facts=facts, by=lead)
    after = {row.item_id: row for row in FirstInformationAnswer.objects.filter(contact=done)}
    assert set(after) == {"I06", "I01"}
    assert (after["I06"].recorded_by, after["I01"].recorded_by) == (lead, contact.handled_by)
    assert after["I06"].recorded_at > before["I06"].recorded_at
    assert after["I01"].recorded_at == before["I01"].recorded_at
    assert FirstInformationAnswer.history.filter(contact_id=done.pk, history_type="-").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"triggers": ["T99"]}, {"segment_answers": {"QX": 1}}, {"first_information": {"I99": "x"}},
        {"interpreter": "soon"}, {"earlier_contact": "00000000-0000-0000-0000-000000000000"},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_a_code_nobody_knows_never_completes(contact, changes):
    with pytest.raises(BadFacts):
        problems(contact, **changes)


# ---- triggers ----


def test_a_trigger_keeps_the_level_it_had(contact):
    done = completed(contact, triggers=["T07", "T15"], level="L2")
    assert dict(done.triggers.values_list("trigger", "level")) == {"T07": "L2", "T15": None}
    Trigger.objects.filter(pk="T07").update(level="L3")
    edited(done, triggers=["T07", "T13"], level="L2")
    assert dict(done.triggers.values_list("trigger", "level")) == {"T07": "L2", "T13": "L2"}
    assert Contact.objects.get(pk=done.pk).level_id == "L2"


@pytest.mark.parametrize(
    ("triggers", "chosen", "level"),
    [
        (["T01"], "L1", "L9"), (["T04"], "L9", "L3"), (["T05"], "L1", "L3"), (["T07"], "L3", "L3"),
        (["T15"], "L1", "L1"), (["T04", "T12"], "L1", "L9"), (["T07"], "", "L2"),
    ],
)  # fmt: skip
def test_triggers_raise_the_level_by_themselves_and_one_that_stops_all_sets_it(contact, triggers, chosen, level):
    assert completed(contact, triggers=triggers, level=chosen).level_id == level


def test_a_contact_that_a_trigger_stopped_still_needs_its_question(contact):
    assert problems(contact, triggers=["T01"], topics=[]) == ["topics"]
    assert problems(contact, triggers=["T01"], segment_answers=NETWORK) == []


# ---- segment ----


def test_a_suggestion_is_accepted_or_overridden_with_a_reason(contact):
    assert problems(contact, segment_answers=NETWORK) == ["segment"]
    assert problems(contact, segment_answers=NETWORK, segment="OMA") == ["segment"]
    assert problems(contact, segment_answers=NETWORK, segment="OMA", segment_reason="  ") == ["segment"]
    assert problems(contact, segment_answers=NETWORK, segment="OMA", segment_reason="Tytär auttaa.") == []
    assert problems(contact, segment_answers=NETWORK, segment="VER") == []
    assert problems(contact, segment="OMA") == []


def test_an_assessment_keeps_the_answers_the_suggestion_and_the_reason(contact):
    reason = "Tytär muuttaa kahdeksi viikoksi."
    done = completed(contact, segment_answers=NETWORK, segment="YTT", segment_reason=reason, level="L2")
    row = done.assessment
    assert (row.answers, row.rules_id, row.suggested_id, row.suggested_level_id) == (NETWORK, "0.1", "VER", "L3")
    assert (row.resources, row.complexity) == (Decimal("1.66"), Decimal("1.66"))
    assert (row.chosen_id, row.override_reason) == ("YTT", reason)
    assert (done.segment_id, done.level_id) == ("YTT", "L2")


def test_an_accepted_suggestion_needs_and_keeps_no_reason(contact):
    done = completed(contact, segment_answers=NETWORK, segment="VER", segment_reason="turha", level="L3")
    assert (done.assessment.chosen_id, done.assessment.override_reason) == ("VER", "")


def test_too_few_answers_leave_the_segment_unknown_by_themselves(contact):
    done = completed(contact, segment_answers=TOO_FEW)
    assert (done.segment_id, done.assessment.suggested_id, done.assessment.resources) == ("EIT", "EIT", None)


def test_without_answers_there_is_no_assessment(contact):
    done = completed(contact, segment="OMA", segment_reason="turha")
    assert (done.segment_id, hasattr(done, "assessment")) == ("OMA", False)


def test_a_trigger_that_stops_all_leaves_the_segment_unknown(contact):
    done = completed(contact, segment_answers=NETWORK, triggers=["T03"])
    assert (done.segment_id, done.level_id, done.assessment.suggested_level_id) == ("EIT", "L9", "L9")


def new_rules():
    SegmentRules(
        version="0.2", weak_resources_at=2, complex_at=2, good_simple_id="OMA", good_complex_id="YTT",
        weak_simple_id="YHT", weak_complex_id="VER", unknown_id="EIT", in_force_on=date(2026, 2, 1),
    ).save()  # fmt: skip


def test_an_old_contact_keeps_its_rules_until_its_answers_change(contact):
    done = completed(contact, segment_answers=NETWORK, segment="VER")
    new_rules()
    edited(done, segment_answers=NETWORK, segment="VER", note="Lisäys")
    assert (done.assessment.rules_id, done.assessment.suggested_id) == ("0.1", "VER")
    changed = {**NETWORK, "QR1": 1}
    edited(done, segment_answers=changed, segment="OMA")
    done = Contact.objects.get(pk=done.pk)
    assert (done.assessment.rules_id, done.assessment.suggested_id, done.segment_id) == ("0.2", "OMA", "OMA")
    edited(done, segment="OMA")
    assert not hasattr(Contact.objects.get(pk=done.pk), "assessment")


def test_the_door_shows_an_old_contact_by_its_own_rules(contact, counsellor, send):
    done = completed(contact, segment_answers=NETWORK, segment="VER")
    new_rules()
    kept = send(counsellor, done, "guidance/", whole(done, segment_answers=NETWORK)).json()["suggestion"]
    assert (kept["segment"], kept["rules"], kept["is_enough"]) == ("VER", "0.1", True)
    changed = send(counsellor, done, "guidance/", whole(done, segment_answers={**NETWORK, "QR1": 1})).json()
    assert (changed["suggestion"]["segment"], changed["suggestion"]["rules"]) == ("OMA", "0.2")


def test_without_rules_in_use_the_answers_are_let_go_and_nothing_is_asked(contact):
    SegmentRules.objects.update(is_active=False)
    done = completed(contact, segment_answers=NETWORK)
    assert (done.segment_id, hasattr(done, "assessment")) == (None, False)


# ---- interpreter, missing services, the earlier contact ----


def test_the_interpreter_and_a_missing_service_are_kept(contact):
    topics = [TopicFacts("S040", "ANS", True, [], is_service_missing=True, missing_service="Saattaja ruotsiksi")]
    done = completed(contact, interpreter="missed", topics=topics)
    topic = done.topics.get()
    assert (done.interpreter, topic.is_service_missing, topic.missing_service) == ("missed", True, "Saattaja ruotsiksi")
    edited(done, topics=[TopicFacts("S040", "ANS", True, [], missing_service="jäi jäljelle")])
    topic.refresh_from_db()
    assert (topic.is_service_missing, topic.missing_service) == (False, "")


FAILURE = {"demand_class": "F02", "is_cause_unknown": True}


@pytest.fixture
def earlier(counsellor):
    return actions.open_contact(by=counsellor, channel="PUH", language="fi")


def test_an_earlier_contact_belongs_to_failure_demand(contact, earlier):
    done = completed(contact, **FAILURE, earlier_contact=str(earlier.pk))
    assert done.earlier == earlier
    edited(done, earlier_contact=str(earlier.pk))
    assert Contact.objects.get(pk=done.pk).earlier is None


def test_a_contact_that_goes_on_by_a_spoken_code_stays_linked(contact, earlier):
    Contact.objects.filter(pk=contact.pk).update(earlier=earlier)
    assert completed(contact).earlier == earlier
    edited(contact, note="Lisäys")
    assert Contact.objects.get(pk=contact.pk).earlier == earlier


def test_a_contact_is_never_its_own_earlier_one(contact):
    with pytest.raises(BadFacts):
        completed(contact, **FAILURE, earlier_contact=str(contact.pk))


@pytest.mark.parametrize("is_edit", [False, True], ids=["completing", "editing"])
def test_an_earlier_contact_out_of_reach_is_nobodys(contact, counsellor, stranger, send, is_edit):
    foreign = actions.open_contact(by=stranger, channel="PUH", language="fi")
    Contact.objects.filter(pk=foreign.pk).update(opened_at=contact.opened_at)
    door, version = ("edit/", actions.version_of(completed(contact))) if is_edit else ("complete/", 1)
    facts = whole(contact, **FAILURE, earlier_contact=str(foreign.pk))
    assert send(counsellor, contact, door, facts, version).status_code == 404


def test_whoever_edits_may_leave_an_earlier_contact_they_cannot_see(contact, lead, stranger, send):
    foreign = actions.open_contact(by=stranger, channel="PUH", language="fi")
    done = completed(contact, **FAILURE, earlier_contact=str(foreign.pk))
    facts = whole(done, **FAILURE, earlier_contact=str(foreign.pk), note="Lisäys")
    assert send(lead, done, "edit/", facts, actions.version_of(done)).status_code == 200


# ---- what was told before ----


def test_what_the_person_told_before_is_shown_with_its_day_and_source(client, counsellor):
    person = person_of(counsellor)
    for value, language in (("fi", "sv"), ("so", "sv")):
        one = actions.open_contact(by=counsellor, channel="PUH", language=language)
        actions.attach_person(one, person=person, by=counsellor)
        completed(one, first_information={"I10": value, "I06": "no", "I05": "853"}, party="REL")
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    assert guidance.told_before(contact) == {}
    actions.attach_person(contact, person=person, by=counsellor)
    told = sign_in(client, counsellor).get(f"/contacts/{contact.pk}/form/").context["state"]["told"]
    assert set(told) == {"I05", "I06", "I10"}
    assert (told["I10"]["value"], told["I10"]["text"], told["I10"]["source"]) == ("so", "somali", "Läheinen")
    assert (told["I06"]["text"], told["I05"]["text"]) == ("Ei", "Turku")
    assert told["I10"]["on"].count(".") == 2


def test_an_anonymous_client_is_known_by_the_contacts_this_one_goes_on_from(counsellor, contact, earlier):
    first = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    completed(first, first_information={"I06": "yes", "I09": "Ateriapalvelu"})
    Contact.objects.filter(pk=earlier.pk).update(earlier=first)
    earlier.refresh_from_db()
    completed(earlier, first_information={"I09": "Kotihoito"})
    Contact.objects.filter(pk=contact.pk).update(earlier=earlier)
    contact.refresh_from_db()
    assert {code: one.text for code, one in guidance.told_before(contact).items()} == {
        "I06": "Kyllä",
        "I09": "Kotihoito",
    }


def test_a_chain_never_shows_what_somebody_elses_record_holds(counsellor, contact, earlier):
    actions.attach_person(earlier, person=person_of(counsellor), by=counsellor)
    completed(earlier, first_information={"I01": "Aino"})
    Contact.objects.filter(pk=contact.pk).update(earlier=earlier)
    contact.refresh_from_db()
    assert guidance.told_before(contact) == {}


# ---- the round trip ----

short = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
first_information_of = st.fixed_dictionaries(
    {},
    optional={
        "I01": short.filter(bool), "I03": st.sampled_from(["1900", "1941"]), "I05": st.sampled_from(["853", "091"]),
        "I06": st.sampled_from(["yes", "no"]), "I10": st.sampled_from(["fi", "so"]), "I11": st.sampled_from(["REL"]),
    },
)  # fmt: skip
facts_of = st.fixed_dictionaries(
    {
        "triggers": st.lists(st.sampled_from(["T01", "T05", "T07", "T12", "T14", "T15"]), unique=True),
        "first_information": first_information_of,
        "segment_answers": st.dictionaries(st.sampled_from(sorted(NETWORK)), st.integers(0, 2)),
        "segment": st.sampled_from(["", "OMA", "VER", "EIT"]),
        "segment_reason": st.sampled_from(["", "Tytär auttaa."]),
        "interpreter": st.sampled_from(["", "used", "missed"]),
        "level": st.sampled_from([None, "L9"]),
        "note": short,
    }
)  # fmt: skip


def as_recorded(facts, suggestion):
    """What the rules add to the facts by themselves."""
    guide = Choices(facts).guide
    facts.triggers = sorted(facts.triggers)
    facts.level = guide.level
    if facts.segment_answers and not facts.segment:
        facts.segment = suggestion.segment
    if not facts.segment_answers or facts.segment == suggestion.segment:
        facts.segment_reason = ""
    return facts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts_of)
def test_what_is_completed_comes_back_as_it_was_told(counsellor, values):
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    values["level"] = values["level"] or GuidanceLevel.objects.values_list("pk", flat=True)[1]
    facts = read_facts(whole(contact, **values).as_json())
    choices = Choices(facts, contact)
    if problems_of(facts, choices):
        assert choices.guide.suggestion.is_enough or not facts.segment_reason
        return
    suggestion = choices.guide.suggestion
    done = actions.complete_contact(contact, facts=facts, by=counsellor)
    once = actions.facts_of(Contact.objects.get(pk=done.pk))
    assert once == as_recorded(facts, suggestion)
    version = actions.version_of(done)
    actions.edit_contact(done, facts=once, by=counsellor, version=version)
    assert actions.facts_of(Contact.objects.get(pk=done.pk)) == once
    assert actions.version_of(done) == version + 1  # the contact's own row; nothing else was touched


def test_every_kind_of_row_counts_in_the_version(contact):
    done = completed(contact)
    versions = [actions.version_of(done)]
    for changes in (
        {"triggers": ["T15"]},
        {"triggers": ["T15"], "first_information": {"I06": "yes"}},
        {"triggers": ["T15"], "first_information": {"I06": "yes"}, "segment_answers": TOO_FEW},
    ):
        edited(done, **changes)
        versions.append(actions.version_of(done))
    assert [after - before for before, after in pairwise(versions)] == [2, 2, 2]
