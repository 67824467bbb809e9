"""One's own page."""

import pytest

from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


def test_it_says_roles_unit_and_languages_in_words(client):
    sign_in(client, make_user(Role.LEAD, languages=("fi", "sv"), first_name="Ville", last_name="Virta"))
    page = client.get("/accounts/me/").content.decode()
    for words in ("Ville Virta", "Vastaava asiakasohjaaja", "Keskus", "suomi, ruotsi"):
        assert words in page


def test_the_chosen_language_is_the_workspaces_from_then_on(client):
    user = make_user(Role.LEAD)
    sign_in(client, user)
    page = client.post("/accounts/me/", {"language": "sv"}, follow=True).content.decode()
    assert "Språket är bytt." in page
    assert '<html lang="sv">' in page
    assert user.history.first().history_user == user


@pytest.mark.parametrize("language", ["xx", "", "sv' OR 1"])
def test_an_unknown_language_is_not_taken(client, language):
    user = make_user(Role.LEAD)
    sign_in(client, user).post("/accounts/me/", {"language": language})
    user.refresh_from_db()
    assert user.language == "fi"


def test_nothing_else_can_be_changed_on_it(client):
    user = make_user(Role.PROFESSIONAL)
    forged = {"language": "fi", "is_staff": "on", "is_superuser": "on", "unit": "", "rights_epoch": "99", "id": "1"}
    sign_in(client, user).post("/accounts/me/", forged)
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.rights_epoch, user.unit is None) == (False, False, 1, False)
