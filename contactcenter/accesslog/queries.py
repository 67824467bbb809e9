"""What is asked of the access log: entries by person, user and period."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from contactcenter import timestamps
from contactcenter.timestamps import HELSINKI

from .models import AccessEntry, Ground

WATCHED = timedelta(days=7)


def matching_entries(
    *,
    person: UUID | None = None,
    user: str = "",
    ground: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AccessEntry]:
    """Entries, newest first; `since` and `until` are local days, both included; `user` is a part of the name."""
    found = AccessEntry.objects.prefetch_related("subjects")
    if person:
        found = found.filter(subjects__person_id=person)
    if user:
        found = found.filter(user_name__icontains=user)
    if ground:
        found = found.filter(ground=ground)
    if since:
        found = found.filter(at__gte=midnight(since))
    if until:
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    return found


def recent_by_reason() -> QuerySet[AccessEntry]:
    """What was seen by a stated reason alone in the last `WATCHED`: somebody must look at each of these."""
    return AccessEntry.objects.filter(ground=Ground.REASON, at__gte=midnight(watched_since()))


def watched_since() -> date:
    return timestamps.local_day(timestamps.now()) - WATCHED


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HELSINKI)
