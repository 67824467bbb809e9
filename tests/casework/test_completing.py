"""When a contact is complete, what is then written, and what editing leaves behind."""

from unittest import mock

import pytest
from django.db import IntegrityError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from casework.actions import completing
from casework.completeness import Choices, problems_of
from casework.drafts import RoutingFacts, TopicFacts
from casework.models import Contact, ContactDraft, DemandClass, QuickEnd, RoutingDestination

from .conftest import guided, whole

pytestmark = pytest.mark.django_db


def fields(contact, **changes):
    facts = whole(contact, **changes)
    return [problem.field for problem in problems_of(facts, Choices(facts))]


def test_a_contact_with_everything_required_is_completed_and_its_draft_goes(contact, counsellor):
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    done.refresh_from_db()
    assert (done.state, done.demand_kind, done.municipality_id) == ("complete", "value", "853")
    assert done.completed_at >= done.opened_at
    assert not ContactDraft.objects.filter(contact=done).exists()
    assert [row.history_user for row in done.history.all()] == [counsellor]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"municipality": ""}, "municipality"),
        ({"is_municipality_unknown": True}, "municipality"),
        ({"topics": []}, "topics"),
        ({"topics": [TopicFacts("S040", "ANS", False)]}, "topics"),
        ({"topics": [TopicFacts("S040", "", True)]}, "topics.0.outcome"),
        ({"topics": [TopicFacts("S040", "GUI", True)]}, "topics.0.destination"),
        ({"topics": [TopicFacts("S093", "ANS", True)]}, "topics.0"),
        ({"topics": [TopicFacts("S040", "ANS", True), TopicFacts("S040", "ANS")]}, "topics.0"),
        ({"topics": guided(destination="")}, "topics.0.routings.0"),
        ({"topics": guided(destination="R99")}, "topics.0.routings.0"),
        ({"demand_class": ""}, "demand_class"),
        ({"demand_class": "F01"}, "cause_provider"),
        ({"sote_look": ""}, "sote_look"),
        ({"sote_look": "perhaps"}, "sote_look"),
        ({"party": ""}, "party"),
    ],
)
def test_what_is_missing_is_said_at_its_field(contact, changes, field):
    assert field in fields(contact, **changes)


def test_general_guidance_offers_every_reason(contact):
    assert not fields(contact, service_area="YLE", topics=[TopicFacts("S093", "ANS", True)])


def test_a_municipality_that_was_not_told_is_enough(contact):
    assert not fields(contact, municipality="", is_municipality_unknown=True)


def test_guidance_outside_social_and_health_care_answers_the_look_by_itself(contact, counsellor, service):
    facts = whole(contact, sote_look="", topics=guided(service.pk))
    done = actions.complete_contact(contact, facts=facts, by=counsellor)
    routing = done.routings.get()
    assert (done.sote_look, routing.outside_sote, routing.provider_type) == ("yes", True, "Organization")
    assert (routing.provider, routing.is_by_rule) == (service.provider, True)


def test_guidance_inside_it_still_asks(contact):
    assert fields(contact, sote_look="", topics=guided(destination="R16")) == ["sote_look"]


def test_flags_stay_as_they_were_when_reference_data_changes(contact, counsellor, service):
    done = actions.complete_contact(contact, facts=whole(contact, topics=guided(service.pk)), by=counsellor)
    RoutingDestination.objects.filter(pk="R30").update(outside_sote=False)
    DemandClass.objects.filter(pk="V01").update(kind="neutral")
    actions.edit_contact(done, facts=whole(done, note="Lisäys", topics=guided(service.pk)), by=counsellor)
    assert done.routings.get().outside_sote is True


def test_an_edit_makes_history_and_keeps_the_rows_that_stay(contact, counsellor, lead):
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    topic = done.topics.get()
    two = [TopicFacts("S040", "ANS", False), TopicFacts("S041", "GUI", True, [RoutingFacts("R16")])]
    actions.edit_contact(done, facts=whole(done, topics=two), by=lead)
    assert done.history.count() == 2
    assert done.history.latest().history_user == lead
    assert done.topics.get(reason="S040").pk == topic.pk
    assert done.topics.get(is_main=True).reason_id == "S041"
    actions.edit_contact(done, facts=whole(done), by=lead)
    assert [row.reason_id for row in done.topics.all()] == ["S040"]
    assert not done.routings.exists()


