"""One migrated database with all reference data, made once and cloned: never flushed.

Flushing truncates every table (slow) and the append-only triggers forbid it. A test that commits
(`django_db(transaction=True)`) therefore gets a fresh clone after it: a file copy on SQLite,
`CREATE DATABASE … TEMPLATE` on PostgreSQL.
"""

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """Changes whenever a migration, a data file or the loader does, so that a stale template is never used."""
    digest = hashlib.sha256()
    patterns = ("**/migrations/*.py", "**/data/*.csv", "**/loader.py", "**/reference_data.py")
    for path in sorted({p for pattern in patterns for p in ROOT.glob(pattern) if not p.is_relative_to(ROOT / ".venv")}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class SqliteClone:
    """Clones by copying the template's file, which is kept between runs under its fingerprint."""

    def __init__(self, name: str):
        self.folder = Path(tempfile.mkdtemp(prefix="neuvo-db-"))
        self.template = Path(tempfile.gettempdir()) / f"neuvo-template-{fingerprint()}.sqlite3"
        self.clone = self.folder / f"{name}.sqlite3"

    def use(self, path: Path):
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = str(path)

    def build(self):
        if not self.template.exists():
            making = self.folder / "making.sqlite3"
            self.use(making)
            call_command("migrate", verbosity=0, interactive=False)
            call_command("load_reference", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections.close_all()
            shutil.copyfile(making, self.folder / "made.sqlite3")
            shutil.move(self.folder / "made.sqlite3", self.template)
        self.use(self.clone)

    def renew(self):
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.clone}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.clone)

    def drop(self):
        connections.close_all()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresClone:
    """Clones by `CREATE DATABASE … TEMPLATE`; the template is kept between runs under its fingerprint."""

    def __init__(self, name: str):
        self.maintenance = connection.settings_dict["NAME"]
        self.template, self.clone = f"neuvo_template_{fingerprint()}", f"neuvo_test_{name}"

    def use(self, name: str):
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    @contextmanager
    def admin(self):
        import psycopg

        parameters = {
            k: v for k, v in connection.get_connection_params().items() if k in {"host", "port", "user", "password"}
        }
        with psycopg.connect(dbname=self.maintenance, autocommit=True, **parameters) as admin:
            yield admin

    def build(self):
        with self.admin() as admin:
            admin.execute("SELECT pg_advisory_lock(71001)")  # parallel workers build it once
            made = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone()
            if not made:
                making = f"{self.template}_making"
                admin.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
                admin.execute(f'CREATE DATABASE "{making}"')
                self.use(making)
                call_command("migrate", verbosity=0, interactive=False)
                call_command("load_reference", verbosity=0)
                self.use(self.maintenance)
                admin.execute(f'ALTER DATABASE "{making}" RENAME TO "{self.template}"')
        self.use(self.clone)

    def renew(self):
        connections.close_all()
        with self.admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.clone}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{self.clone}" TEMPLATE "{self.template}"')

    def drop(self):
        connections.close_all()
        with self.admin() as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{self.clone}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """Replaces pytest-django's: a migrated clone for this worker."""
    kind = SqliteClone if connection.vendor == "sqlite" else PostgresClone
    with django_db_blocker.unblock():
        clone = kind(f"{worker_id}_{os.getpid()}")
        clone.build()
        clone.renew()
        TransactionTestCase._fixture_teardown = lambda self: clone.renew()
        yield clone
        clone.drop()


@pytest.fixture(scope="session")
def worker_id(request) -> str:
    """The xdist worker's name, or `main`."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(autouse=True)
def forget_limits():
    """Rate limits, counters and caches never reach from one test into the next."""
    from django.core.cache import cache

    yield
    if not settings.REDIS_URL:
        cache.clear()
