"""`{% load catalogue %}`: texts in the language they are really in, and what a page says of a service."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalogue import facts
from contactcenter.reference.models import Text, text_of

register = template.Library()
BULLET = re.compile(r"^[•*–-]\s+")


def page_language() -> str:
    return (get_language() or "fi")[:2]


@register.filter
def text(row, field: str) -> SafeString:
    """`{{ service|text:"name" }}`: the text, marked with its language when that is not the page's."""
    return marked(text_of(row, field))


@register.filter
def marked(found: Text) -> SafeString:
    """A text with its language; its own direction never turns what stands beside it."""
    if found.value and found.language != page_language():
        return format_html('<span lang="{}" dir="auto">{}</span>', found.language, found.value)
    return format_html("<bdi>{}</bdi>", found.value)


@register.filter
def plain(row, field: str) -> str:
    """The text alone, for titles and labels."""
    return text_of(row, field).value


@register.filter
def paragraphs(row, field: str) -> SafeString:
    """A long text as paragraphs and lists, in a block with its language."""
    found = text_of(row, field)
    blocks = [
        lines for part in found.value.split("\n\n") if (lines := [one for one in part.split("\n") if one.strip()])
    ]
    body = format_html_join("", "{}", ((_block(lines),) for lines in blocks))
    return format_html('<div lang="{}" dir="auto">{}</div>', found.language, body) if blocks else mark_safe("")


def _block(lines: list[str]) -> SafeString:
    """Lines of one paragraph; a run of lines that begin with a bullet is a list."""
    parts, items, rest = [], [], []
    for line in [*lines, ""]:
        if BULLET.match(line):
            parts += _paragraph(rest)
            items.append(BULLET.sub("", line))
            rest = []
        else:
            parts += _list(items)
            items = []
            rest += [line] if line else []
    return format_html_join("", "{}", ((part,) for part in [*parts, *_paragraph(rest)]))


def _paragraph(lines: list[str]) -> list[SafeString]:
    return [format_html("<p>{}</p>", _joined(mark_safe("<br>"), "{}", lines))] if lines else []


def _list(items: list[str]) -> list[SafeString]:
    return [format_html("<ul>{}</ul>", _joined("", "<li>{}</li>", items))] if items else []


def _joined(between: str, form: str, values: list[str]) -> SafeString:
    return format_html_join(between, form, ((value,) for value in values))


@register.filter
def points(service) -> list[facts.ContactPoint]:
    """How to reach a service, by the page's language."""
    return facts.contact_points(service, page_language())


@register.filter
def first_phone(found: list[facts.ContactPoint]) -> dict | None:
    return facts.first_phone(found)


@register.filter
def first_hours(found: list[facts.ContactPoint]):
    """The first line of hours that any channel has."""
    return next((line for point in found for line in point.hours), None)


@register.filter
def tel(phone: dict) -> str:
    return facts.tel(phone)


@register.filter
def host(address: str) -> str:
    return facts.host_of(address)


@register.filter
def area(service) -> str:
    return facts.area_words(service, page_language())


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The page's query string with some values changed; empty ones are left out and the page number forgotten."""
    values = context["request"].GET.copy()
    values.pop("page", None)
    for key, value in changes.items():
        values.pop(key, None)
        if value not in ("", None):
            values[key] = value
    return f"?{values.urlencode()}"
