"""The one way into the access log: no entry, no data."""

from collections.abc import Iterable
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contactcenter.accounts.access import roles_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import SEES_PERSONS, TABLE, Role
from contactcenter.errors import ActionRefused
from contactcenter.personal_data.identity_codes import mask_in

from .models import AccessAction, AccessEntry, AccessSubject


class LogUnavailable(ActionRefused):
    """The entry could not be written, so the data is not shown."""

    def __init__(self):
        super().__init__(
            _("Personal data cannot be shown now, because viewing it cannot be recorded. Try again in a moment."),
            code="log_unavailable",
            status=503,
        )


def record(
    *,
    user: User,
    action: AccessAction,
    door: str,
    ground: str,
    subjects: Iterable[UUID],
    contact: UUID | None = None,
    reason: str = "",
) -> AccessEntry:
    """Write one entry with a subject per person shown, in the caller's transaction; call it before rendering.

    `door` is the view's name, `ground` a value of `Ground`. A page that shows nobody
    writes nothing worth asking for: call it only with persons, or for the log itself. Raises `LogUnavailable`.
    """
    try:
        with transaction.atomic():
            entry = AccessEntry.objects.create(
                at=Now(),
                user_id=user.pk,
                user_name=user.display_name[:200],
                role=role_of(user),
                unit_name=user.unit.name if user.unit else "",
                action=action,
                door=door,
                ground=ground,
                reason=mask_in(reason)[:500],
                contact_id=contact,
            )
            AccessSubject.objects.bulk_create(
                AccessSubject(entry=entry, person_id=person) for person in sorted(set(subjects))
            )
    except DatabaseError as error:
        raise LogUnavailable from error
    return entry


def role_of(user: User) -> str:
    """The role in which a user sees persons; the first of them in the table's order."""
    held = [role for role in Role if role in roles_of(user)]
    return next((role for role in held if SEES_PERSONS & TABLE[role].keys()), held[0] if held else "")
