"""Every address × every role: the role table decides, and a door without a row fails."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from contactcenter.accounts.access import PUBLIC
from contactcenter.accounts.doors import CLOSED, door_of
from contactcenter.accounts.roles import TABLE, Permission, Role
from tests.factories import make_user, sign_in

LOGIN = "/accounts/login/"
SAMPLES = {"UUIDConverter": str(uuid.uuid4()), "IntConverter": "987654"}
REGEX_SAMPLES = {"app_label": "reference", "url": "nothing", "uidb36": "1", "key": "1-1"}


class Door:
    """An address with made-up arguments, and what its view asks for."""

    def __init__(self, address: str, view, name: str):
        self.address, self.name, self.asks = address, name, door_of(view, name)

    def opens_for(self, role: Role) -> bool:
        return self.asks == PUBLIC or self.asks in TABLE[role]


def address_of(pattern) -> str:
    """The pattern's part of an address, with a random identifier for each argument."""
    if hasattr(pattern, "_route"):
        text = str(pattern._route)
        for name, converter in pattern.converters.items():
            kind = type(converter).__name__
            text = text.replace(f"<{converter_name(text, name)}{name}>", SAMPLES.get(kind, "nothing"))
        return text
    text = pattern.regex.pattern if not hasattr(pattern, "language_prefix") else pattern.language_prefix
    for name, sample in REGEX_SAMPLES.items():
        start = text.find(f"(?P<{name}>")
        if start >= 0:
            text = text[:start] + sample + text[text.index(")", text.index(")", start) if "[" in text else start) + 1 :]
    return text.replace("([^/]+)", "1").strip("^$").replace("\\Z", "").replace("\\.", ".")


def converter_name(route: str, name: str) -> str:
    before = route.split(f"{name}>")[0].rsplit("<", 1)[1]
    return before


def doors(patterns, prefix="/", namespace=""):
    for pattern in patterns:
        address = prefix + address_of(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = pattern.name or getattr(pattern.callback, "__name__", "")
            yield Door(address, pattern.callback, f"{namespace}{name}")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from doors(pattern.url_patterns, address, inner)


ALL = list(doors(get_resolver().url_patterns))


def test_every_address_has_a_row():
    assert len(ALL) > 60
    assert [f"{door.address} ({door.name})" for door in ALL if door.asks is None] == []


def test_every_permission_belongs_to_a_role():
    assert {permission for row in TABLE.values() for permission in row} == set(Permission)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_door_opens_for_those_with_its_permission_and_for_nobody_else(role):
    client = sign_in(Client(raise_request_exception=False), make_user(role))
    wrong = [fault for door in ALL if (fault := fault_for(client, door, is_open=door.opens_for(role)))]
    assert "\n".join(wrong) == ""


@pytest.mark.django_db
def test_anonymous_visitors_are_sent_to_sign_in():
    client = Client(raise_request_exception=False)
    private = [door for door in ALL if door.asks not in (PUBLIC, CLOSED)]
    assert len(private) > 30
    assert [door.address for door in private if not leads_to_login(client.get(door.address))] == []


@pytest.mark.django_db
def test_a_deactivated_user_is_anonymous():
    user = make_user(*Role)
    client = sign_in(Client(raise_request_exception=False), user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    private = [door for door in ALL if door.asks not in (PUBLIC, CLOSED)]
    assert [door.address for door in private if not leads_to_login(client.get(door.address))] == []


@pytest.mark.django_db
def test_what_packages_offer_but_we_do_not_is_not_there():
    client = Client()
    closed = [door for door in ALL if door.asks == CLOSED]
    assert len(closed) > 5
    assert {client.get(door.address).status_code for door in closed} == {404}


@pytest.mark.django_db
def test_every_private_answer_is_never_stored():
    client = sign_in(Client(raise_request_exception=False), make_user(*Role))
    stored = []
    for door in ALL:
        if door.asks not in (PUBLIC, CLOSED) and "logout" not in door.name:
            answer = client.get(door.address)
            if answer.status_code < 500 and "no-store" not in answer.headers.get("Cache-Control", ""):
                stored.append(door.address)
    assert stored == []


def fault_for(client, door: Door, *, is_open: bool) -> str:
    """A sentence when the door answers otherwise than the table says; empty when it is right."""
    if door.asks == CLOSED:
        return ""
    if is_open:
        status = client.get(door.address).status_code
        return f"{door.address} ({door.name}): {status}" if status in (403, 500) else ""
    answers = [client.get(door.address), client.post(door.address)]
    bad = [answer.status_code for answer in answers if answer.status_code != 403]
    return f"{door.address} ({door.name}) is closed to this role but answers {bad}" if bad else ""


def leads_to_login(answer) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(LOGIN)
