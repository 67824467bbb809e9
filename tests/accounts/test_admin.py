"""Administration: reference data in three languages with history, users and roles through actions, no clients."""

import pytest
from django.contrib import admin

from contactcenter.accounts.models import RoleGrant, User
from contactcenter.accounts.roles import Role
from contactcenter.reference.admin import RoleTableAdmin
from contactcenter.reference.models import ContactChannel, ReferenceRow
from tests.factories import PASSWORD, make_unit, make_user, sign_in

pytestmark = pytest.mark.django_db
USERS = "/admin/accounts/user/"
GRANTS = "/admin/accounts/rolegrant/"


@pytest.fixture
def boss(client):
    user = make_user(Role.ADMINISTRATOR)
    sign_in(client, user)
    return user


def all_rows(model=ReferenceRow):
    for child in model.__subclasses__():
        yield from ([child] if not child._meta.abstract else [])
        yield from all_rows(child)


def test_every_kind_of_reference_data_is_edited_here():
    assert {model for model in all_rows() if not model.__name__.startswith("Historical")} <= set(admin.site._registry)


def test_nothing_of_clients_or_of_packages_is_shown():
    assert all(isinstance(page, RoleTableAdmin) for page in admin.site._registry.values())
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {"casework.Contact", "casework.Person", "chat.Message", "accesslog.AccessEntry", "auth.Group"}


def test_a_superuser_without_the_role_is_nobody_here(client):
    sign_in(client, make_user(Role.COUNSELLOR, is_superuser=True, is_staff=True))
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize(
    "language, words",
    [("fi", "Perustiedot ja käyttäjät"), ("sv", "Grunddata och användare"), ("en", "Reference data and users")],
)
def test_it_speaks_the_users_language(client, language, words):
    sign_in(client, make_user(Role.ADMINISTRATOR, language=language))
    assert words in client.get("/admin/").content.decode()


def test_an_edit_keeps_history_with_its_author(client, boss):
    row = ContactChannel.objects.first()
    values = {
        "name_fi": "Uusi nimi",
        "name_sv": "Nytt namn",
        "name_en": "New name",
        "position": 3,
        "is_active": "on",
        "code": "HACK",
    }
    assert client.post(f"/admin/reference/contactchannel/{row.pk}/change/", values).status_code == 302
    changed = ContactChannel.objects.get(pk=row.pk)
    assert (changed.name_fi, changed.name_sv) == ("Uusi nimi", "Nytt namn")
    assert changed.history.first().history_user == boss
    assert not ContactChannel.objects.filter(pk="HACK").exists()
    assert "Uusi nimi" in client.get(f"/admin/reference/contactchannel/{row.pk}/history/").content.decode()


def test_nothing_is_deleted(client, boss):
    row = ContactChannel.objects.first()
    assert client.post(f"/admin/reference/contactchannel/{row.pk}/delete/", {"post": "yes"}).status_code == 404
    assert "delete_selected" not in client.get("/admin/reference/contactchannel/").content.decode()


def new_user(**values):
    return {
        "username": "uusi",
        "first_name": "Uusi",
        "last_name": "Ihminen",
        "language": "fi",
        "is_active": "on",
        "unit": make_unit().pk,
        "serves_in": ["fi"],
        "service_areas": ["IAK"],
        "new_password": PASSWORD,
    } | values


def test_a_user_is_made_and_given_a_role(client, boss):
    assert client.post(f"{USERS}add/", new_user()).status_code == 302
    user = User.objects.get(username="uusi")
    assert user.check_password(PASSWORD)
    assert (user.organisation, user.history.last().history_user) == (user.unit.organisation, boss)
    assert client.post(f"{GRANTS}add/", {"user": user.pk, "role": "counsellor", "unit": ""}).status_code == 302
    assert user.grants.get().granted_by == boss
    assert User.objects.get(pk=user.pk).rights_epoch > user.rights_epoch


@pytest.mark.parametrize("password", ["", "short", "password123"])
def test_a_user_needs_a_proper_first_password(client, boss, password):
    assert client.post(f"{USERS}add/", new_user(new_password=password)).status_code == 200
    assert not User.objects.filter(username="uusi").exists()


def test_closing_an_account_raises_the_epoch_and_ends_its_sessions(client, boss):
    user = make_user(Role.COUNSELLOR)
    values = new_user(username=user.username, new_password="")
    del values["is_active"]
    assert client.post(f"{USERS}{user.pk}/change/", values).status_code == 302
    changed = User.objects.get(pk=user.pk)
    assert (changed.is_active, changed.rights_epoch > user.rights_epoch) == (False, True)
    assert changed.check_password(PASSWORD)


def test_a_role_is_ended_from_the_list(client, boss):
    user = make_user(Role.COUNSELLOR)
    chosen = {"action": "end_roles", "_selected_action": [user.grants.get().pk]}
    assert client.post(GRANTS, chosen).status_code == 302
    assert user.grants.get().ended_at
    assert User.objects.get(pk=user.pk).rights_epoch == user.rights_epoch + 1


def test_nobody_gives_themselves_a_role(client, boss):
    answer = client.post(f"{GRANTS}add/", {"user": boss.pk, "role": "privacy", "unit": ""})
    assert answer.status_code == 409
    assert "Omia oikeuksia ei voi muuttaa" in answer.content.decode()
    assert RoleGrant.objects.filter(user=boss).count() == 1


def test_rights_cannot_be_smuggled_into_the_user_form(client, boss):
    user = make_user(Role.COUNSELLOR)
    forged = new_user(username=user.username, is_superuser="on", is_staff="on", rights_epoch="0", password="x")
    client.post(f"{USERS}{user.pk}/change/", forged)
    changed = User.objects.get(pk=user.pk)
    assert (changed.is_superuser, changed.is_staff, changed.rights_epoch > 0) == (False, False, True)
