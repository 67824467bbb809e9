"""The demo's data: enough of everything, believable, and true to every rule of the product."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from casework.actions.completing import facts_of
from casework.completeness import Choices, problems_of
from casework.destinations import derive, rules_in_order, traits_of
from casework.models import Contact, ContactTopic, NumberSeries, Person, Routing
from catalogue.models import ImportRun, Provider, Service, ServiceChannel
from contactcenter import timestamps
from contactcenter.accounts.models import RoleGrant, User
from contactcenter.accounts.roles import Role
from contactcenter.opening_hours.queries import LineKey, Timetable
from contactcenter.timestamps import local, local_day

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)  # a Wednesday, 13.00 here
DAYS = 90


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for all tests here, which each roll back to it; undone after the last."""
    clock = pytest.MonkeyPatch()
    clock.setattr(timestamps, "now", lambda: NOW)
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        call_command("load_demo", days=DAYS, verbosity=0)
        yield
        transaction.set_rollback(True)
    clock.undo()


def complete():
    return Contact.objects.filter(state="complete", quick_end=None)


def share(query, **which) -> float:
    return query.filter(**which).count() / query.count()


@override_settings(DEMO=False)
def test_outside_the_demo_it_is_refused():
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert not User.objects.exists()


def test_a_second_run_changes_nothing(demo, django_assert_max_num_queries):
    before = (Contact.objects.count(), Service.objects.count(), User.objects.count())
    with django_assert_max_num_queries(5):
        call_command("load_demo", days=DAYS, verbosity=0)
    assert (Contact.objects.count(), Service.objects.count(), User.objects.count()) == before


def test_every_role_has_somebody_who_can_sign_in(demo, settings):
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(Role.values)
    for user in User.objects.all():
        assert user.check_password(settings.DEMO_PASSWORD)
    handledare = User.objects.get(username="handledare")
    assert handledare.language == "sv"
    assert set(handledare.serves_in.values_list("pk", flat=True)) == {"fi", "sv"}


def test_there_are_thirty_providers_of_every_type_and_a_hundred_and_twenty_services(demo):
    assert Provider.objects.count() == 30
    assert Provider.objects.values("type").distinct().count() == 6
    assert Service.objects.count() >= 120
    assert ServiceChannel.objects.filter(kind="place", latitude__gt=59, longitude__gt=20).count() == 30
    assert not ImportRun.objects.exists()


def test_every_service_can_be_read_in_three_languages_and_found(demo):
    for service in Service.objects.all():
        for field in ("name", "summary", "description", "instructions"):
            assert all(getattr(service, f"{field}_{language}") for language in ("fi", "sv", "en")), (service, field)
        assert service.lemmas_fi
        assert service.lemmas_sv
    assert Service.objects.filter(municipalities=None).count() == 0
    assert Service.objects.values("municipalities").distinct().count() == 27
    assert Service.objects.values("categories").distinct().count() == 11


def test_no_number_can_be_dialled_and_no_address_exists(demo):
    numbers = [phone["value"] for channel in ServiceChannel.objects.all() for phone in channel.phones]
    numbers += [*Provider.objects.values_list("phone", flat=True), *Person.objects.values_list("phone", flat=True)]
    assert all(number.startswith(("02 000 ", "040 000 ")) for number in numbers)
    assert all(provider.email.endswith(".example") for provider in Provider.objects.all())


def test_every_contact_would_pass_the_form(demo):
    for contact in complete().order_by("pk")[:150]:
        facts = facts_of(contact)
        assert problems_of(facts, Choices(facts)) == [], contact


def test_numbers_follow_the_order_of_opening(demo):
    numbers = list(Contact.objects.order_by("opened_at").values_list("number", flat=True))
    assert numbers == sorted(numbers)
    assert NumberSeries.objects.get(year=2026).last == len(numbers)


def test_contacts_came_while_the_line_was_open(demo):
    timetable = Timetable.since(local_day(NOW.replace(month=8, day=1)))
    for contact in complete():
        line = LineKey("PUH", "sv" if contact.language_id == "sv" else "fi")
        moment = local(contact.opened_at)
        assert any(opens <= moment.time() < closes for opens, closes in timetable.hours_on(moment.date(), line))
        assert contact.opened_at < contact.ended_at <= contact.completed_at
        assert contact.opened_on == moment.date()


def test_the_shape_is_believable(demo):
    query = complete()
    assert 8 * DAYS * 0.7 * 0.8 < query.count() < 13 * DAYS * 0.72
    assert 0.02 < share(query, language="sv") < 0.12
    kinds = Counter(query.values_list("demand_kind", flat=True))
    assert 0.25 < kinds["failure"] / (kinds["failure"] + kinds["value"]) < 0.42
    days = Counter(day.weekday() for day in query.values_list("opened_on", flat=True))
    assert set(days) == set(range(5))
    assert days[0] > days[4]
    assert query.filter(person__isnull=False).exists()
    assert Contact.objects.exclude(quick_end=None).exists()


def test_routings_are_frozen_as_casework_would_freeze_them(demo):
    rules = rules_in_order()
    by_rule = Routing.objects.filter(is_by_rule=True).select_related("destination", "service__provider")
    assert by_rule.count() > 100
    for routing in by_rule[:100]:
        assert derive(rules, traits_of(routing.service)) == routing.destination
        assert routing.provider == routing.service.provider
        assert routing.provider_type == routing.service.provider.type_id
        assert routing.outside_sote == routing.destination.outside_sote
    assert Routing.objects.filter(outside_sote=True).exists()


def test_history_begins_when_a_contact_was_completed(demo):
    contact = complete().first()
    assert contact.history.get().history_date == contact.completed_at
    assert contact.history.get().history_user == contact.handled_by
    assert ContactTopic.history.count() == ContactTopic.objects.count()


def test_three_contacts_are_open_now(demo):
    assert Contact.objects.filter(state="open", draft__isnull=False).count() == 3
