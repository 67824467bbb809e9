"""The first way into a new installation."""

import pytest
from django.core.management import CommandError, call_command

from contactcenter.accounts import actions
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
GOOD = "kuusi-harmaata-kiveä"


@pytest.fixture
def create(monkeypatch):
    """`create(username, first typing, second typing)`"""

    def run(username="ylläpito", *typed):
        answers = iter(typed or (GOOD, GOOD))
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))
        call_command("create_administrator", username)

    return run


def test_the_first_administrator_opens_the_administration(create, client, caplog):
    with caplog.at_level("INFO", "neuvo.accounts"):
        create()
    user = User.objects.get()
    assert user.check_password(GOOD)
    assert not user.is_superuser
    assert [grant.role for grant in user.grants.all()] == [Role.ADMINISTRATOR]
    assert sign_in(client, user).get("/admin/").status_code == 200
    assert "ylläpito" in caplog.text
    assert GOOD not in caplog.text


@pytest.mark.parametrize(
    "typed",
    [(GOOD, GOOD + "x"), ("short", "short"), ("password12", "password12"), ("neuvo-demo", "neuvo-demo"), ("", "")],
)
def test_unequal_weak_and_public_passwords_create_nobody(create, typed):
    with pytest.raises(CommandError):
        create("ylläpito", *typed)
    assert not User.objects.exists()


@pytest.mark.parametrize("username", ["", "a b", "x" * 151, "a\0b"])
def test_a_name_that_cannot_sign_in_is_refused(create, username):
    with pytest.raises(CommandError):
        create(username)
    assert not User.objects.exists()


def test_while_there_is_an_administrator_the_command_is_closed(create):
    present = make_user(Role.ADMINISTRATOR)
    with pytest.raises(CommandError):
        create()
    actions.deactivate_user(present, by=None)
    create()
    assert User.objects.filter(username="ylläpito").exists()


def test_a_name_in_use_is_not_taken_over(create):
    make_user(Role.COUNSELLOR, username="ylläpito")
    with pytest.raises(CommandError):
        create()
    assert not User.objects.get().grants.filter(role=Role.ADMINISTRATOR).exists()
