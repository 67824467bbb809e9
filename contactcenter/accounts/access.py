"""The door to every page: which permission it asks for, and how far a user's permission reaches."""

from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from .models import Unit, User
from .roles import SEES_PERSONS, TABLE, Permission, Role, Scope

WIDTH = [Scope.OWN, Scope.UNIT, Scope.ORGANISATION, Scope.ALL]
PUBLIC = "public"


def public(view):
    """Mark a view as open to everybody."""
    view.door = PUBLIC
    return view


def requires(permission: Permission):
    """Mark a view as needing `permission`; anonymous users go to the login page, others without it get 403."""

    def mark(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            return refusal(request, permission) or view(request, *args, **kwargs)

        guarded.door = permission
        return guarded

    return mark


def refusal(request, permission: Permission):
    """None when the door opens; the login page for anonymous users; 403 for those without the permission."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can(request.user, permission):
        raise PermissionDenied
    return None


def lacks_second_factor(user: User) -> bool:
    """Sees persons but has only a password: such a user may set up a second factor and nothing else."""
    return settings.SECOND_FACTOR and any(can(user, p) for p in SEES_PERSONS) and not is_mfa_enabled(user)


def roles_of(user: User) -> set[Role]:
    """The roles in force now."""
    if not getattr(user, "is_active", False):
        return set()
    return {Role(role) for role, _unit in _grants_of(user)}


def _grants_of(user: User) -> list[tuple[str, int | None]]:
    """Role and unit of each grant in force. Remembered on the object, so one query a request."""
    if not hasattr(user, "_grants"):
        user._grants = list(user.grants.filter(ended_at=None).values_list("role", "unit_id"))
    return user._grants


def scope_of(user: User, permission: Permission) -> Scope | None:
    """The widest scope any of the user's roles gives for `permission`; None is a refusal."""
    scopes = [TABLE[role][permission] for role in roles_of(user) if permission in TABLE[role]]
    return max(scopes, key=WIDTH.index, default=None)


def can(user: User, permission: Permission) -> bool:
    return scope_of(user, permission) is not None


def units_of(user: User) -> set[int]:
    """The user's own unit and every unit below it, and those of unit-bound grants."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    todo = [user.unit_id, *(unit for _role, unit in _grants_of(user))]
    found: set[int] = set()
    while todo:
        unit = todo.pop()
        if unit is not None and unit not in found:
            found.add(unit)
            todo.extend(children.get(unit, []))
    return found
