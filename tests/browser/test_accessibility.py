"""Every page, as its user meets it: WCAG 2.1 AA, no sideways scroll at 320 px, nothing blocked by the policy."""

import re

import pytest

NARROW = {"width": 320, "height": 800}
# Page → who opens it; languages take turns so that each is seen.
PUBLIC = [
    "/fi/",
    "/sv/",
    "/en/",
    "/sv/services/",
    "/fi/search/?q=kotihoito",
    "/sv/search/?q=xyzzy",
    "/sv/chat/",
    "/fi/categories/C01/",
    "/sv/no-such-page/",
]
STAFF = [
    ("handledare", "/desk/"),
    ("handledare", "/contacts/"),
    ("handledare", "/contacts/afterwards/"),
    ("handledare", "/persons/"),
    ("handledare", "/persons/new/"),
    ("handledare", "/accounts/me/"),
    ("esihenkilo", "/figures/"),
    ("esihenkilo", "/figures/exports/"),
    ("vastaava", "/hours/"),
    ("paakayttaja", "/catalogue/import/"),
    ("paakayttaja", "/admin/"),
    ("paakayttaja", "/admin/casework/contactreason/"),
    ("tietosuoja", "/accesslog/"),
    ("tietosuoja", "/retention/"),
]


def sideways(page) -> int:
    """Pixels the page can be scrolled sideways."""
    return page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")


def check(page, axe):
    assert axe(page) == []
    assert sideways(page) <= 0, f"{page.url} scrolls sideways at {page.viewport_size['width']} px"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_accessible_at_320_pixels(page, live_app, axe, path, request):
    request.node.allowed_console = ("404",) if "no-such" in path else ()
    page.set_viewport_size(NARROW)
    page.goto(f"{live_app}{path}")
    check(page, axe)
    assert page.context.cookies() == [], "public pages set no cookie"


def test_a_service_and_its_provider_are_accessible(page, live_app, axe):
    page.set_viewport_size(NARROW)
    page.goto(f"{live_app}/sv/services/")
    page.locator("main a[href*='/services/']").first.click()
    page.wait_for_url(re.compile(r"/sv/services/[0-9a-f-]{36}/"))
    check(page, axe)
    page.locator("main a[href*='/providers/']").first.click()
    page.wait_for_url(re.compile(r"/providers/[0-9a-f-]{36}/"))
    check(page, axe)


def test_the_login_page_is_accessible(page, live_app, axe):
    page.set_viewport_size(NARROW)
    page.goto(f"{live_app}/accounts/login/?language=sv")
    check(page, axe)


@pytest.mark.parametrize(("username", "path"), STAFF)
def test_a_staff_page_is_accessible_at_320_pixels(page, live_app, sign_in_browser, axe, username, path):
    page.set_viewport_size(NARROW)
    sign_in_browser(page, username)
    page.goto(f"{live_app}{path}")
    check(page, axe)


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_desk_and_the_form_are_accessible_on_a_wide_screen(page, live_app, sign_in_browser, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in_browser(page, "handledare")
    page.goto(f"{live_app}/desk/")
    check(page, axe)
    page.keyboard.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    check(page, axe)
