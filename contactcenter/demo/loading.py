"""Filling an empty demo: people, catalogue, exceptions to opening hours, contacts; all of it or nothing."""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from casework.models import RoutingDestination
from contactcenter.opening_hours.models import OpeningException
from contactcenter.timestamps import local_day

from .cases import load_cases
from .contacts import World, load_contacts
from .notices import load_notices
from .people import is_loaded, load_people
from .providers import load_catalogue

SEED = 20261118


@transaction.atomic
def load_demo(*, days: int, until: datetime) -> dict[str, int]:
    """Load everything once: an empty result says that it was there already."""
    if is_loaded():
        return {}
    random = Random(SEED)  # noqa: S311 - invented data, nothing secret
    load_numbers()
    staff = load_people()
    services = load_catalogue(random)
    load_exceptions(local_day(until))
    load_notices(local_day(until))
    answering = [user for user in staff if user.serves_in.exists() and user.unit.organisation.is_own]
    contacts = load_contacts(World(random, answering, services), days=days, until=until)
    cases = load_cases(random, staff, local_day(until))
    return {"people": len(staff), "services": len(services), "contacts": contacts, "cases": cases}


def load_numbers():
    """Numbers that an office enters itself: where urgent callers are passed on. Invented ones."""
    for code, phone in (("R92", "02 000 1299"), ("R12", "02 000 1212"), ("R93", "02 000 1293")):
        destination = RoutingDestination.objects.get(pk=code)
        destination.phone = phone
        destination._change_reason = "demo"
        destination.save()


def load_exceptions(today: date):
    """A training day for all and a day without Swedish chat, so that the page of hours has something to show."""
    thursday = today + timedelta(days=(3 - today.weekday()) % 7 + 7)
    OpeningException.objects.create(
        on_day=thursday, opens="09:00", closes="12:00", name_fi="Henkilöstökoulutus", name_sv="Personalutbildning",
        name_en="Staff training",
    )  # fmt: skip
    OpeningException.objects.create(
        on_day=thursday + timedelta(days=5), channel_id="CHAT", language_id="sv", name_fi="Päivystäjä poissa",
        name_sv="Ingen jour", name_en="Nobody on duty",
    )  # fmt: skip
