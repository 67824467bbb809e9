"""The form leads: triggers stop the questions, the segment is suggested and decided by keys, steps follow the data."""

import re

import pytest

from tests.personal_data.codes import artificial

SHELL = """
from casework.models import FormStep
{body}
"""


@pytest.fixture
def call(page, live_app, sign_in_browser):
    """An open call of the counsellor, its form begun."""
    sign_in_browser(page, "ohjaaja")
    begin_call(page, live_app)
    return page


def begin_call(page, live_app):
    page.goto(f"{live_app}/contacts/")
    page.keyboard.press("F2")
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    page.wait_for_selector("[data-cc-begun]")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page, name: str) -> str:
    """What the focused control carries as data-`name`, in the script's spelling."""
    return page.evaluate(f"document.activeElement.dataset.{name}")


def saved(page):
    page.wait_for_selector("[data-cc-save-state][data-state='saved']")


def answer(page, scores: dict[str, str]):
    """Answer the segment questions as they come, each by its digit; QR and QC have their own."""
    for _turn in range(6):
        group = page.locator("[data-cc-questions] [data-cc-question]")
        asked = group.get_attribute("data-cc-question")
        with page.expect_response(re.compile("/guidance/")):
            press(page, scores[asked[:2]])
        page.wait_for_function(
            "asked => document.querySelector(`[data-cc-answered] [data-cc-question='${asked}']`)", arg=asked
        )


def to_the_segment(page):
    """A relative's call from the commonest municipality; someone comes home from hospital (F9, +, its digit)."""
    page.keyboard.type("Äiti kotiutuu torstaina.")
    press(page, "Tab", "2", "1")
    press(page, "F9", "0")
    page.wait_for_selector("#more-triggers:not([hidden])")
    digit = page.get_attribute("[data-cc-trigger][value='T09']", "data-cc-digit")
    with page.expect_response(re.compile("/guidance/")):
        press(page, digit)
    press(page, "1", "1")
    page.wait_for_selector("[data-cc-topic] [data-cc-routings] li")
    page.wait_for_function("() => document.activeElement.closest('[data-cc-question]')")


def finish(page):
    press(page, "1")  # a new need
    if page.locator("[data-cc-group='sote_look']").is_visible():
        press(page, "2")
    press(page, "Control+Enter")
    page.wait_for_selector("#contact-questions")


def test_a_trigger_raises_the_level_says_what_to_do_and_can_be_taken_back(call):
    press(call, "Tab")
    to_more = call.locator("[data-cc-trigger][value='T10']")
    press(call, "F9", "0", to_more.get_attribute("data-cc-digit"))
    assert call.input_value("#contact-level") == "L3"
    assert call.locator("[data-cc-marked] li").count() == 1
    assert call.locator("[data-cc-marked] [data-cc-action]").inner_text()
    assert call.locator("#more-triggers").is_hidden()
    assert call.locator("[data-cc-step='guidance']").is_visible()
    call.click("[data-cc-unmark]")
    assert call.input_value("#contact-level") == "L1"
    call.wait_for_selector("[data-cc-step='guidance']", state="hidden")


def test_a_level_chosen_by_hand_stays_when_the_trigger_goes(call):
    press(call, "F9", "0", call.get_attribute("[data-cc-trigger][value='T10']", "data-cc-digit"))
    call.click("[data-cc-step='level'] [data-cc-unfold]")
    call.select_option("#contact-level", "L2")
    call.click("[data-cc-unmark]")
    assert call.input_value("#contact-level") == "L2"


def test_danger_to_life_shows_112_and_is_completed_without_asking_twice(call):
    call.keyboard.type("Makaa lattialla, ei vastaa.")
    press(call, "F9", "1")
    assert call.locator("[data-cc-urgent] .nv-tel").inner_text() == "112"
    assert call.get_attribute("[data-cc-urgent] .nv-tel", "href") == "tel:112"
    assert call.locator("[data-cc-step='demand_class']").is_hidden()
    press(call, "1")  # the number was given
    assert call.locator("[data-cc-urgent]").is_hidden()
    assert call.evaluate("document.activeElement.name") == "municipality"
    press(call, "1", "1")
    call.wait_for_function("() => document.activeElement.name === 'demand_class'")
    assert call.locator("[data-cc-step='guidance']").is_hidden()
    assert call.locator("[data-cc-outcome]:checked").get_attribute("value") == "URG"
    finish(call)
    assert "112" in call.inner_text("main")


