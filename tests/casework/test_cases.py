"""Cases: opened from a contact with what it knows, changed by several, numbered once; who may open one."""

from datetime import date, timedelta

import pytest

from casework import access, actions
from casework.models import Case
from contactcenter.timestamps import local_day, now

pytestmark = pytest.mark.django_db


def test_smoke(contact, counsellor):
    case = actions.open_case(
        contact=contact, by=counsellor, subject="Kotiutus", responsible=counsellor, acts_next="responsible",
        next_step="Soita", next_on=local_day(now()),
    )  # fmt: skip
    assert case.number.startswith("A")
    assert access.get_case(counsellor, case.pk) == case
    assert case.history.get().version == 1
    contact.refresh_from_db()
    assert contact.case == case
