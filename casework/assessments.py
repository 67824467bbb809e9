"""The deadline of an assessment of service needs: who has one, until when, and how it was kept, in words."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contactcenter.opening_hours.working_days import working_day_after, working_days_between

from .models import HandOver


def deadline_for(
    requested_on: date, *, is_urgent: bool, birth_year: int | None, has_highest_allowance: bool
) -> date | None:
    """The last day to begin: an urgent one the same day, a person of the age or with the allowance within the
    working days of the law, anybody else without a statutory deadline."""
    rule = settings.NEEDS_ASSESSMENT
    if is_urgent:
        return requested_on
    is_old = birth_year is not None and requested_on.year - birth_year >= rule["age"]
    if is_old or (has_highest_allowance and rule["highest_allowance"]):
        return working_day_after(requested_on, rule["days"], rule["saturday_counts"])
    return None


class Deadline(NamedTuple):
    """How an assessment stands against its deadline; `tone` is late, soon, ok or nothing."""

    text: str
    tone: str = ""


def deadline_words(assessment: HandOver, today: date) -> Deadline:
    """Days left in words while it has not begun; afterwards whether it began in time."""
    if assessment.deadline_on is None:
        return Deadline(_("No statutory deadline"))
    if assessment.started_on is not None:
        return _kept(assessment)
    left = working_days_between(today, assessment.deadline_on, settings.NEEDS_ASSESSMENT["saturday_counts"])
    if today > assessment.deadline_on:
        return Deadline(_late_by(-left), "late")
    if today == assessment.deadline_on:
        return Deadline(_("Must begin today"), "late" if assessment.is_urgent else "soon")
    text = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    return Deadline(text, "soon" if left <= 2 else "ok")


def _kept(assessment: HandOver) -> Deadline:
    if assessment.started_on <= assessment.deadline_on:
        return Deadline(_("Began in time"), "ok")
    return Deadline(_("Began late"), "late")


def _late_by(days: int) -> str:
    if days == 0:  # the deadline has passed, but no working day has gone by since
        return _("Late")
    return ngettext("Late by %(n)s working day", "Late by %(n)s working days", days) % {"n": days}
