"""The demo's people and their shared password, for the demo's login page and nowhere else."""

from django import template
from django.conf import settings

from contactcenter.accounts.queries import demo_users

register = template.Library()


@register.inclusion_tag("account/_demo_people.html")
def demo_people() -> dict:
    if not settings.DEMO:
        return {"people": [], "password": ""}
    return {"people": demo_users(), "password": settings.DEMO_PASSWORD}
