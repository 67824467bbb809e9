"""Upkeep of reference rows that stand together: where cases begin."""

from django.db import transaction

from contactcenter.accounts.models import User

from ..models import CaseState


@transaction.atomic
def save_case_state(state: CaseState, *, by: User):
    """Save a state. When cases begin in it, they no longer begin in another."""
    if state.is_first:
        others = CaseState.objects.select_for_update().filter(is_first=True).exclude(pk=state.pk)
        for other in others.order_by("pk"):
            other.is_first = False
            other._history_user = by
            other.save()
    state._history_user = by
    state.save()
