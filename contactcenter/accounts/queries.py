"""What is asked about users: roles in force, and the demo's people."""

from django.db.models import Prefetch, QuerySet

from .models import RoleGrant, User


def grants_in_force(user: User) -> QuerySet[RoleGrant]:
    return user.grants.filter(ended_at=None).select_related("unit").order_by("granted_at")


def demo_users() -> QuerySet[User]:
    """Everybody who can sign in to the demo, with roles, in the order they were made."""
    held = RoleGrant.objects.filter(ended_at=None).order_by("pk")
    people = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return people.prefetch_related(Prefetch("grants", held, to_attr="roles_held")).order_by("pk")
