"""`{% load opening_hours %}`: the state of a line and its week, in words of the page's language."""

from django import template
from django.utils.translation import get_language

from contactcenter.opening_hours import words
from contactcenter.opening_hours.demo_choice import chosen_hours
from contactcenter.opening_hours.queries import LineKey, LineState, line_states

register = template.Library()


@register.filter
def hours_words(state: LineState) -> str:
    """`{{ state|hours_words }}` → "Suljettu. Avautuu huomenna klo 9.00."."""
    return words.state_words(state)


@register.simple_tag
def weekly_hours(channel: str, language: str, area: str | None = None) -> str:
    """`{% weekly_hours "PUH" "fi" %}` → "ma–pe klo 9–15"; empty when the line is never open."""
    return words.weekly_words(LineKey(channel, language, area))


@register.simple_tag
def line_states_now() -> dict[str, LineState]:
    """`{% line_states_now as states %}`: phone and chat in the page's language, `states.phone|hours_words`."""
    language = (get_language() or "fi")[:2]
    keys = {"phone": LineKey("PUH", language), "chat": LineKey("CHAT", language)}
    states = line_states(keys.values())
    return {name: states[key] for name, key in keys.items()}


register.filter("span_words", lambda span: words.span_words(*span))
register.filter("weekday_short", words.weekday_short)
register.filter("weekday_name", words.weekday_name)
register.filter("concerns", words.concerns_words)
register.filter("change_words", words.change_words)


@register.simple_tag
def demo_hours() -> str:
    """What the demo's switch says: `open` or `real`."""
    return chosen_hours()
