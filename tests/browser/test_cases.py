"""A case in a real browser, by keyboard: opened from a call, planned, followed, closed and reopened."""

import re
from datetime import timedelta

import pytest

from contactcenter.timestamps import local_day, now

LATER = (local_day(now()) + timedelta(days=5)).isoformat()
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 800}
CASE = re.compile(r"/cases/[0-9a-f-]{36}/$")


@pytest.fixture
def counsellor(page, live_app, sign_in_browser):
    page.set_viewport_size(WIDE)
    return sign_in_browser(page, "ohjaaja")


def press(page, selector: str, key: str = "Enter"):
    """What somebody without a mouse does: go to the control and press a key."""
    page.locator(selector).first.focus()
    page.keyboard.press(key)


def check(page, axe):
    """Accessible at both widths, and no sideways scroll."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert axe(page) == []
        assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0


def open_case(page, live_app, axe=None) -> str:
    """From a new call to its case; returns the case's address."""
    page.goto(f"{live_app}/contacts/")
    page.keyboard.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    page.wait_for_selector("[data-cc-begun]")
    page.goto(f"{page.url.split('?')[0]}case/")
    if axe:
        check(page, axe)
    page.fill("#id_subject", "Kotona asuminen")
    page.fill("#id_next_step", "Soita tyttärelle")
    page.fill("#id_next_on", LATER)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(CASE)
    page.wait_for_selector("#case-timeline:not([aria-busy])")
    return page.url


def step(page, name: str, wait: str):
    """A step that asks something: its form stands on the page."""
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(wait)


def test_a_case_is_opened_and_planned_by_keyboard(counsellor, live_app, axe):
    page = counsellor
    address = open_case(page, live_app, axe)
    assert "Soita tyttärelle" in page.inner_text("#case-next")
    press(page, "a[href$='/plan/']")
    page.wait_for_url(re.compile("/plan/$"))
    page.fill("#id_goal-0-text", "Asuu kotona")
    page.fill("#id_agreed", "Turvapuhelin ja ateriat")
    page.focus("#service-search")
    page.keyboard.type("turvapuhelin")
    page.wait_for_selector("#service-hits input[name=new_service]")
    press(page, "#service-hits input[name=new_service]", "Space")
    check(page, axe)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(address)
    page.wait_for_selector("#case-timeline:not([aria-busy])")
    assert all(text in page.inner_text("#case-plan") for text in ("Asuu kotona", "Turvapuhelin ja ateriat"))
    press(page, "#case-plan .nv-tick")
    page.wait_for_selector("#case-plan .nv-tick[aria-pressed=true]")
    page.wait_for_selector("#case-timeline:not([aria-busy])")
    check(page, axe)
    press(page, "a[href$='/print/']")
    page.wait_for_selector("[data-cc-print]")
    check(page, axe)


def test_a_note_survives_a_reload_and_is_then_in_the_timeline(counsellor, live_app):
    page = counsellor
    open_case(page, live_app)
    page.locator("#case-timeline").evaluate("node => { node.tabIndex = -1; node.focus() }")
    page.keyboard.press("n")
    page.keyboard.type("Tytär soitti ja kertoi kotiutuksesta.")
    page.reload()
    assert page.input_value("#case-note") == "Tytär soitti ja kertoi kotiutuksesta."
    page.wait_for_selector("#case-timeline:not([aria-busy])")
    press(page, "#case-note-form button[type=submit]")
    page.wait_for_selector("#case-timeline .nv-note")
    assert "Tytär soitti" in page.inner_text("#case-timeline")
    assert page.input_value("#case-note") == ""
    page.reload()
    assert page.input_value("#case-note") == ""


def test_a_task_is_added_and_done(counsellor, live_app):
    page = counsellor
    open_case(page, live_app)
    press(page, "#case-tasks a[href$='/tasks/']")
    page.wait_for_selector("#case-form #id_title")
    page.fill("#id_title", "Onko arviointi alkanut?")
    page.fill("#id_due_on", LATER)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#case-tasks .nv-tick[aria-pressed=false]")
    press(page, "#case-tasks .nv-tick")
    page.wait_for_selector("#case-tasks .nv-tick[aria-pressed=true]")


def test_a_case_waits_resumes_closes_and_is_reopened_with_a_reason(counsellor, live_app, axe):
    page = counsellor
    open_case(page, live_app)
    press(page, "#case-steps form button")
    page.wait_for_selector("h1 .nv-chip.is-warn")
    press(page, "#case-steps form button")
    page.wait_for_selector("h1 .nv-chip.is-line")
    step(page, "Päätä asia", "#case-form [name=outcome]")
    page.locator("#case-form [name=outcome]").first.focus()
    page.keyboard.press("Space")
    page.fill("#id_closing_note", "Kotona pärjätään.")
    check(page, axe)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("h1 .nv-chip.is-ok")
    assert "Kotona pärjätään." in page.inner_text("#case-next")
    press(page, "#case-steps a[href*='/step/']")
    page.wait_for_selector("#case-form #id_reason")
    page.fill("#id_reason", "Tytär soitti uudelleen")
    page.fill("#id_next_step", "Soita takaisin")
    page.fill("#id_next_on", LATER)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("h1 .nv-chip.is-line")
    page.wait_for_selector("#case-timeline li")
    assert "Tytär soitti uudelleen" in page.inner_text("#case-timeline")


def test_two_editors_see_both_texts_and_keep_both(counsellor, live_app, axe, browser, sign_in_browser, request):
    request.node.allowed_console = ("422",)
    page = counsellor
    address = open_case(page, live_app)
    other = sign_in_browser(browser.new_context(locale="fi-FI").new_page(), "vastaava")
    for window in (page, other):
        window.goto(f"{address}details/")
    other.fill("#id_subject", "Toisen aihe")
    other.keyboard.press("Control+Enter")
    other.wait_for_url(address)
    page.fill("#id_subject", "Oma aihe")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".nv-diff")
    check(page, axe)
    press(page, "button[name=keep][value=both]")
    page.wait_for_url(address)
    assert "Toisen aihe / Oma aihe" in page.inner_text("h1")
    other.context.close()
