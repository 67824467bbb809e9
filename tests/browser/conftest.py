"""A real Chromium against a real server: `manage.py serve` and a job process on their own demo data."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PASSWORD = "neuvo-demo"


def pytest_collection_modifyitems(items):
    """Browser tests come last: Playwright leaves an event loop running, which asynchronous tests cannot share."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "tests/browser" in str(item.path))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fi-FI", "timezone_id": "Europe/Helsinki"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LiveApp(str):
    """The address of the running product (a plain string), with the means to run commands beside it."""

    env: dict
    folder: Path

    def manage(self, *arguments) -> str:
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, text=True,
                              capture_output=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def own_database(folder: Path, name: str):
    """The address of an empty database like the one the tests run on."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder}/live.sqlite3"
        return
    import psycopg

    server = url.rpartition("/")[0]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def wait_until_ready(address: str, process: subprocess.Popen, log: Path):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def live_app(tmp_path_factory, worker_id):
    """A running product with forty days of demo data and lines open; yields its address."""
    folder, port = tmp_path_factory.mktemp("live"), free_port()
    app = LiveApp(f"http://127.0.0.1:{port}")
    with own_database(folder, f"neuvo_live_{worker_id}_{os.getpid()}") as database:
        app.folder = folder
        app.env = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "contactcenter.settings", "DATA_DIR": str(folder), "DEMO": "on",
            "DEMO_HOURS": "open", "DATABASE_URL": database, "PUBLIC_URL": str(app), "EXTRA_ORIGINS": "",
            "RATE_LIMIT_FACTOR": "100", "SECOND_FACTOR": "off",
        }  # fmt: skip
        app.manage("migrate", "-v0")
        app.manage("load_reference", "-v0")
        app.manage("load_demo", "--days", "40")
        app.manage("collectstatic", "--noinput", "-v0")
        log = folder / "log.txt"
        with log.open("w") as output:
            commands = [["serve", "--bind", "127.0.0.1", "--port", str(port)], ["run_huey", "-k", "thread", "-w", "1"]]
            processes = [
                subprocess.Popen(
                    [sys.executable, "manage.py", *command], cwd=ROOT, env=app.env, stdout=output, stderr=output
                )
                for command in commands
            ]
            try:
                wait_until_ready(app, processes[0], log)
                yield app
            finally:
                for process in processes:
                    process.terminate()
                for process in processes:
                    try:
                        process.wait(15)
                    except subprocess.TimeoutExpired:
                        process.kill()


@pytest.fixture
def sign_in_browser(live_app):
    """`sign_in_browser(page, username)`: through the login page, as a person does."""

    def sign_in(page, username: str):
        page.goto(f"{live_app}/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form:has(input[name=password]) button[type=submit]").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return sign_in


@pytest.fixture
def axe():
    """`axe(page)`: violations of WCAG 2.1 AA on the page as it stands, as short lines."""

    def run(page) -> list[str]:
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa']}).then(r => r.violations)"
        )
        return [
            f"{v['id']}: {node['html'][:160]} — {node['failureSummary'][:200]}" for v in found for node in v["nodes"]
        ]

    return run


@pytest.fixture(autouse=True)
def no_console_errors(request):
    """A broken policy, a missing file or a script error on any page fails the test that met it."""
    if "page" not in request.fixturenames:
        yield
        return
    page, errors = request.getfixturevalue("page"), []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield
    allowed = getattr(request.node, "allowed_console", ())
    assert not [error for error in errors if not any(word in error for word in allowed)]
