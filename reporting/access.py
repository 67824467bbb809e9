"""Who sees which figures and exports: reach by unit, own files only, and a fresh login for what leaves the house."""

import time
from collections.abc import Set
from functools import wraps
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from contactcenter.accesslog.models import ExportRecord
from contactcenter.accounts.access import can, scope_of, units_of
from contactcenter.accounts.models import User
from contactcenter.accounts.roles import Permission, Scope
from contactcenter.errors import NotFound

FRESH_LOGIN_SECONDS = 15 * 60


def units_within(user: User, permission: Permission) -> Set[int] | None:
    """The units whose contacts the user may count; None is all of them."""
    scope = scope_of(user, permission)
    if scope is None:
        raise PermissionDenied
    return None if scope == Scope.ALL else units_of(user)


def visible_exports(user: User) -> QuerySet[ExportRecord]:
    """Records of exports: everybody's for whoever may export everything, else the user's own."""
    records = ExportRecord.objects.select_related("by")
    is_everybodys = scope_of(user, Permission.FIGURES_EXPORT) == Scope.ALL
    return records if is_everybodys else records.filter(by=user)


def get_export(user: User, pk: UUID) -> ExportRecord:
    """The user's own export. Unknown, another's, or wider than the user's present reach: all the same answer."""
    record = ExportRecord.objects.select_related("by").filter(by=user, pk=pk).first()
    if record is None or not is_within_reach(user, record):
        raise NotFound
    return record


def is_within_reach(user: User, record: ExportRecord) -> bool:
    """Whether the user may still export every unit the record covers."""
    if not can(user, Permission.FIGURES_EXPORT):
        return False
    reach, wanted = units_within(user, Permission.FIGURES_EXPORT), record.filters.get("units")
    return reach is None or (wanted is not None and set(wanted) <= reach)


def with_fresh_login(view):
    """Ask the password again when the login of this session is older than 15 minutes (security.md T36)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if has_fresh_login(request):
            return view(request, *args, **kwargs)
        after = request.get_full_path() if request.method == "GET" else reverse("reporting:figures")
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': after})}")

    return guarded


def has_fresh_login(request) -> bool:
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < FRESH_LOGIN_SECONDS for record in records)
