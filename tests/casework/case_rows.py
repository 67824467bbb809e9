"""Cases, tasks and hand-overs that tests begin with."""

from datetime import date, timedelta

from casework import actions
from casework.actions import hand_overs
from casework.models import Case, Person
from contactcenter import timestamps
from contactcenter.reference.models import Language


def make_person(by, last_name="Esimerkki-Aalto", **values) -> Person:
    return actions.create_person(by=by, last_name=last_name, language=Language.objects.get(pk="fi"), **values)


def make_case(by, *, subject="Kotona asuminen", person=None, responsible="by", next_on=None, **values) -> Case:
    """An open case from a call; `responsible` is `by` unless somebody else or None is given."""
    contact = actions.open_contact(by=by, channel="PUH", language=values.pop("language", "fi"))
    if person:
        contact = actions.attach_person(contact, person=person, by=by)
    who = by if responsible == "by" else responsible
    given = {"acts_next": "responsible" if who else "unit", "next_step": "Soittaa tyttärelle", **values}
    case = actions.open_case(
        contact=contact, by=by, subject=subject, responsible=who, next_on=next_on or today(), **given
    )  # fmt: skip
    type(contact).objects.filter(pk=contact.pk).delete()  # only the case is wanted: no draft beside it
    return case


def today() -> date:
    return timestamps.local_day(timestamps.now())


def send(case, kind="transfer", **values):
    """A hand-over by the responsible person."""
    given = {"by": case.responsible, "message": "Tarvitaanko muutostöitä?", **values}
    if kind == "assessment":
        given.setdefault("requested_on", today())
    return hand_overs.send_hand_over(case, kind=kind, **given)


def days_from_today(days: int) -> date:
    return today() + timedelta(days=days)
