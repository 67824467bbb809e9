"""A call recorded by keyboard alone, within its budget of keys, and nothing lost on the way."""

import re

import pytest

BUDGET = 8  # every key from opening to saving, except the note and the final Ctrl+Enter


class Keys:
    """Presses and counts; a chord is one."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.fixture
def desk(page, live_app, sign_in_browser):
    sign_in_browser(page, "ohjaaja")
    page.goto(f"{live_app}/contacts/")
    return page


def new_call(page, keys) -> str:
    """F2, and wait as a person does until the form has come."""
    keys.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    page.wait_for_selector("[data-cc-begun]")
    return page.url


@pytest.mark.smoke
def test_the_commonest_anonymous_call_takes_eight_keys_and_no_mouse(desk):
    page, keys = desk, Keys(desk)
    address = new_call(page, keys)
    page.keyboard.type("82-v. nainen kysyy turvapuhelinta, tytär käy viikoittain.")
    keys.press("Tab", "1", "1", "1")  # the person, the commonest municipality, the commonest question
    keys.press("1")  # guided to the first service, even while the hits are still on their way
    page.wait_for_selector("[data-cc-topic] [data-cc-routings] li")
    keys.press("1")  # a new need
    if page.locator("[data-cc-group='sote_look']").is_visible():
        keys.press("2")
    assert keys.pressed <= BUDGET
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#contact-questions")
    assert page.url == address
    assert "turvapuhelinta" in page.content()


def test_digits_are_digits_in_the_note(desk):
    new_call(desk, Keys(desk))
    desk.keyboard.type("1 2 3 kertaa")
    assert desk.input_value("#contact-note") == "1 2 3 kertaa"


def test_what_is_missing_is_said_and_led_to(desk, request):
    request.node.allowed_console = ("422",)  # the browser's own line for a refused form
    new_call(desk, Keys(desk))
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("[data-cc-problem-list] button")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.dataset.ccBind") == "municipality"


def test_the_note_survives_a_reload_and_a_cut_connection(desk, context, request):
    request.node.allowed_console = ("ERR_INTERNET_DISCONNECTED",)
    new_call(desk, Keys(desk))
    desk.keyboard.type("Ensin")
    desk.wait_for_selector("[data-cc-save-state][data-state='saved']")
    context.set_offline(True)
    desk.keyboard.type(" ja sitten")
    desk.wait_for_selector("[data-cc-save-state].nv-error")
    context.set_offline(False)
    desk.reload()
    desk.wait_for_selector("[data-cc-begun]")
    assert desk.input_value("#contact-note") == "Ensin ja sitten"


def test_two_tabs_keep_both_texts(desk, context, request):
    request.node.allowed_console = ("409",)
    address = new_call(desk, Keys(desk))
    other = context.new_page()
    other.goto(address)
    other.wait_for_selector("[data-cc-begun]")
    other.keyboard.type("Toisessa välilehdessä")
    other.wait_for_selector("[data-cc-save-state][data-state='saved']")
    desk.keyboard.type("Tässä välilehdessä")
    desk.wait_for_selector("[data-cc-conflict]:not([hidden])")
    desk.click("[data-cc-keep='both']")
    desk.wait_for_selector("[data-cc-save-state][data-state='saved']")
    note = desk.input_value("#contact-note")
    assert "Toisessa välilehdessä" in note
    assert "Tässä välilehdessä" in note


def test_a_wrong_number_takes_three_keys(desk):
    keys = Keys(desk)
    new_call(desk, keys)
    keys.press("Alt+x", "2")
    desk.wait_for_selector("#contact-facts")
    assert keys.pressed == 3


@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_and_the_list_are_accessible(desk, axe, width):
    desk.set_viewport_size({"width": width, "height": 800})
    assert axe(desk) == []
    new_call(desk, Keys(desk))
    assert axe(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
