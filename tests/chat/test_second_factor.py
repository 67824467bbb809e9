"""A socket is no way around the second factor."""

import pytest

from chat.consumers import _who
from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role, is_let_in", [(Role.COUNSELLOR, False), (Role.LEAD, False), (Role.PROFESSIONAL, True)])
def test_who_sees_persons_opens_no_socket_without_it(client, settings, role, is_let_in):
    user = make_user(role)
    sign_in(client, user)
    name = settings.SESSION_COOKIE_NAME
    scope = {"headers": [(b"cookie", f"{name}={client.cookies[name].value}".encode())]}
    assert _who(scope)[0] == user
    settings.SECOND_FACTOR = True
    assert (_who(scope)[0] == user) is is_let_in
