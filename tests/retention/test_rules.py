"""Each rule at its last second, what it leaves behind, and what stops it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.models import CallerMark, Case, Contact, ContactTopic, ContinuationCode, Person, PersonMerge, Routing
from casework.retention import due_named_contacts, due_nameless_contacts
from chat import actions as chat_actions
from chat.models import Conversation, Message, VisitorChat
from contactcenter.personal_data.retention import RULES, before
from contactcenter.reference.models import ServiceArea
from contactcenter.retention import actions, runs
from contactcenter.retention.models import BrakeRelease, RetentionRun
from contactcenter.timestamps import HELSINKI
from reporting.material import Material
from reporting.periods import Period
from reporting.registry import tables_of

from .conftest import CANARY, LONG_AGO

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def canaries() -> list[str]:
    """Every table of ours in which the canary still stands."""
    found = []
    for model in apps.get_models():
        texts = [
            field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
        ]
        if any(model._base_manager.filter(**{f"{field.attname}__contains": CANARY}).exists() for field in texts):
            found.append(model._meta.label)
    return found


def later(**span) -> datetime:
    return before(LONG_AGO, **{name: -number for name, number in span.items()})


# ---- spans ----
@given(st.integers(0, 20_000 * 24 * 60), st.integers(0, 30), st.integers(0, 400))
def test_the_cut_off_is_the_same_local_time_and_never_moves_back(minutes, years, days):
    at = LONG_AGO + timedelta(minutes=minutes)
    cut = before(at, years=years, days=days)
    assert cut <= before(at + timedelta(days=1), years=years, days=days)
    assert cut <= at
    wall = cut.astimezone(HELSINKI)
    skipped = timedelta(hours=wall.month == 3 and wall.hour == 4)  # the hour that is skipped in spring
    assert wall.time() in (at.astimezone(HELSINKI).time(), (wall + skipped).time())


def test_the_29th_of_february_is_kept_to_the_28th():
    leap = datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert before(leap, years=10).date().isoformat() == "2018-02-28"
    assert before(datetime(2027, 3, 31, 10, tzinfo=UTC), months=1).date().isoformat() == "2027-02-28"


# ---- contacts ----
@pytest.mark.parametrize("due", [False, True])
def test_texts_of_a_nameless_contact_go_after_24_months_and_codes_stay(make_contact, clock, due):
    contact = make_contact()
    before_codes = codes_of(contact)
    clock(later(months=24) - (timedelta() if due else SECOND))
    runs.erase_due()
    assert (canaries() == []) is due
    contact.refresh_from_db()
    assert (contact.erased_at is not None) is due
    assert codes_of(contact) == before_codes
    assert Contact.history.filter(id=contact.pk).exists() is not due
    assert Routing.history.filter(contact_id=contact.pk).exists() is not due


def codes_of(contact) -> list:
    topics = ContactTopic.objects.filter(contact=contact).values_list("reason", "outcome", "is_main")
    routings = Routing.objects.filter(contact=contact).values_list("destination", "outside_sote", "provider_type")
    fields = ("number", "channel", "language", "municipality", "demand_class", "demand_kind", "level", "opened_at")
    return [*Contact.objects.filter(pk=contact.pk).values_list(*fields), *topics, *routings]


@pytest.mark.parametrize("due", [False, True])
def test_a_persons_contact_is_kept_for_ten_years_and_then_the_person_goes_too(make_contact, make_person, clock, due):
    person = make_person()
    contact = make_contact(person=person)
    clock(later(years=10) - (timedelta() if due else SECOND))
    runs.erase_due()
    contact.refresh_from_db()
    assert (contact.person_id is None) is due
    assert (contact.note == "") is due
    assert Person.objects.filter(pk=person.pk).exists() is not due
    assert (canaries() == []) is due


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.integers(0, 6000), seconds=st.integers(-2, 2))
def test_contacts_are_due_exactly_when_their_time_is_over(make_contact, make_person, days, seconds):
    at = LONG_AGO + timedelta(days=days)
    nameless = Contact.objects.filter(person=None).first() or make_contact()
    named = Contact.objects.filter(person__isnull=False).first() or make_contact(person=make_person())
    for contact, span, due in (
        (nameless, {"months": 24}, due_nameless_contacts),
        (named, {"years": 10}, due_named_contacts),
    ):
        Contact.objects.filter(pk=contact.pk).update(opened_at=before(at, **span) + timedelta(seconds=seconds))
        assert due(at).filter(pk=contact.pk).exists() is (seconds <= 0)


def test_erasing_changes_no_figure(make_contact, make_person, make_case, clock):
    make_contact(), make_contact(person=make_person()), make_contact(case=make_case())
    material = Material(Period(LONG_AGO.date(), LONG_AGO.date()))
    figures = tables_of(material)
    assert material.contacts.count() == 3
    clock(later(years=40))
    runs.erase_due()
    assert canaries() == []
    assert tables_of(material) == figures


def test_an_open_contact_is_listed_and_never_erased(counsellor, make_contact, clock):
    contact = make_contact()
    Contact.objects.filter(pk=contact.pk).update(state="open", completed_at=None)
    clock(later(years=40))
    assert runs.erase_due().counts["open_contacts"] == {"kept": 1, "due": 1, "held": 0, "gone": 0, "braked": False}
    contact.refresh_from_db()
    assert contact.note == CANARY


# ---- cases ----
@pytest.mark.parametrize(
    ("area", "years"), [("IAK", 10), ("VAM", 10), ("TYO", 10), ("PAI", 10), ("YLE", 10), ("PER", 30)]
)
@pytest.mark.parametrize("due", [False, True])
def test_a_case_goes_its_areas_years_after_closing(make_case, make_contact, make_person, clock, area, years, due):
    person = make_person()
    case = make_case(area=area, person=person)
    contact = make_contact(person=person, case=case)
    clock(later(years=years) - (timedelta() if due else SECOND))
    runs.erase_due()
    assert Case.objects.filter(pk=case.pk).exists() is not due
    contact.refresh_from_db()
    assert (contact.erased_at is not None) is due
    assert Person.objects.filter(pk=person.pk).exists() is not due
    assert (canaries() == []) is due


def test_an_area_without_years_of_its_own_takes_the_setting(make_case, clock):
    make_case()
    ServiceArea.objects.filter(pk="IAK").update(retention_years=None)
    clock(later(years=10))
    assert runs.erase_due().counts["cases"]["gone"] == 1


def test_a_case_with_an_open_contact_waits(make_case, make_contact, clock):
    contact = make_contact(case=make_case())
    Contact.objects.filter(pk=contact.pk).update(state="open", completed_at=None)
    clock(later(years=40))
    assert runs.erase_due().counts["cases"]["due"] == 0


# ---- persons ----
@pytest.mark.parametrize("due", [False, True])
def test_a_person_nobody_uses_goes_after_24_months(make_person, clock, due):
    person = make_person()
    clock(later(months=24) - (timedelta() if due else SECOND))
    runs.erase_due()
    assert Person.objects.filter(pk=person.pk).exists() is not due
    assert Person.history.filter(id=person.pk).exists() is not due


def test_a_change_of_the_record_begins_the_24_months_anew(make_person, clock):
    person = make_person()
    person.approach = "Soita aamulla"
    person.save()
    Person.history.filter(id=person.pk, approach="Soita aamulla").update(history_date=LONG_AGO + timedelta(days=400))
    clock(later(months=24))
    assert runs.erase_due().counts["persons"]["due"] == 0


def test_merged_persons_go_with_the_one_kept(make_person, counsellor, clock):
    kept = make_person()
    middle = make_person(merged_into=kept)
    first = make_person(merged_into=middle)
    PersonMerge.objects.create(kept=kept, gone=middle, by=counsellor, moved={"names": [CANARY]})
    clock(later(months=24))
    assert runs.erase_due().counts["persons"]["gone"] == 1
    assert not Person.objects.filter(pk__in=[kept.pk, middle.pk, first.pk]).exists()
    assert not PersonMerge.objects.exists()
    assert canaries() == []


# ---- marks ----
def test_marks_and_codes_go_when_they_expire(make_contact, counsellor, clock):
    contact = make_contact(at=datetime.now(UTC))
    at = datetime.now(UTC)
    CallerMark.objects.create(contact=contact, month="2026-01", number_hash="a" * 64, expires_at=at)
    ContinuationCode.objects.create(contact=contact, code_hash="b" * 64, given_by=counsellor, expires_at=at)
    clock(at - SECOND)
    runs.erase_due()
    assert CallerMark.objects.count() == ContinuationCode.objects.count() == 1
    clock(at)
    runs.erase_due()
    assert CallerMark.objects.count() == ContinuationCode.objects.count() == 0


# ---- chats ----
@pytest.fixture
def make_chat(counsellor):
    def make(contact=None, closed_at=LONG_AGO) -> Conversation:
        chat, _token = chat_actions.start_conversation(language="fi")
        Message.objects.create(
            conversation=chat, seq=90, client_id=chat.pk, sender_key="visitor", sender_role="visitor",
            sender_name=CANARY, text=CANARY, data={"card": CANARY}, sent_at=closed_at,
        )  # fmt: skip
        VisitorChat.objects.filter(pk=chat.pk).update(contact=contact, state="closed")
        Conversation.objects.filter(pk=chat.pk).update(state="closed", closed_at=closed_at)
        return Conversation.objects.get(pk=chat.pk)

    return make


@pytest.mark.parametrize("due", [False, True])
def test_the_text_of_an_anonymous_chat_goes_after_30_days_and_its_codes_stay(make_chat, clock, due):
    chat = make_chat()
    secret = chat.visitor_chat.token_hash
    clock(later(days=30) - (timedelta() if due else SECOND))
    runs.erase_due()
    message = Message.objects.get(conversation=chat, seq=90)
    assert (message.text == message.sender_name == "" and message.data == {}) is due
    assert (VisitorChat.objects.get(pk=chat.pk).token_hash == secret) is not due
    assert (canaries() == []) is due


def test_the_chat_of_a_known_person_goes_with_the_contact(make_chat, make_contact, make_person, clock):
    make_chat(contact=make_contact(person=make_person()))
    clock(later(years=10) - SECOND)
    assert runs.erase_due().counts["chat_texts"]["gone"] == 0
    clock(later(years=10))
    assert runs.erase_due().counts["chat_texts"]["gone"] == 1
    assert canaries() == []


# ---- what stops a run ----
def test_a_dry_run_destroys_nothing(make_contact, make_person, make_case, make_chat, clock, capsys):
    make_contact(), make_person(), make_case(), make_chat()
    clock(later(years=40))
    there = canaries()
    call_command("retention")
    table = capsys.readouterr().out
    assert canaries() == there
    assert "contact_texts" in table
    assert RetentionRun.objects.get().is_real is False


def test_destroying_twice_is_the_same_as_once(make_contact, make_person, make_case, make_chat, clock):
    make_contact(), make_person(), make_case(), make_chat()
    clock(later(years=40))
    first, second = runs.erase_due().counts, runs.erase_due().counts
    assert sum(count["gone"] for count in first.values()) >= 4
    assert {code: count["due"] for code, count in second.items() if count["due"]} == {}


HELD = ["person", "case", "contact"]


@pytest.mark.parametrize("kind", HELD)
def test_a_hold_keeps_all_that_belongs_together_until_it_is_lifted(
    make_contact, make_person, make_case, make_chat, privacy, clock, kind
):
    person = make_person()
    case = make_case(person=person)
    contact = make_contact(person=person, case=case)
    make_chat(contact=contact)
    named = {"person": f"/persons/{person.pk}/", "case": case.number.lower(), "contact": contact.number}[kind]
    hold = actions.set_hold(kind=kind, text=named, reason="Kantelu", by=privacy)
    clock(later(years=40))
    there = canaries()
    counts = runs.erase_due().counts
    assert canaries() == there
    assert counts["cases"]["held"] == 1
    actions.lift_hold(hold, reason="Ratkaistu", by=privacy)
    runs.erase_due()
    assert canaries() == []


def test_a_hold_on_a_person_reaches_those_merged_into_them_later(make_person, make_contact, privacy, clock):
    person, other = make_person(), make_person()
    actions.set_hold(kind="person", text=str(person.pk), reason="Kantelu", by=privacy)
    Person.objects.filter(pk=person.pk).update(merged_into=other)
    make_contact(person=other)
    clock(later(years=40))
    counts = runs.erase_due().counts
    assert (counts["contacts_of_persons"]["gone"], counts["persons"]["gone"]) == (0, 0)


def test_the_brake_stops_an_unusual_run_until_somebody_releases_it(make_contact, privacy, clock, monkeypatch):
    monkeypatch.setitem(django_settings.RETENTION, "brake_rows", 2)
    for _ in range(3):
        make_contact()
    clock(later(years=40))
    stopped = runs.erase_due().counts["contact_texts"]
    assert (stopped["gone"], stopped["braked"]) == (0, True)
    actions.release_brake("contact_texts", by=privacy)
    released = runs.erase_due().counts["contact_texts"]
    assert (released["gone"], released["braked"]) == (3, False)
    assert BrakeRelease.objects.get().used_in.is_real


def test_a_release_is_for_the_rows_that_were_seen(make_contact, privacy, clock, monkeypatch):
    monkeypatch.setitem(django_settings.RETENTION, "brake_rows", 1)
    make_contact(), make_contact()
    clock(later(years=40))
    actions.release_brake("contact_texts", by=privacy)
    make_contact(), make_contact()
    assert runs.erase_due().counts["contact_texts"]["braked"] is True


def test_a_small_share_of_many_rows_is_not_braked(make_contact, clock, monkeypatch):
    monkeypatch.setitem(django_settings.RETENTION, "brake_rows", 0)
    make_contact()
    for _ in range(4):
        make_contact(at=datetime(2050, 1, 1, tzinfo=UTC))
    clock(datetime(2050, 1, 1, tzinfo=UTC))
    assert runs.erase_due().counts["contact_texts"]["gone"] == 1


def test_every_rule_says_how_long_and_on_what_ground():
    for rule in RULES.values():
        assert str(rule.label)
        assert str(rule.source)
        assert str(rule.period())
