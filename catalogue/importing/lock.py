"""One import at a time: the second is refused, and a run that was killed leaves no lock behind."""

import fcntl
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from contactcenter.errors import ActionRefused

ADVISORY_KEY = 0x4E555654  # ours alone among the advisory locks of the database


@contextmanager
def only_run():
    """Hold the lock of imports; raises `ActionRefused` when another process holds it."""
    take = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with take() as is_ours:
        if not is_ours:
            raise ActionRefused(_("Another import is running. Wait until it has ended, then try again."))
        yield


@contextmanager
def _advisory_lock():
    """PostgreSQL: held by the connection, so by whichever server the import runs on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
        [is_ours] = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_KEY])


@contextmanager
def _file_lock():
    """SQLite: everything is on one machine, so a file beside the database will do."""
    with (settings.DATA_DIR / "import.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
