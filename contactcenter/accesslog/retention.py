"""The rule of the access log: whole seals leave from the old end, by the retention command alone."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from contactcenter.personal_data.retention import RetentionRule, before, kept_for, register
from contactcenter.personal_data.spans import years

from . import triggers
from .models import AccessEntry, AccessSeal, AccessSubject


def old_seals(at: datetime) -> QuerySet[AccessSeal]:
    """Seals all of whose entries are old. The newest seal stays, so that the chain never begins anew."""
    young = AccessEntry.objects.filter(at__gt=before(at, years=kept_for("access_log_years")))
    first = young.aggregate(first=Min("id"))["first"]
    seals = AccessSeal.objects.exclude(last_entry_id=AccessSeal.objects.aggregate(last=Max("last_entry_id"))["last"])
    return seals if first is None else seals.filter(last_entry_id__lt=first)


@transaction.atomic
def drop_seals(seals: QuerySet[AccessSeal]) -> int:
    """Remove these seals with their entries. They are the oldest: the triggers are lifted for this transaction
    only, and both databases lay them again by themselves should it fail."""
    found = list(seals)
    last = max((seal.last_entry_id for seal in found), default=0)
    triggers.lift(connection)
    AccessSubject.objects.filter(entry_id__lte=last)._raw_delete(AccessSubject.objects.db)
    AccessEntry.objects.filter(id__lte=last)._raw_delete(AccessEntry.objects.db)
    AccessSeal.objects.filter(last_entry_id__lte=last)._raw_delete(AccessSeal.objects.db)
    triggers.lay(connection)
    return len(found)


def register_rules():
    register(
        RetentionRule(
            code="access_log",
            label=_("Access log, in sealed runs"),
            source=_("People have a right to know who handled their data; erased by command only, whole seals."),
            period=lambda: years(kept_for("access_log_years")),
            rows=AccessSeal.objects.all,
            due=old_seals,
            destroy=drop_seals,
            covers=(AccessEntry, AccessSubject),
            is_by_command_only=True,
        )
    )
