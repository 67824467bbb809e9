"""`{% load opening_hours %}`: the state of a line and its week, in words of the page's language."""

from django import template

from contactcenter.opening_hours import words
from contactcenter.opening_hours.demo_choice import chosen_hours
from contactcenter.opening_hours.queries import LineKey, LineState

register = template.Library()


@register.filter
def hours_words(state: LineState) -> str:
    """`{{ state|hours_words }}` → "Suljettu. Avautuu huomenna klo 9.00."."""
    return words.state_words(state)


@register.simple_tag
def weekly_hours(channel: str, language: str, area: str | None = None) -> str:
    """`{% weekly_hours "PUH" "fi" %}` → "ma–pe klo 9–15"; empty when the line is never open."""
    return words.weekly_words(LineKey(channel, language, area))


@register.filter
def span(hours) -> str:
    """A pair of times → "9–15"."""
    return words.span_words(*hours)


@register.filter
def weekday_short(weekday: int) -> str:
    """0 → "ma"."""
    return words.weekday_short(weekday)


@register.simple_tag
def demo_hours() -> str:
    """What the demo's switch says: `open` or `real`."""
    return chosen_hours()
