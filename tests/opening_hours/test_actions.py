"""What is done to opening hours."""

from datetime import UTC, datetime, time, timedelta

import pytest

from contactcenter.opening_hours.actions import record_attempt, set_hours
from contactcenter.opening_hours.models import DoorAttempt, DoorReason, OpeningPeriod
from contactcenter.opening_hours.queries import LineKey
from tests.factories import make_user

pytestmark = pytest.mark.django_db
KEY = LineKey("PUH", "fi")


def test_an_attempt_at_a_closed_door_keeps_the_line_and_the_moment_only():
    record_attempt(channel="CHAT", language="sv", area="IAK", reason=DoorReason.CLOSED)
    attempt = DoorAttempt.objects.get()
    assert (attempt.channel_id, attempt.language_id, attempt.service_area_id) == ("CHAT", "sv", "IAK")
    assert abs(attempt.at - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(ValueError):
        record_attempt(channel="CHAT", language="sv", reason="bored")


def test_saving_the_same_hours_writes_nothing():
    by = make_user("supervisor")
    kept = set(OpeningPeriod.objects.values_list("pk", flat=True))
    set_hours(KEY, weekdays=range(5), spans=[(time(9), time(15))], by=by)
    assert set(OpeningPeriod.objects.values_list("pk", flat=True)) == kept
    assert OpeningPeriod.history.filter(history_user=by).count() == 0


def test_history_names_who_changed_the_hours():
    by = make_user("supervisor")
    set_hours(KEY, weekdays=[0], spans=[(time(8), time(16))], by=by)
    assert sorted(OpeningPeriod.history.filter(history_user=by).values_list("history_type", flat=True)) == ["+", "-"]


def test_hours_with_a_last_day_are_left_alone():
    row = OpeningPeriod.objects.create(channel_id="PUH", language_id="fi", weekday=0, opens="7:00", closes="8:00",
                                       valid_until="2026-12-31")  # fmt: skip
    set_hours(KEY, weekdays=[0], spans=[], by=make_user("supervisor"))
    assert list(OpeningPeriod.objects.filter(channel="PUH", language="fi", weekday=0)) == [row]
