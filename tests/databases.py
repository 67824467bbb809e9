"""Test databases: migrated and filled with reference data once, then cloned and restored, never flushed.

Flushing truncates every table (slow) and the append-only triggers forbid it.
"""

import hashlib
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("*/migrations/*.py", "*/*/migrations/*.py", "*/data/*", "*/*/data/*", "contactcenter/reference/loader.py")


def fingerprint() -> str:
    """Changes whenever a migration, a data file or the loader does, so that a stale template is never used."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def use(name: str):
    """Point every later connection at this database."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def fill():
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_reference", verbosity=0)


class SqliteClone:
    """A copy of the template's file, which is kept between runs under its fingerprint."""

    def __init__(self, name: str):
        self.folder = Path(tempfile.mkdtemp(prefix="neuvo-db-"))
        self.template = Path(tempfile.gettempdir()) / f"neuvo-template-{fingerprint()}.sqlite3"
        self.clone = self.folder / f"{name}.sqlite3"

    def build(self):
        if not self.template.exists():
            making = self.folder / "making.sqlite3"
            use(str(making))
            fill()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections.close_all()
            shutil.copyfile(making, self.folder / "made.sqlite3")
            shutil.move(self.folder / "made.sqlite3", self.template)
        use(str(self.clone))
        self.restore()

    def restore(self):
        """As after `build`, whatever a test has committed."""
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.clone}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.clone)

    def drop(self):
        connections.close_all()
        shutil.rmtree(self.folder, ignore_errors=True)


class PostgresClone:
    """Cloned once a worker; then emptied by row, and cloned anew only when reference data changed."""

    def __init__(self, name: str):
        self.maintenance = connection.settings_dict["NAME"]
        self.template, self.clone = f"neuvo_template_{fingerprint()}", f"neuvo_test_{name}"
        self.filled: list[str] = []
        self.empty: list[str] = []
        self.reference = ""

    @contextmanager
    def admin(self, database: str = ""):
        wanted = {"host", "port", "user", "password"}
        parameters = {k: v for k, v in connection.get_connection_params().items() if k in wanted}
        with psycopg.connect(dbname=database or self.maintenance, autocommit=True, **parameters) as admin:
            yield admin

    def build(self):
        with self.admin() as admin:
            admin.execute("SELECT pg_advisory_lock(71001)")  # parallel workers build it once
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone():
                self._make_template(admin)
            self._clone(admin)
        use(self.clone)
        with self.admin(self.clone) as admin:
            self._survey(admin)

    def _make_template(self, admin):
        making = f"{self.template}_making"
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(making)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        use(making)
        fill()
        use(self.maintenance)
        admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(self.template))
        )

    def _clone(self, admin):
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.clone)))
        names = sql.Identifier(self.clone), sql.Identifier(self.template)
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))

    def _survey(self, admin):
        """Which tables are empty in the template, and the digest of those that are not."""
        tables = [row[0] for row in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for table in sorted(tables):
            has_rows = sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table))
            (self.filled if admin.execute(has_rows).fetchone()[0] else self.empty).append(table)
        self.reference = self._digest(admin)

    def _digest(self, admin) -> str:
        sums = [
            sql.SQL("SELECT coalesce(sum(hashtextextended(t::text, 0)), 0) AS part FROM {} t").format(
                sql.Identifier(name)
            )
            for name in self.filled
        ]
        union = sql.SQL(" UNION ALL ").join(sums)
        return admin.execute(sql.SQL("SELECT string_agg(part::text, ',') FROM ({}) parts").format(union)).fetchone()[0]

    def restore(self):
        """As after `build`, whatever a test has committed and whatever connections it left."""
        connections.close_all()
        with self.admin(self.clone) as admin:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
            with admin.transaction():
                admin.execute("SET LOCAL session_replication_role = replica")  # no triggers, no foreign keys
                deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in self.empty]
                admin.execute(sql.SQL("; ").join(deletes))
            is_same = self._digest(admin) == self.reference
        if not is_same:
            with self.admin() as admin:
                self._clone(admin)

    def drop(self):
        connections.close_all()
        with self.admin() as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.clone)))