def test_a_stale_edit_is_refused_with_what_is_stored(contact, counsellor):
    done = actions.complete_contact(contact, facts=whole(contact), by=counsellor)
    version = actions.version_of(done)
    actions.edit_contact(done, facts=whole(done, note="ensin"), by=counsellor, version=version)
    with pytest.raises(actions.Conflict) as refused:
        actions.edit_contact(done, facts=whole(done, note="sitten"), by=counsellor, version=version)
    assert refused.value.data["note"] == "ensin"


@pytest.mark.parametrize(("code", "demand_class"), [("HUN", "N99"), ("WRO", "N01"), ("SIL", "N99"), ("ABU", "N02")])
def test_a_quick_end_completes_at_once_with_its_class(contact, counsellor, code, demand_class):
    quick_end = QuickEnd.objects.get(pk=code)
    done = actions.end_quickly(contact, quick_end=quick_end, by=counsellor, facts=whole(contact, note="Katkesi."))
    done.refresh_from_db()
    assert (done.state, done.demand_class_id, done.demand_kind, done.note) == (
        "complete",
        demand_class,
        "neutral",
        "Katkesi.",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"municipality": ""}, "Choose the municipality"),
        ({"demand_class": "F01"}, "Say which provider caused it"),
        ({"sote_look": ""}, "Say whether services outside"),
        ({"topics": guided(destination="R99")}, "Say in a few words"),
        ({"is_municipality_unknown": True}, "either known or not told"),
    ],
)
def test_the_database_refuses_what_a_broken_rule_lets_through_and_speaks_a_sentence(
    contact, counsellor, changes, sentence
):
    no_rules = mock.patch.object(completing, "problems_of", return_value=[])
    with override("en"), no_rules, pytest.raises(actions.Incomplete) as refused:
        actions.complete_contact(contact, facts=whole(contact, **changes), by=counsellor)
    assert sentence in refused.value.problems[0].text
    assert Contact.objects.get(pk=contact.pk).state == "open"


def test_an_unknown_constraint_still_speaks_words():
    assert completing.sentence_of(IntegrityError("UNIQUE constraint failed: a.b"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    municipality=st.sampled_from(["", "853"]), unknown=st.booleans(), demand=st.sampled_from(["", "V01", "F01", "N01"]),
    cause_unknown=st.booleans(), look=st.sampled_from(["", "yes", "no", "not_needed"]),
    destination=st.sampled_from(["", "R16", "R30", "R99"]), reason=st.sampled_from(["", "Ei halunnut."]),
)  # fmt: skip
def test_whatever_the_rules_accept_the_database_accepts(
    counsellor, municipality, unknown, demand, cause_unknown, look, destination, reason
):
    contact = actions.open_contact(by=counsellor, channel="PUH", language="fi")
    facts = whole(
        contact, municipality=municipality, is_municipality_unknown=unknown, demand_class=demand,
        is_cause_unknown=cause_unknown, sote_look=look, topics=guided(destination=destination, reason_text=reason),
    )  # fmt: skip
    if problems_of(facts, Choices(facts)):
        with pytest.raises(actions.Incomplete):
            actions.complete_contact(contact, facts=facts, by=counsellor)
    else:
        assert actions.complete_contact(contact, facts=facts, by=counsellor).state == "complete"


def test_numbers_run_within_the_year_and_never_repeat(counsellor):
    made = [actions.open_contact(by=counsellor, channel="PUH", language="fi").number for _ in range(3)]
    assert len(set(made)) == 3
    assert [int(number.split("-")[1]) for number in made] == [1, 2, 3]


def test_a_new_contact_presets_only_what_is_known(contact):
    data = contact.draft.data
    assert (data["channel"], data["party"], data["language"], data["service_area"], data["level"]) == (
        "PUH", "SELF", "fi", "IAK", "L1",
    )  # fmt: skip
    assert (data["topics"], data["demand_class"], data["municipality"], data["sote_look"]) == ([], "", "", "")
    assert not contact.history.exists()
