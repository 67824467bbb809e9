"""The demo's news and instructions, dated around the day it is loaded."""

from datetime import date, timedelta

from casework.models import Notice

from .files import parts, rows

PLAIN = ("name_fi", "name_sv", "name_en", "text_fi", "text_sv", "text_en", "kind", "importance")


def load_notices(today: date):
    for row in rows("notices"):
        notice = Notice.objects.create(
            shown_from=today + timedelta(days=int(row["from_days"])),
            shown_until=today + timedelta(days=int(row["until_days"])),
            **{name: row[name] for name in PLAIN},
        )
        for name in ("areas", "municipalities", "languages"):
            getattr(notice, name).set(parts(row[name]))
