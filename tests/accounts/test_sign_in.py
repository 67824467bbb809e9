"""Signing in: in three languages, without telling who exists, and with a second factor for those who see persons."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client

from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Role
from tests.factories import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def enter(client, username, password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": username, "password": password}, **headers)


@pytest.mark.parametrize("language, heading", [("fi", "Kirjaudu sisään"), ("sv", "Logga in"), ("en", "Sign in")])
def test_the_page_speaks_three_languages_and_remembers_which(client, language, heading):
    assert f"<h1>{heading}</h1>" in client.get(LOGIN, {"language": language}).content.decode()
    assert f"<h1>{heading}</h1>" in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    "role, address",
    [
        (Role.COUNSELLOR, "/desk/"),
        (Role.SUPERVISOR, "/figures/"),
        (Role.PRIVACY, "/accesslog/"),
        (Role.ADMINISTRATOR, "/admin/"),
        (Role.PROFESSIONAL, "/accounts/me/"),
    ],
)
def test_everybody_begins_where_their_work_is(client, role, address):
    user = make_user(role)
    assert enter(client, user.username).headers["Location"] == "/workspace/"
    assert client.get("/workspace/").headers["Location"] == address


def test_an_unknown_name_and_a_wrong_password_give_the_same_page(client):
    known = make_user(Role.COUNSELLOR).username
    answers = [enter(client, known, "wrong wrong"), enter(client, "nobody", "wrong wrong")]
    assert {answer.status_code for answer in answers} == {200}
    first, second = (re.sub(r'(value|nonce)="[^"]*"', "", answer.content.decode()) for answer in answers)
    assert first == second


def test_the_session_is_a_new_one_after_signing_in(client):
    client.get(LOGIN, {"language": "sv"})
    before = client.session.session_key
    enter(client, make_user(Role.COUNSELLOR).username)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_no_secret_is_kept_in_the_session(client):
    enter(client, make_user(Role.COUNSELLOR).username)
    assert PASSWORD not in str(dict(client.session))


def test_after_too_many_wrong_passwords_the_page_says_to_wait_but_only_there(client):
    user = make_user(Role.COUNSELLOR)
    for _ in range(8):
        enter(client, user.username, "wrong wrong", REMOTE_ADDR="127.0.0.2")
    answer = enter(client, user.username, REMOTE_ADDR="127.0.0.2", headers={"accept-language": "fi"})
    assert answer.status_code == 429
    assert "Odota hetki" in answer.content.decode()
    assert enter(client, user.username, REMOTE_ADDR="127.0.0.3").status_code == 302


def test_a_deactivated_user_cannot_sign_in(client):
    user = make_user(Role.COUNSELLOR, is_active=False)
    enter(client, user.username)
    assert client.get("/accounts/me/").status_code == 302


def test_forged_names_in_headers_sign_nobody_in(client):
    make_user(Role.ADMINISTRATOR, username="admin")
    headers = {"X-Remote-User": "admin", "Remote-User": "admin", "X-Forwarded-User": "admin"}
    assert client.get("/accounts/me/", headers=headers).headers["Location"].startswith(LOGIN)


def test_signing_out_needs_a_post(client):
    sign_in(client, make_user(Role.COUNSELLOR))
    client.get("/accounts/logout/")
    assert client.get("/accounts/me/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/accounts/me/").status_code == 302


def test_a_link_to_elsewhere_is_not_followed_after_signing_in(client):
    user = make_user(Role.COUNSELLOR)
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/workspace/"


def test_changing_the_password_ends_other_sessions_and_sockets(client):
    user, other = make_user(Role.COUNSELLOR), Client()
    for browser in (client, other):
        enter(browser, user.username)
    changed = {"oldpassword": PASSWORD, "password1": "a wholly new one", "password2": "a wholly new one"}
    assert client.post("/accounts/password/change/", changed).status_code == 302
    assert client.get("/accounts/me/").status_code == 200
    assert other.get("/accounts/me/").status_code == 302
    assert User.objects.get(pk=user.pk).rights_epoch == user.rights_epoch + 1


class TestDemo:
    def test_its_people_are_listed_with_their_password(self, client, settings):
        settings.DEMO = True
        make_user(Role.COUNSELLOR, username="ohjaaja")
        make_user(username="without-role")
        page = client.get(LOGIN).content.decode()
        assert "ohjaaja" in page
        assert settings.DEMO_PASSWORD in page
        assert "without-role" not in page

    def test_outside_it_the_password_is_neither_shown_nor_accepted(self, client, settings):
        user = make_user(Role.COUNSELLOR)
        user.set_password(settings.DEMO_PASSWORD)
        user.save()
        assert settings.DEMO_PASSWORD not in client.get(LOGIN).content.decode()
        assert enter(client, user.username, settings.DEMO_PASSWORD).status_code == 200
        settings.DEMO = True
        assert enter(client, user.username, settings.DEMO_PASSWORD).status_code == 302


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def demanded(self, settings):
        settings.SECOND_FACTOR = True

    @pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.LEAD, Role.SUPERVISOR, Role.PRIVACY])
    def test_who_sees_persons_may_only_set_it_up(self, client, role):
        sign_in(client, make_user(role))
        for address in ("/accounts/me/", "/workspace/", "/accesslog/", "/accounts/password/change/"):
            if (answer := client.get(address)).status_code != 403:
                assert answer.headers["Location"] == "/accounts/2fa/totp/activate/"

    def test_who_sees_no_persons_works_without_it(self, client):
        sign_in(client, make_user(Role.PROFESSIONAL))
        assert client.get("/accounts/me/").status_code == 200

    def test_it_is_set_up_and_then_asked_for(self, client, django_capture_on_commit_callbacks):
        user, other = make_user(Role.COUNSELLOR), Client()
        enter(other, user.username)
        enter(client, user.username)
        again = client.get("/accounts/2fa/totp/activate/").headers["Location"]
        assert client.get(again).status_code == 200
        assert client.post(again, {"password": PASSWORD}).status_code == 302
        page = client.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        count = next(iter(totp.yield_hotp_counters_from_time()))
        code = totp.format_hotp_value(totp.hotp_value(secret, count))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
        assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
        assert client.get(answer.headers["Location"]).status_code == 200
        assert client.get("/accounts/me/").status_code == 200
        assert other.get("/accounts/me/").status_code == 302  # whoever else was signed in as this user

        half = Client()
        assert enter(half, user.username).headers["Location"].startswith("/accounts/2fa/authenticate/")
        assert half.get("/accounts/me/").headers["Location"].startswith(LOGIN)
        assert half.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
        assert half.get("/accounts/me/").status_code == 302
