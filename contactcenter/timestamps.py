"""The one replaceable clock, and the local calendar of the service."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)  # days that forms take: the calendar itself ends at 9999


def now() -> datetime:
    """The present instant, aware, in UTC. Rules about hours ask this and nothing else; tests replace it."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The same instant on the service's wall clock."""
    return instant.astimezone(HELSINKI)


def local_day(instant: datetime) -> date:
    """The local day an instant belongs to: figures count by it, so a day has 23, 24 or 25 hours."""
    return local(instant).date()
