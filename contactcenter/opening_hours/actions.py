"""What is done to opening hours, and the count of those who found the door closed."""

from collections.abc import Iterable
from datetime import time

from django.db import transaction
from django.db.models.functions import Now

from contactcenter.accounts.models import User
from contactcenter.reference.models import ContactChannel

from .models import DoorAttempt, DoorReason, OpeningException, OpeningPeriod
from .queries import LineKey, periods_in_force

Span = tuple[time, time]


@transaction.atomic
def set_hours(key: LineKey, *, weekdays: Iterable[int], spans: Iterable[Span], by: User):
    """Give a line the same periods on each of `weekdays` (0 is Monday); no periods is a closed day."""
    ContactChannel.objects.select_for_update(of=("self",)).get(pk=key.channel)
    wanted = {(weekday, *span) for weekday in weekdays for span in spans}
    for row in periods_in_force(key).filter(weekday__in=weekdays):
        found = (row.weekday, row.opens, row.closes)
        if found not in wanted:
            row._history_user = by
            row.delete()
        wanted.discard(found)
    for weekday, opens, closes in sorted(wanted):
        row = OpeningPeriod(
            channel_id=key.channel, language_id=key.language, service_area_id=key.area,
            weekday=weekday, opens=opens, closes=closes,
        )  # fmt: skip
        row._history_user = by
        row.save()


@transaction.atomic
def save_exception(exception: OpeningException, *, by: User) -> OpeningException:
    """Keep a day that differs, new or changed."""
    exception._history_user = by
    exception.save()
    return exception


@transaction.atomic
def remove_exception(exception: OpeningException, *, by: User):
    """Let the day be as its week and the calendar say; the exception stays in history."""
    exception._history_user = by
    exception.delete()


def record_attempt(*, channel: str, language: str, area: str | None = None, reason: DoorReason) -> DoorAttempt:
    """Somebody pressed chat or called in vain. Takes codes; keeps nothing that tells who it was."""
    return DoorAttempt.objects.create(
        channel_id=channel, language_id=language, service_area_id=area, reason=DoorReason(reason), at=Now()
    )
