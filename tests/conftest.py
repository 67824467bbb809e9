"""What every test begins with: a migrated database with all reference data, and no memory of other tests."""

import os

import pytest
from django.db import connection
from django.test import TransactionTestCase

from .databases import PostgresClone, SqliteClone


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """Replaces pytest-django's: a clone for this worker, restored after each test that commits."""
    kind = SqliteClone if connection.vendor == "sqlite" else PostgresClone
    with django_db_blocker.unblock():
        clone = kind(f"{worker_id}_{os.getpid()}")
        clone.build()
        TransactionTestCase._fixture_teardown = lambda self: clone.restore()
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

    from contactcenter import rate_limits

    yield
    cache.clear()
    rate_limits.limiters.cache_clear()
