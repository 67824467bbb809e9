"""Headers, cookies and error pages, to the letter."""

import re

import pytest
from django.test import Client

from contactcenter import jobs, views
from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
SNAPSHOT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PAGES = ["/fi/", "/accounts/login/", "/accounts/me/", "/accesslog/", "/fi/no-such-page/", "/no-such-page/", "/readyz"]


@pytest.fixture
def everybody(client):
    client.raise_request_exception = False
    return sign_in(client, make_user(*Role))


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_exactly_these_headers(everybody, address):
    answer = everybody.get(address)
    assert {name: answer.headers.get(name) for name in SNAPSHOT} == SNAPSHOT
    policy = re.sub(r" 'nonce-[^']+'", "", answer.headers["Content-Security-Policy"])
    assert dict(directive.split(" ", 1) for directive in policy.split("; ")) == POLICY
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ["/fi/", "/accounts/login/", "/accounts/me/", "/accesslog/", "/fi/no-such-page/"])
def test_scripts_are_ours_with_a_nonce_and_nothing_is_inline(everybody, address):
    page = everybody.get(address).content.decode()
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.S):
        assert "src=" in attributes or 'type="application/json"' in attributes, body
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize(
    "address", ["/", "/favicon.ico", "/fi/", "/sv/", "/en/", "/fi/no-such-page/", "/healthz", "/readyz"]
)
def test_public_pages_set_no_cookie(client, address):
    assert not client.get(address).cookies


@pytest.mark.parametrize("language, home", [("fi", "/fi/"), ("sv-FI,sv;q=0.9", "/sv/"), ("en", "/en/"), ("de", "/fi/")])
def test_the_front_door_leads_to_the_browsers_language(client, language, home):
    answer = client.get("/", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Location"]) == (302, home)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "language, heading", [("fi", "Sivua ei löydy"), ("sv", "Sidan hittades inte"), ("en", "Page not found")]
)
def test_a_missing_public_page_keeps_the_public_layout_and_shows_a_way_on(client, language, heading):
    page = client.get(f"/{language}/no-such-page/").content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert 'class="nv-header"' in page
    assert f'href="/{language}/"' in page


def test_a_missing_page_of_the_workspace_is_the_workspaces_and_never_stored(everybody):
    answer = everybody.get("/no-such-page/")
    assert answer.status_code == 404
    assert "/workspace/" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "language, heading",
    [("fi", "Sivu ei nyt toimi"), ("sv", "Sidan fungerar inte just nu"), ("en", "This page is not working now")],
)
def test_a_fault_of_ours_is_said_without_a_trace(monkeypatch, language, heading):
    def fault(request):
        raise RuntimeError("SELECT secret FROM /srv/code")

    monkeypatch.setattr(views, "language_choice", fault)
    answer = Client(raise_request_exception=False).get(f"/{language}/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert heading in page
    for trace in ("SELECT", "/srv", "Traceback", "RuntimeError"):
        assert trace not in page


def test_a_role_that_is_missing_is_said_with_a_way_on(client):
    sign_in(client, make_user(Role.PROFESSIONAL))
    answer = client.get("/accesslog/")
    assert answer.status_code == 403
    assert "Et voi avata tätä sivua" in answer.content.decode()


def test_a_stale_form_is_said_in_words():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "auki liian kauan" in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver:80@evil.example", "evil.example/x"])
def test_a_foreign_host_is_refused(client, host):
    assert client.get("/fi/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("address", ["/.git/config", "/static/../manage.py", "/%2e%2e/etc/passwd", "/fi/\x00"])
def test_files_of_the_server_are_not_there(client, address):
    assert client.get(address).status_code == 404


class TestHealth:
    def test_the_process_is_alive_without_anything_else(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    def test_ready_when_everything_is_there(self, client, monkeypatch):
        monkeypatch.setattr(jobs, "is_alive", lambda: True)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "reasons": {}})

    def test_a_silent_job_process_is_a_reason(self, client, monkeypatch):
        monkeypatch.setattr(jobs, "is_alive", lambda: False)
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert set(answer.json()["reasons"]) == {"jobs"}

    @pytest.mark.parametrize("name", list(views.CHECKS))
    def test_a_broken_dependency_is_named_without_its_secrets(self, client, monkeypatch, name):
        def broken():
            raise OSError("redis://user:secret@10.0.0.1")

        monkeypatch.setattr(jobs, "is_alive", lambda: True)
        monkeypatch.setitem(views.CHECKS, name, broken)
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["reasons"] == {name: "cannot be reached"}
        assert "secret" not in answer.content.decode()

    def test_missing_migrations_are_a_reason(self, client, monkeypatch):
        monkeypatch.setattr(jobs, "is_alive", lambda: True)
        monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda *args: ["one"])
        assert client.get("/readyz").json()["reasons"] == {"migrations": "not applied"}
