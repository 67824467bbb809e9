"""Service hours of the register to the rows that ServiceChannel.hours holds."""

import re
from datetime import UTC, datetime, time

from contactcenter.timestamps import local_day

from .texts import localised, objects, plain

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def hours(raws) -> list[dict]:
    """All rows of a `serviceHours` list; what cannot be read is left out."""
    return [row for raw in objects(raws) for row in _rows(raw)]


def _rows(raw: dict) -> list[dict]:
    kind = "exception" if raw.get("serviceHourType") == "Exceptional" else "weekly"
    base = {"kind": kind} | _present(
        {
            "from": _day(raw.get("validFrom")),
            "until": _day(raw.get("validTo")),
            "by_appointment": raw.get("isReservation") is True,
            "note": localised(raw.get("additionalInformation")),
        }
    )
    if raw.get("isClosed") is True:
        return [base | {"closed": True}]
    if raw.get("isAlwaysOpen") is True:
        return [base | {"always": True}]
    rows = [base | period for one in objects(raw.get("openingHour")) for period in _periods(one, kind)]
    return sorted(rows, key=lambda row: (row.get("weekday", -1), row["opens"])) or _bare(base)


def _bare(base: dict) -> list[dict]:
    """Hours without a single time still say something by a note or by being by appointment."""
    return [base] if base.keys() & {"by_appointment", "note"} else []


def _periods(raw: dict, kind: str) -> list[dict]:
    """One period of one day or of each day of a span; over midnight it closes on another day."""
    opens, closes = _time(raw.get("from")), _time(raw.get("to"))
    first, last = _weekday(raw.get("dayFrom")), _weekday(raw.get("dayTo"))
    if not (opens and closes) or (first is None and kind == "weekly"):
        return []
    period = {"opens": opens, "closes": closes}
    if first is None:
        return [period]
    if last is not None and last != first and closes <= opens:
        return [period | {"weekday": first, "closes_weekday": last}]
    span = [first] if last is None else [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return [period | {"weekday": day} for day in span]


def _present(values: dict) -> dict:
    return {key: value for key, value in values.items() if value}


def _weekday(value) -> int | None:
    return DAYS.index(value) if value in DAYS else None


def _time(value) -> str:
    match = TIME.match(plain(value))
    return f"{int(match[1]):02}:{match[2]}" if match else ""


def _day(value) -> str:
    """The local day: the register writes either the bare day or the local midnight in UTC."""
    try:
        instant = datetime.fromisoformat(plain(value))
    except ValueError:
        return ""
    if instant.time() == time():
        return instant.date().isoformat()
    return local_day(instant if instant.tzinfo else instant.replace(tzinfo=UTC)).isoformat()
