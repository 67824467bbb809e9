"""Settings of the tests: hosts that Channels reads at import, quick passwords, jobs run at once."""

import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="neuvo-test-")  # of this worker alone
os.environ.setdefault("PUBLIC_URL", "http://testserver")
os.environ.setdefault("EXTRA_ORIGINS", "http://localhost,http://127.0.0.1")
os.environ.setdefault("SECOND_FACTOR", "off")
if redis_url := os.environ.get("REDIS_URL", ""):
    # Parallel workers must not meet in Redis: each has a database of its own, after the one that was named.
    server, _, number = redis_url.rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{server}/{int(number) + int(worker)}"

from contactcenter.settings import *  # noqa: F403
from contactcenter.settings import STORAGES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
HUEY = {"huey_class": "huey.MemoryHuey", "name": "neuvo-test", "immediate": True}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class MissingVariable(str):
    """An undefined template variable is a fault in a test."""

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, variable):
        raise AssertionError(f"the template variable {variable} is not defined")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = MissingVariable("%s")
