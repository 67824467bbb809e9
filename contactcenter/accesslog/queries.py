"""What is asked of the access log: entries by person, user and period."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from contactcenter.timestamps import HELSINKI

from .models import AccessEntry


def matching_entries(
    *, person: UUID | None = None, user: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AccessEntry]:
    """Entries, newest first; `since` and `until` are local days, both included; `user` is a part of the name."""
    found = AccessEntry.objects.prefetch_related("subjects")
    if person:
        found = found.filter(subjects__person_id=person)
    if user:
        found = found.filter(user_name__icontains=user)
    if since:
        found = found.filter(at__gte=midnight(since))
    if until:
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    return found


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HELSINKI)
