"""A person found, made, shown and merged in a real browser, by keyboard where the counsellor types."""

import re

import pytest


def new_call(page, live_app):
    page.goto(f"{live_app}/contacts/")
    page.keyboard.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    page.wait_for_selector("[data-cc-begun]")
    return page.url


def make_person(page, live_app, last, first, phone=""):
    page.goto(f"{live_app}/persons/new/")
    page.fill("#id_last_name", last)
    page.fill("#id_first_name", first)
    page.fill("#id_phone", phone)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_selector("#person-facts")
    return page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_a_person_is_made_warned_of_flagged_found_and_merged(page, live_app, sign_in_browser, axe, width):
    sign_in_browser(page, "vastaava")
    page.set_viewport_size({"width": width, "height": 900})
    name = f"Koepuu{'xyz'[width % 3]}"
    first = make_person(page, live_app, name, "Aino", "040 555 1234")
    page.goto(f"{live_app}/persons/new/")
    page.fill("#id_phone", "0405551234")
    page.wait_for_selector("#likely-same")
    assert axe(page) == []
    make_person(page, live_app, name, "Ainu", "040 555 1234")
    page.locator("details:has(#id_text) > summary").click()
    page.fill("#id_text", "Koira pihalla")
    page.locator("details:has(#id_text) button[type=submit]").click()
    page.wait_for_selector(".nv-flag")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("a[href$='/merge/']").click()
    page.locator(f"a[href$='/{first.rstrip('/').rsplit('/', 1)[1]}/']").click()
    page.wait_for_selector("#id_reason")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("#id_reason", "Sama puhelin")
    page.locator("main form button[type=submit]").last.click()
    page.locator("#merge-persons [data-cc-yes]").click()
    page.wait_for_selector("#person-merges")
    page.locator("#person-merges ~ * button, section[aria-labelledby=person-merges] button").first.click()
    page.locator("#undo-merge [data-cc-yes]").click()
    page.wait_for_selector("section[aria-labelledby=person-merges] form", state="detached")


def test_a_person_is_attached_by_keyboard_while_one_types(page, live_app, sign_in_browser, axe):
    sign_in_browser(page, "ohjaaja")
    make_person(page, live_app, "Näppäimistö", "Eila", "050 444 1234")
    new_call(page, live_app)
    page.focus("#person-search")
    page.keyboard.type("nappaimisto")
    page.wait_for_selector("#person-hits [data-cc-digit='1']")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    page.wait_for_selector("#contact-person a[href*='/persons/']")
    assert "Näppäimistö" in page.inner_text("#contact-person")
    assert axe(page) == []
