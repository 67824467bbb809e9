"""Rows that tests begin with, by the state they need."""

import itertools

from contactcenter.accounts.models import Organisation, RoleGrant, Unit, User

PASSWORD = "neuvo-demo-12"
numbers = itertools.count(1)


def make_unit(name="Keskus", parent=None) -> Unit:
    organisation, _ = Organisation.objects.get_or_create(name_fi="Neuvonta", defaults={"is_own": True})
    unit, _ = Unit.objects.get_or_create(name_fi=name, organisation=organisation, defaults={"parent": parent})
    return unit


def make_user(*roles, unit=None, languages=("fi",), areas=("IAK",), **fields) -> User:
    """A user with `roles` (values of Role), who serves in `languages` and `areas`."""
    unit = unit or make_unit()
    fields.setdefault("username", f"user{next(numbers)}")
    user = User.objects.create_user(password=PASSWORD, unit=unit, organisation=unit.organisation, **fields)
    RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
    user.serves_in.set(languages)
    user.service_areas.set(areas)
    return user


def sign_in(client, user: User):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
