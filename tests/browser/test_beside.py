"""Beside the form in a real browser: ticks are kept, folds remembered, news marked read, and focus left alone."""

import re

import pytest

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


@pytest.fixture
def form(page, live_app, sign_in_browser):
    """An open call of a Finnish counsellor in services for older people."""
    page.set_viewport_size(WIDE)
    sign_in_browser(page, "ohjaaja")
    page.keyboard.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    page.locator("#contact-beside [data-cc-beside-key]").wait_for()
    return page


def ask(page, question: str):
    page.locator("#reason-other").fill(question)
    page.locator("#reason-other").press("Enter")
    page.keyboard.press("Tab")


def test_a_tick_and_a_fold_survive_a_reload(form, axe):
    form.locator("[data-cc-reason], #reason-other").first.wait_for()
    ask(form, "Kotiutuminen sairaalasta")
    line = form.locator("[data-cc-check='HOME.1']")
    line.check()
    form.locator("[data-cc-beside-fold='script'] > summary").click()
    form.locator("[data-cc-save-state][data-state='saved']").wait_for()
    form.reload()
    form.locator("[data-cc-check='HOME.1']").wait_for()
    assert form.locator("[data-cc-check='HOME.1']").is_checked()
    assert not form.locator("[data-cc-check='HOME.2']").is_checked()
    assert form.locator("[data-cc-beside-fold='HOME'] [data-cc-check-count]").inner_text() == "1/5"
    assert form.locator("[data-cc-beside-fold='script']").get_attribute("open") is None
    assert axe(form) == []


def test_news_is_marked_read_by_one_key_and_the_note_keeps_the_focus(form):
    note = form.locator("#contact-note")
    note.fill("Kysyy kuljetuksesta")
    news = form.locator("#contact-beside [data-cc-notice-read]")
    before = news.count()
    assert before > 0
    note.focus()
    form.keyboard.press("Alt+r")
    form.wait_for_function(
        "n => document.querySelectorAll('#contact-beside [data-cc-notice-read]').length < n", arg=before
    )
    assert form.evaluate("document.activeElement.id") == "contact-note"
    form.reload()
    form.locator("#contact-beside [data-cc-beside-key]").wait_for()
    assert form.locator("#contact-beside [data-cc-notice-read]").count() == before - 1


@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("handledare", "/notices/"),
        ("vastaava", "/notices/?archive=1"),
        ("esihenkilo", "/contacts/missing/"),
        ("esihenkilo", "/contacts/preview/?area=IAK&language=sv&with_unused=1"),
    ],
)
def test_the_pages_are_accessible_at_320_pixels(page, live_app, sign_in_browser, axe, username, path):
    page.set_viewport_size(NARROW)
    sign_in_browser(page, username)
    page.goto(f"{live_app}{path}")
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_suggestion_is_tried_out_live(page, live_app, sign_in_browser):
    page.set_viewport_size(WIDE)
    sign_in_browser(page, "esihenkilo")
    page.goto(f"{live_app}/contacts/preview/?area=IAK&language=fi")
    for code in ("QR1", "QR2", "QR3", "QC1", "QC2", "QC3"):
        page.locator(f"label:has(input[name=answer-{code}][value='2'])").click()
    page.locator("#preview-suggestion", has_text="Verkosto").wait_for()
