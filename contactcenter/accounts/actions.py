"""Every change of who works here and what they may do. Each raises `rights_epoch`, so open sockets end with it.

`by` is who does it; None means a command at the server, which has no user. A second administrator's approval
for the roles of administrators and data-protection officers is not asked yet; nobody changes their own rights.
"""

from collections.abc import Iterable

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contactcenter import timestamps
from contactcenter.errors import ActionRefused

from .models import RoleGrant, Unit, User
from .roles import Role

RIGHTS = {"is_active", "unit"}


@transaction.atomic
def grant_role(user: User, *, role: Role, unit: Unit | None = None, by: User | None) -> RoleGrant:
    """Give `role` for `unit` and all below it; without a unit, wherever the role reaches."""
    refuse_own_rights(user, by)
    lock(user)
    if user.grants.filter(role=role, unit=unit, ended_at=None).exists():
        raise ActionRefused(_("This person already has this role."))
    grant = RoleGrant(user=user, role=role, unit=unit, granted_by=by)
    grant._history_user = by
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError:
        raise ActionRefused(_("This person already has this role.")) from None
    raise_rights_epoch(user)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User | None) -> None:
    """End a role; it stays in history. Ending it twice changes nothing."""
    refuse_own_rights(grant.user, by)
    lock(grant.user)
    grant.refresh_from_db()
    if grant.ended_at is None:
        grant.ended_at = timestamps.now()
        grant._history_user = by
        grant.save(update_fields=["ended_at"])
        raise_rights_epoch(grant.user)


@transaction.atomic
def create_user(user: User, *, password: str, by: User | None) -> User:
    """Save a new user, who has no role yet and belongs to the unit's organisation."""
    user.set_password(password)
    user.organisation = user.unit.organisation if user.unit else user.organisation
    user._history_user = by
    user.save()
    return user


@transaction.atomic
def create_first_administrator(*, username: str, password: str) -> User:
    """The way into a new installation, from the server only; later administrators are made by an administrator."""
    if RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, user__is_active=True).exists():
        raise ActionRefused(_("There is an administrator already, who can create others."))
    if User.objects.filter(username=username).exists():
        raise ActionRefused(_("This user name is taken."))
    user = create_user(User(username=username), password=password, by=None)
    grant_role(user, role=Role.ADMINISTRATOR, by=None)
    return user


@transaction.atomic
def change_user(user: User, *, by: User | None, **values) -> None:
    """Change columns of a user. Unit and activity are rights: a closed account's sessions and sockets end."""
    if RIGHTS & values.keys():
        refuse_own_rights(user, by)
    if unit := values.get("unit"):
        values["organisation"] = unit.organisation
    lock(user)
    for field, value in values.items():
        setattr(user, field, value)
    user._history_user = by
    user.save(update_fields=list(values))
    raise_rights_epoch(user)
    if not user.is_active:
        end_sessions(user)


def deactivate_user(user: User, *, by: User | None) -> None:
    """Nobody signs in as this person any more; roles stay as they are, should the account be opened again."""
    change_user(user, by=by, is_active=False)


@transaction.atomic
def set_duty(user: User, *, languages: Iterable, areas: Iterable) -> None:
    """In which languages and for which service areas the person answers; live rings follow it."""
    lock(user)
    user.serves_in.set(languages)
    user.service_areas.set(areas)
    raise_rights_epoch(user)


@transaction.atomic
def set_password(user: User, *, password: str, by: User | None) -> None:
    """Replace the password; every session of the person ends."""
    user.set_password(password)
    user._history_user = by
    user.save(update_fields=["password"])
    end_sessions(user)
    raise_rights_epoch(user)


@transaction.atomic
def choose_language(user: User, *, language: str, by: User) -> None:
    """The language of the workspace; a preference, not a right."""
    user.language = language
    user._history_user = by
    user.save(update_fields=["language"])


def refuse_own_rights(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise ActionRefused(_("Nobody can change their own rights. Ask another administrator."), code="own_rights")


def lock(user: User) -> None:
    """One change of a person's rights at a time."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def raise_rights_epoch(user: User) -> None:
    """Tell every web process, within its next poll, that this person's rights are to be asked again."""
    User.objects.filter(pk=user.pk).update(rights_epoch=F("rights_epoch") + 1)
    user.__dict__.pop("_grants", None)


def end_sessions(user: User, *, keep: str | None = None) -> None:
    """Delete the person's sessions, except the one with key `keep`. Sessions have no user column: all are read."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=keep).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
