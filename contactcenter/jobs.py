"""Work over 200 ms: a queue served by a second process. Apps decorate with these and never import huey.

Without Redis the queue is a SQLite file in DATA_DIR; with Redis it is a list there. Job functions take
plain JSON values (ids), open their own transactions and write progress to their own row.
"""

import json
import time

from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task, enqueue, lock_task, on_startup

__all__ = ["HUEY", "JsonSerializer", "crontab", "db_periodic_task", "db_task", "enqueue", "is_alive", "lock_task"]

BEAT_KEY = "neuvo-jobs-beat"
BEAT_MAX_AGE_SECONDS = 150  # two missed minutes and a half


class JsonSerializer:
    """Cache values as JSON: a poisoned cache can then never execute anything."""

    def dumps(self, value) -> bytes:
        return json.dumps(value).encode()

    def loads(self, raw: bytes):
        return json.loads(raw)


def _beat():
    HUEY.storage.put_data(BEAT_KEY.encode(), str(time.time()).encode())


@on_startup()
def beat_at_start():
    _beat()


@db_periodic_task(crontab(minute="*"))
def beat():
    """Say once a minute that the job process lives; `/readyz` reads it."""
    _beat()


def is_alive() -> bool:
    """Whether a job process has said so within `BEAT_MAX_AGE_SECONDS`."""
    raw = HUEY.storage.peek_data(BEAT_KEY.encode())
    try:
        return time.time() - float(bytes(raw).decode()) < BEAT_MAX_AGE_SECONDS
    except (TypeError, ValueError):
        return False