def test_a_false_alarm_takes_everything_back(call):
    press(call, "Tab", "1", "1", "1", "1")
    call.wait_for_selector("[data-cc-topic] [data-cc-routings] li")
    press(call, "F9", "1")
    press(call, "1")
    assert call.locator("[data-cc-outcome]:checked").get_attribute("value") == "URG"
    call.click("[data-cc-unmark]")
    assert call.locator("[data-cc-outcome]:checked").get_attribute("value") == "GUI"
    assert call.locator("[data-cc-routings] li").count() == 1
    assert call.input_value("#contact-level") == "L1"


def test_a_segment_is_accepted_by_keys(call):
    to_the_segment(call)
    answer(call, {"QR": "3", "QC": "3"})
    call.wait_for_function("() => 'ccAccept' in document.activeElement.dataset")
    press(call, "h")
    call.wait_for_function("() => document.activeElement.name === 'demand_class'")
    assert call.locator("[data-cc-step='guidance'] [data-cc-summary]").is_visible()
    assert call.input_value("#contact-level") == "L3"
    finish(call)
    assert "Verkostoasiakkuus" in call.inner_text("main")


def test_another_segment_needs_a_reason(call):
    to_the_segment(call)
    answer(call, {"QR": "3", "QC": "3"})
    call.wait_for_function("() => 'ccAccept' in document.activeElement.dataset")
    press(call, "o", "2")  # choose otherwise: the second
    assert call.evaluate("document.activeElement.id") == "segment-reason"
    press(call, "Enter")
    assert call.locator("[data-cc-own-missing]").is_visible()
    call.keyboard.type("Tytär muuttaa kahdeksi viikoksi.")
    press(call, "Enter")
    call.wait_for_function("() => document.activeElement.name === 'demand_class'")
    assert call.input_value("#contact-level") == "L2"
    finish(call)
    assert "Yhteistyöasiakkuus" in call.inner_text("main")


def test_reload_keeps_triggers_answers_and_first_information(call):
    to_the_segment(call)
    answer(call, {"QR": "2", "QC": "1"})
    call.fill("[data-cc-first='I03'] input", "1940")
    call.check("[data-cc-first='I06'] input[value='yes']", force=True)
    call.fill("[data-cc-first='I04'] input[inputmode='tel']", "040 123 4567")
    call.check("[data-cc-first='I04'] [data-cc-digit='2']", force=True)
    saved(call)
    call.reload()
    call.wait_for_selector("[data-cc-begun]")
    call.wait_for_selector("[data-cc-first='I03']:not([hidden])")
    assert call.input_value("[data-cc-first='I03'] input") == "1940"
    assert call.input_value("[data-cc-first='I04'] input[inputmode='tel']") == "040 123 4567"
    assert call.locator("[data-cc-first='I04'] [data-cc-digit='2']").is_checked()
    assert call.locator("[data-cc-marked] li").count() == 1
    assert call.locator("[data-cc-answered] [data-cc-question]").count() == 6
    call.click("[data-cc-unmark]")
    assert call.input_value("#contact-level") == "L1", "the level before the trigger is remembered"


def test_answers_survive_a_cut_connection(call, context, request):
    request.node.allowed_console = ("ERR_INTERNET_DISCONNECTED",)
    press(call, "Tab", "1", "1")
    with call.expect_response(re.compile("/guidance/")):
        press(call, "Alt+g")
    context.set_offline(True)
    press(call, "1")
    call.wait_for_selector("[data-cc-save-state].nv-error")
    context.set_offline(False)
    call.reload()
    call.wait_for_selector("[data-cc-begun]")
    assert call.locator("[data-cc-answered] [data-cc-question]").count() == 1


def test_the_short_call_never_sees_the_guidance(call):
    assert call.locator("[data-cc-step='guidance']").is_hidden()
    press(call, "Alt+g")
    assert call.locator("[data-cc-step='guidance']").is_visible()
    press(call, "Escape")
    assert call.locator("[data-cc-step='guidance']").is_hidden()


