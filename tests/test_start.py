"""A server others can reach refuses to start with what is only fit for one's own machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contactcenter import start_checks

ROOT = Path(__file__).resolve().parent.parent
SAFE = {
    "DEBUG": False,
    "SECRET_KEY": "k" * 50,
    "BUS_KEYS": ["b" * 50],
    "IDENTITY_KEYS": ["i" * 50],
    "PUBLIC_URL": "https://neuvo.example",
    "HTTPS": True,
    "DEMO": False,
}


@pytest.fixture
def safe(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_a_safe_server_starts(safe):
    assert start_checks.problems("0.0.0.0") == []


@pytest.mark.parametrize(
    "name, value, word",
    [
        ("DEBUG", True, "DEBUG"),
        ("SECRET_KEY", start_checks.settings.DEFAULT_SECRET_KEY, "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("BUS_KEYS", ["short"], "BUS_KEY"),
        ("IDENTITY_KEYS", ["short"], "IDENTITY_KEY"),
        ("HTTPS", False, "https"),
        ("DEMO", True, "DEMO"),
    ],
)
@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.7", "neuvo.example"])
def test_each_fault_alone_is_named(safe, bind, name, value, word):
    setattr(safe, name, value)
    assert [word in reason for reason in start_checks.problems(bind)] == [True]


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost"])
def test_on_loopback_anything_starts(settings, bind):
    settings.DEBUG, settings.DEMO, settings.PUBLIC_URL = True, True, "http://127.0.0.1:8000"
    assert start_checks.problems(bind) == []


def test_a_proxy_in_front_of_loopback_does_not_hide_the_faults(safe):
    safe.DEBUG = True
    assert len(start_checks.problems("127.0.0.1")) == 1


def test_a_changed_rate_limit_is_said(settings):
    assert start_checks.warnings() == []
    settings.RATE_LIMIT_FACTOR = 50.0
    assert "50" in start_checks.warnings()[0]


@pytest.mark.parametrize("package", start_checks.VERSION_FLOORS)
def test_installed_packages_are_above_their_floors(package):
    assert start_checks.numbers(start_checks.installed_version(package)) >= start_checks.VERSION_FLOORS[package]


def test_an_old_or_missing_package_is_named(safe, monkeypatch):
    monkeypatch.setattr(start_checks, "VERSION_FLOORS", {"Django": (99, 0), "no-such-package": (1,)})
    assert [reason.split()[0] for reason in start_checks.problems("0.0.0.0")] == ["Django", "no-such-package"]


@pytest.mark.parametrize(
    "changed, word",
    [
        ({"DEBUG": "on"}, "DEBUG"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"PUBLIC_URL": "http://neuvo.example"}, "https"),
        ({"DEMO": "on"}, "DEMO"),
    ],
)
def test_the_command_ends_with_the_reason(tmp_path, changed, word):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "contactcenter.settings",
        "SECRET_KEY": "k" * 50,
        "PUBLIC_URL": "https://neuvo.example",
        "EXTRA_ORIGINS": "",
    } | changed
    if not environment["SECRET_KEY"]:
        del environment["SECRET_KEY"]
    command = [sys.executable, "manage.py", "serve", "--bind", "0.0.0.0", "--port", "8149"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert word in ended.stderr
