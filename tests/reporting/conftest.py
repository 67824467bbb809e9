"""A year of contacts, and a session that has just been signed in to."""

import time

import pytest
from django.conf import settings as django_settings

from tests.factories import make_unit, make_user, sign_in

from .generated import Generator


@pytest.fixture
def supervisor(db):
    return make_user("supervisor", first_name="Heli", last_name="Mallikas")


@pytest.fixture
def year(supervisor):
    """About 600 contacts of two units, borders of days included."""
    other = make_user("counsellor", unit=make_unit("Lähipiste"))
    Generator([supervisor, other]).year(600)
    return supervisor


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sign_in_freshly(client, user, *, minutes_ago=0):
    """Sign in as if the password had been given `minutes_ago`."""
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 60 * minutes_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    return client
