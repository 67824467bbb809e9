"""All templates as one set: what the strict policy of scripts, accessibility and the theme ask of each."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from contactcenter.accounts.roles import Role
from tests.factories import make_user, sign_in

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
BASES = {"public/base.html", "staff/base.html", "staff/plain.html"}
# Pages that stand alone, and why.
STAND_ALONE = {
    "400.html": "shown when nothing else may work",
    "500.html": "shown when nothing else may work",
    "casework/case_pdf.html": "a PDF with a sheet of its own",
    "reporting/report.html": "a PDF with a sheet of its own",
}
# `|safe` and `autoescape off`, and why the text cannot carry anybody's markup.
SAFE = {
    "account/email/": "allauth's mails are plain text",
}
EXTENDS = re.compile(r"""{%\s*extends\s+["']([^"']+)["']""")
CLASS = re.compile(r"\bclass=\"([^\"]*)\"")


def text_of(name: str) -> str:
    return (ROOT / "templates" / name).read_text()


def without_tags(text: str) -> str:
    return re.sub(
        r"{%.*?%}|{{.*?}}|{#.*?#}", " ", re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S), flags=re.S
    )


def is_page(name: str) -> bool:
    parts = name.split("/")
    return name not in BASES and not parts[-1].startswith("_") and parts[0] not in {"components", "django", "documents"}


def root_of(name: str) -> str:
    """The template at the end of the chain of `extends`; one that extends its own name goes on in its package."""
    while found := EXTENDS.search(text_of(name)):
        if found[1] == name:
            return f"{name.partition('/')[0]}/base_site.html"
        if not (ROOT / "templates" / found[1]).exists():
            return found[1]
        name = found[1]
    return name


@pytest.mark.parametrize("name", NAMES)
def test_no_template_carries_a_script_a_style_or_a_handler_of_its_own(name):
    text = without_tags(text_of(name))
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", text, flags=re.S)
    assert not [script for script in scripts if script.strip()]
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_scrolls_sideways_can_be_reached_by_keyboard_and_has_a_name(name):
    for element in re.findall(r'<\w+ class="[^"]*\bnv-wrap\b[^"]*".*?>(?=\s|<|{)', text_of(name), flags=re.S):
        assert 'tabindex="0" role="region" aria-label="' in element


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_words_or_says_that_it_needs_none(name):
    for image in re.findall(r"<img\b.*?>", text_of(name), flags=re.S):
        assert " alt=" in image
    for icon in re.findall(r"<svg\b[^>]*>", text_of(name)):
        assert "aria-hidden" in icon or 'role="img"' in icon


@pytest.mark.parametrize("name", filter(is_page, NAMES))
def test_every_page_stands_on_a_base(name):
    if name in STAND_ALONE or not re.search(r"<(main|body|h1)\b|{% block content", text_of(name)):
        return
    assert root_of(name) in BASES | {"admin/base.html", "admin/base_site.html"}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_passed_unescaped_without_a_listed_reason(name):
    if any(name.startswith(prefix) for prefix in SAFE):
        return
    assert not re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", text_of(name))


def known_classes() -> set[str]:
    sheets = [ROOT / "static/build" / sheet for sheet in ("public.css", "staff.css")]
    return {name for sheet in sheets for name in re.findall(r"\.(nv-[\w-]+)", sheet.read_text())}


@pytest.mark.parametrize("name", NAMES)
def test_every_component_a_template_names_has_a_look(name):
    text = re.sub(r"{%.*?%}", " ", text_of(name), flags=re.S)
    used = {word for words in CLASS.findall(text) for word in words.split() if re.fullmatch(r"nv-[\w-]+\w", word)}
    assert used <= known_classes()


# ---- as rendered ------------------------------------------------------------


class Page(HTMLParser):
    """The ids, headings, landmarks and labels of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.ids, self.tags, self.references, self.in_template = Counter(), Counter(), set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.in_template += tag == "template"
        if self.in_template:
            return
        self.tags[tag] += 1
        if attributes.get("id"):
            self.ids[attributes["id"]] += 1
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.references |= set((attributes.get(name) or "").split())

    def handle_endtag(self, tag):
        self.in_template -= tag == "template"


def plain_addresses(patterns=None, prefix="/"):
    """Every address of ours that needs no argument."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver) and "admin" not in route:
            yield from plain_addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<(^$\\]", route):
            yield prefix + route


def assert_well_formed(html: str):
    page = Page(html)
    assert not {name for name, times in page.ids.items() if times > 1}, "an id is used twice"
    assert page.references <= set(page.ids), "a label or description points nowhere"
    assert page.tags["main"] == 1
    assert page.tags["h1"] >= 1


def get_page(client, address: str) -> str | None:
    """The page's text, or None where the address answers with something else than a whole page."""
    response = client.get(address, headers={"sec-fetch-site": "same-origin"})
    is_whole = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    html = response.content.decode() if is_whole and not response.streaming else ""
    return html if "<main" in html else None


@pytest.mark.django_db
def test_ids_are_unique_and_references_meet_their_target_on_every_page(client):
    sign_in(client, make_user(*Role.values, is_staff=True))
    seen = 0
    for address in sorted(set(plain_addresses())):
        if "logout" in address:
            continue
        if html := get_page(client, address):
            seen += 1
            try:
                assert_well_formed(html)
            except AssertionError as fault:
                raise AssertionError(f"{address}: {fault}") from fault
    assert seen > 5


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_public_page_names_its_language_and_keeps_the_address_in_the_others(client, language):
    html = client.get(f"/{language}/chat/").content.decode()
    assert f'<html lang="{language}">' in html
    for other in {"fi", "sv", "en"} - {language}:
        assert f'href="/{other}/chat/" lang="{other}"' in html


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie(client):
    assert not client.get("/fi/chat/").cookies


@pytest.mark.django_db
def test_the_rail_shows_only_what_the_user_may_open(client):
    sign_in(client, make_user("privacy"))
    html = client.get("/accesslog/").content.decode()
    assert "/accesslog/" in html
    assert 'aria-keyshortcuts="F2"' not in html
