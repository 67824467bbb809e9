"""The worklist by keyboard, in a narrow window and on the case's page: focus, words and accessibility."""

import re

import pytest

NARROW = {"width": 320, "height": 800}


@pytest.fixture
def worklist(page, live_app, sign_in_browser):
    sign_in_browser(page, "ohjaaja")
    page.goto(f"{live_app}/worklist/")
    return page


def focused_row(page) -> str:
    return page.evaluate("document.activeElement.closest('[data-cc-row]')?.dataset.ccRow ?? ''")


def test_rows_are_walked_opened_and_postponed_without_a_mouse(worklist):
    page = worklist
    page.locator("#worklist-rows").focus()
    page.keyboard.press("j")
    first = focused_row(page)
    page.keyboard.press("j")
    second = focused_row(page)
    assert first
    assert second not in ("", first)
    page.keyboard.press("k")
    assert focused_row(page) == first
    case = page.locator("[data-cc-row^='case-'] [data-cc-row-link]").first
    case.focus()
    key = focused_row(page)
    page.keyboard.press("s")
    page.wait_for_selector("#postpone[open]")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-cc-say]').textContent !== ''")
    page.wait_for_function("key => document.activeElement.closest('[data-cc-row]') !== null", arg=key)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(cases|contacts|hand-overs)/[0-9a-f-]{36}/"))


def test_letters_are_letters_in_the_filter(worklist):
    worklist.locator("#id_text").focus()
    worklist.keyboard.type("jjj")
    assert worklist.input_value("#id_text") == "jjj"
    worklist.wait_for_selector("#worklist-rows .nv-empty")
    assert "jjj" not in worklist.url


@pytest.mark.parametrize("path", ["/worklist/", "/worklist/?tab=unit", "/worklist/numbers/", "/worklist/reassign/"])
def test_pages_are_accessible_at_320_pixels(page, live_app, sign_in_browser, axe, path):
    page.set_viewport_size(NARROW)
    sign_in_browser(page, "vastaava")
    page.goto(f"{live_app}{path}")
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