def test_a_missing_service_is_recorded_with_its_question(call):
    press(call, "Tab", "1", "1", "1")
    call.check("[data-cc-topic] [data-cc-outcome][value='NOA']", force=True)
    call.check("[data-cc-is-missing]")
    assert call.locator("[data-cc-missing-service]").evaluate("field => field === document.activeElement")
    call.keyboard.type("Ryhmä ruotsiksi")
    call.reload()
    call.wait_for_selector("[data-cc-begun]")
    assert call.input_value("[data-cc-missing-service]") == "Ryhmä ruotsiksi"


def test_an_interpreter_is_asked_when_the_language_calls_for_it(call):
    assert call.locator("[data-cc-interpreter]").is_hidden()
    call.click("[data-cc-step='basics'] [data-cc-unfold]")
    foreign = call.get_attribute("#contact-language option:not([data-national])", "value")
    call.select_option("#contact-language", foreign)
    call.check("[data-cc-bind='interpreter'][value='used']", force=True)
    press(call, "Escape")
    assert call.locator("[data-cc-bind='interpreter'][value='used']").is_checked()


def test_steps_follow_the_area_and_keep_the_focus(call, live_app):
    own = (
        "FormStep.objects.update_or_create(code='look-vam', defaults=dict(step='sote_look', position=0,"
        " name_fi='Ensin muut kuin sote'))[0].areas.set(['VAM'])"
    )
    live_app.manage("shell", "-c", SHELL.format(body=own))
    try:
        call.reload()
        call.wait_for_selector("[data-cc-begun]")
        call.click("[data-cc-step='basics'] [data-cc-unfold]")
        call.focus("#contact-area")
        call.select_option("#contact-area", "VAM")
        first = call.locator(".nv-steps > li:not([hidden])").first
        assert first.get_attribute("data-cc-step") == "sote_look"
        assert first.locator("[data-cc-step-name]").inner_text() == "Ensin muut kuin sote"
        assert first.locator(".nv-step-n").inner_text() == "1"
        assert call.evaluate("document.activeElement.id") == "contact-area"
        call.locator("#contact-note").focus()
        press(call, "Tab", "1")  # the person; what is missing first now comes first
        assert call.evaluate("document.activeElement.name") == "sote_look"
    finally:
        gone = "FormStep.objects.filter(code='look-vam').delete()"
        live_app.manage("shell", "-c", SHELL.format(body=gone))


def test_two_tabs_join_their_facts_and_name_what_differs(call, context, request):
    request.node.allowed_console = ("409",)
    other = context.new_page()
    other.goto(call.url)
    other.wait_for_selector("[data-cc-begun]")
    press(other, "F9", "0", other.get_attribute("[data-cc-trigger][value='T09']", "data-cc-digit"))
    saved(other)
    call.keyboard.type("Tässä")
    press(call, "F9", "0", call.get_attribute("[data-cc-trigger][value='T07']", "data-cc-digit"))
    call.wait_for_selector("[data-cc-conflict]:not([hidden])")
    assert call.locator("[data-cc-differs]").inner_text()
    call.click("[data-cc-keep='both']")
    saved(call)
    assert call.locator("[data-cc-marked] li").count() == 2


@pytest.mark.parametrize("width", [1280, 390])
def test_every_state_of_the_leading_form_is_accessible(page, live_app, sign_in_browser, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in_browser(page, "handledare")
    begin_call(page, live_app)

    def check():
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.click("[data-cc-trigger-more]")
    check()
    page.click("[data-cc-trigger-more]")
    page.check("[data-cc-trigger][value='T01']", force=True)
    check()
    page.click("[data-cc-urgent-given]")
    check()
    page.click("[data-cc-unmark]")
    page.click("[data-cc-trigger-more]")
    page.check("[data-cc-trigger][value='T07']", force=True)
    page.wait_for_selector("[data-cc-first-box]:not([hidden])")
    check()
    page.click("[data-cc-otherwise]")
    page.check("[data-cc-bind='segment'][value='VER']", force=True)
    check()


def test_an_identity_code_in_the_note_is_warned_of_while_one_types(call):
    warning = call.locator("[data-cc-note-code]")
    call.keyboard.type("Tunnus on ")
    assert warning.is_hidden()
    call.keyboard.type(artificial())
    assert warning.is_visible()
