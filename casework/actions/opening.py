"""Opening a contact: its number, its presets, its first draft."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.timestamps import local_day

from ..drafts import ContactFacts
from ..models import Contact, ContactDraft, ContactState, NumberSeries
from ..queries import database_now

GENERAL_AREA = "YLE"
FIRST_LEVEL = "L1"


@transaction.atomic
def open_contact(
    *,
    by: User,
    channel: str,
    language: str,
    service_area: str | None = None,
    municipality: str | None = None,
    party: str = "SELF",
) -> Contact:
    """A new open contact of `by`, with its draft. The clock is the database's; may run inside a caller's
    transaction. `municipality` only when the visitor chose it."""
    _check_has_unit(by)
    opened_at = database_now(by)
    return _begin(
        Contact(
            number=take_number(local_day(opened_at).year),
            channel_id=channel,
            language_id=language,
            service_area_id=service_area or area_of(by),
            municipality_id=municipality,
            party_id=party,
            handled_by=by,
            opened_at=opened_at,
        )
    )


@transaction.atomic
def open_contact_afterwards(*, by: User, handled_by: User, channel: str, at: datetime, minutes: int) -> Contact:
    """A contact that has already happened, recorded by `by` for whoever handled it. Figures count it on its own
    day, its number is of the year of recording."""
    _check_has_unit(handled_by)
    recorded_at = database_now(by)
    ended_at = at + timedelta(minutes=minutes)
    if ended_at > recorded_at:
        raise ActionRefused(_("The contact cannot have ended in the future."))
    if at < recorded_at - timedelta(days=settings.RECORD_AFTERWARDS_DAYS):
        raise ActionRefused(too_old())
    return _begin(
        Contact(
            number=take_number(local_day(recorded_at).year),
            channel_id=channel,
            language_id=language_of(handled_by),
            service_area_id=area_of(handled_by),
            party_id="SELF",
            handled_by=handled_by,
            recorded_by=by,
            opened_at=at,
            ended_at=ended_at,
        )
    )


def too_old() -> str:
    days = settings.RECORD_AFTERWARDS_DAYS
    return _("The contact was more than %(days)s days ago and can no longer be recorded.") % {"days": days}


def _begin(contact: Contact) -> Contact:
    """Save what is the same for every new contact, and its first draft."""
    contact.level_id, contact.unit = FIRST_LEVEL, contact.handled_by.unit
    contact.opened_on = local_day(contact.opened_at)
    contact.skip_history_when_saving = True  # history begins when the contact is complete
    contact.save(force_insert=True)
    del contact.skip_history_when_saving
    ContactDraft.objects.create(contact=contact, data=first_facts(contact).as_json())
    return contact


@transaction.atomic
def take_over_open_contact(contact: Contact, *, by: User):
    """`by` goes on with a contact that a colleague began; a complete one stays with who completed it."""
    _check_has_unit(by)
    locked = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if locked.state == ContactState.OPEN:
        locked.handled_by, locked.unit = by, by.unit
        locked.skip_history_when_saving = True  # history begins when the contact is complete
        locked.save(update_fields=["handled_by", "unit"])


def _check_has_unit(user: User):
    if user.unit is None:
        raise ActionRefused(_("You have no unit yet. Ask an administrator to give you one."))


def take_number(year: int) -> str:
    """The year's next contact number, such as `26-04711`. Must run in a transaction: the row stays locked."""
    NumberSeries.objects.get_or_create(year=year)
    NumberSeries.objects.filter(year=year).update(last=F("last") + 1)
    last = NumberSeries.objects.values_list("last", flat=True).get(year=year)
    return f"{year % 100:02d}-{last:05d}"


def area_of(user: User) -> str:
    """The service area a new contact begins with: the counsellor's first, else the unit's, else the general one."""
    for areas in (user.service_areas, user.unit.service_areas):
        if area := areas.filter(is_active=True).first():
            return area.code
    return GENERAL_AREA


def language_of(user: User) -> str:
    """The language a new contact begins with: the workspace's when the counsellor serves in it, else the first
    language served."""
    served = list(user.serves_in.values_list("code", flat=True))
    return user.language if user.language in served or not served else served[0]


def first_facts(contact: Contact) -> ContactFacts:
    """What a new form holds: only what is known without asking."""
    return ContactFacts(
        channel=contact.channel_id,
        party=contact.party_id,
        language=contact.language_id,
        service_area=contact.service_area_id,
        municipality=contact.municipality_id or "",
        level=contact.level_id,
    )
