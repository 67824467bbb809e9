"""In the demo only: whether the lines follow the clock or are always open, chosen while it runs.

The choice is a file in DATA_DIR, which the web process and the job process share.
"""

from django.conf import settings

from contactcenter.errors import NotFound

OPEN, REAL = "open", "real"
CHOICES = (OPEN, REAL)


def _file():
    return settings.DATA_DIR / "demo-hours"


def chosen_hours() -> str:
    """`open` or `real`; outside the demo always `real`."""
    if not settings.DEMO:
        return REAL
    try:
        chosen = _file().read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        chosen = settings.DEMO_HOURS
    return chosen if chosen in CHOICES else OPEN


def choose_hours(hours: str):
    """Choose for everybody who uses this demo; raises NotFound outside it and for an unknown word."""
    if not settings.DEMO or hours not in CHOICES:
        raise NotFound
    _file().write_text(hours, encoding="ascii")
