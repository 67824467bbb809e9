"""Changes of rights: recorded, told to open sockets by the epoch, and never one's own."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from contactcenter.accounts import actions
from contactcenter.accounts.access import can, scope_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Role, Scope
from contactcenter.errors import ActionRefused
from tests.factories import make_unit, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def person():
    return make_user()


def epoch(user) -> int:
    return User.objects.get(pk=user.pk).rights_epoch


def test_a_granted_role_opens_its_doors_and_an_ended_one_closes_them(boss, person):
    grant = actions.grant_role(person, role=Role.COUNSELLOR, by=boss)
    assert can(person, Permission.SERVE)
    assert (epoch(person), grant.granted_by, grant.history.get().history_user) == (2, boss, boss)
    actions.end_role(grant, by=boss)
    assert not can(User.objects.get(pk=person.pk), Permission.SERVE)
    assert (epoch(person), grant.history.count()) == (3, 2)


def test_ending_a_role_twice_changes_nothing(boss, person):
    grant = actions.grant_role(person, role=Role.COUNSELLOR, by=boss)
    actions.end_role(grant, by=boss)
    actions.end_role(grant, by=boss)
    assert epoch(person) == 3


@pytest.mark.parametrize("is_for_unit", [True, False])
def test_the_same_role_is_not_given_twice(boss, person, is_for_unit):
    unit = make_unit() if is_for_unit else None
    actions.grant_role(person, role=Role.LEAD, unit=unit, by=boss)
    with pytest.raises(ActionRefused):
        actions.grant_role(person, role=Role.LEAD, unit=unit, by=boss)


def test_a_role_can_be_given_again_after_it_ended(boss, person):
    actions.end_role(actions.grant_role(person, role=Role.LEAD, by=boss), by=boss)
    actions.grant_role(person, role=Role.LEAD, by=boss)
    assert person.grants.count() == 2


def test_nobody_changes_their_own_rights(boss):
    with pytest.raises(ActionRefused):
        actions.grant_role(boss, role=Role.PRIVACY, by=boss)
    with pytest.raises(ActionRefused):
        actions.end_role(boss.grants.get(), by=boss)
    with pytest.raises(ActionRefused):
        actions.deactivate_user(boss, by=boss)
    with pytest.raises(ActionRefused):
        actions.change_user(boss, by=boss, unit=make_unit("Muu"))
    assert epoch(boss) == 1


def test_a_deactivated_user_is_out_everywhere_at_once(boss, person):
    browser = sign_in(Client(), person)
    other = sign_in(Client(), boss)
    actions.deactivate_user(person, by=boss)
    assert browser.get("/accounts/me/").status_code == 302
    assert other.get("/accounts/me/").status_code == 200
    assert Session.objects.count() == 1
    assert epoch(person) == 2


def test_a_new_unit_brings_its_organisation(boss, person):
    unit = make_unit("Lähipiste")
    actions.change_user(person, by=boss, unit=unit)
    person.refresh_from_db()
    assert (person.unit, person.organisation) == (unit, unit.organisation)
    assert person.history.first().history_user == boss


def test_duty_languages_and_areas_are_told_to_open_sockets(person):
    actions.set_duty(person, languages=["sv", "fi"], areas=["VAM"])
    assert {language.pk for language in person.serves_in.all()} == {"fi", "sv"}
    assert epoch(person) == 2


def test_a_new_password_ends_every_session(boss, person):
    browser = sign_in(Client(), person)
    actions.set_password(person, password="another long one", by=boss)
    assert browser.get("/accounts/me/").status_code == 302
    assert epoch(person) == 2


def test_several_roles_give_the_widest_scope():
    assert scope_of(make_user(Role.COUNSELLOR, Role.LEAD), Permission.CONTACT_VIEW) == Scope.UNIT
    assert scope_of(make_user(Role.PROFESSIONAL), Permission.CONTACT_VIEW) is None
