"""Setting and lifting a hold, and releasing a rule that the brake stopped."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from contactcenter import timestamps
from contactcenter.accounts.models import User
from contactcenter.errors import ActionRefused
from contactcenter.personal_data.identity_codes import mask_in
from contactcenter.personal_data.retention import RULES, SUBJECTS

from .models import BrakeRelease, RetentionHold
from .queries import count_of


@transaction.atomic
def set_hold(*, kind: str, text: str, reason: str, by: User) -> RetentionHold:
    """Keep what `text` names (a number, an identifier or a page's address) from expiring, until it is lifted."""
    subject = SUBJECTS[kind].find(text.strip())
    if subject is None:
        raise ActionRefused(_("Nothing was found by this number or identifier."), code="not_found")
    hold = RetentionHold(kind=kind, subject=subject, reason=mask_in(reason), set_by=by, set_at=timestamps.now())
    hold._history_user = by
    try:
        with transaction.atomic():
            hold.save()
    except IntegrityError:
        raise ActionRefused(_("This is held already.")) from None
    return hold


@transaction.atomic
def lift_hold(hold: RetentionHold, *, reason: str, by: User) -> RetentionHold:
    """Let time run again; what is due goes in the next night."""
    locked = RetentionHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if locked.lifted_at:
        raise ActionRefused(_("This hold has been lifted already."))
    locked.lifted_by, locked.lifted_at, locked.lifted_reason = by, timestamps.now(), mask_in(reason)
    locked._history_user = by
    locked.save()
    return locked


@transaction.atomic
def release_brake(code: str, *, by: User) -> BrakeRelease:
    """Agree that the next run erases what the brake held back, as many as are due now."""
    found = count_of(RULES[code], timestamps.now())
    if not found.is_braked:
        raise ActionRefused(_("Nothing is held back by this rule any more."))
    try:
        with transaction.atomic():
            return BrakeRelease.objects.create(rule=code, rows=found.free, released_by=by, released_at=Now())
    except IntegrityError:
        raise ActionRefused(_("This has been released already. It is erased in the next night.")) from None
