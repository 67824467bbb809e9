"""One counsellor's day by keyboard alone: calls, chats, a visit, a letter, cases, urgent callers, Swedish, a merge and
a hand-over that comes back. Scaled here; `make day` runs it whole. Every key is counted."""

import os
import re
from dataclasses import dataclass, field
from datetime import date

import pytest
from playwright.sync_api import expect

from contactcenter.timestamps import local_day, now

from .test_chat import Visitor, open_page  # noqa: F401 - a fixture

WHOLE = {"calls": 30, "swedish": 3, "urgent": 2, "cases": 5, "chats": 10}
SCALED = {"calls": 5, "swedish": 1, "urgent": 1, "cases": 1, "chats": 1}
BUDGET = 8  # keys of an anonymous call beyond the note and the final chord
CONTACT = re.compile(r"/contacts/[0-9a-f-]{36}/$")
TAB_LIMIT = 90
SUBJECT = "Kotona pärjääminen, päivän koe"


@dataclass
class Keyboard:
    """Presses, types and counts; walks by Tab as a person without a mouse does."""

    page: object
    pressed: int = 0
    typed: int = 0
    by_work: dict = field(default_factory=dict)

    def press(self, *keys: str):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str):
        self.page.keyboard.type(text)
        self.typed += len(text)

    def walk_to(self, selector: str, *, back: bool = False):
        """Tab (or Shift+Tab) until the control has the focus."""
        for _step in range(TAB_LIMIT):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{selector} is not reached by Tab on {self.page.url}")

    def go(self, selector: str):
        """Walk to a link or button and press it; on a page that has just come, from its beginning."""
        self.walk_to(selector)
        self.press("Enter")

    def count(self, work: str, begun_at: int):
        self.by_work.setdefault(work, []).append(self.pressed - begun_at)


def coming_day() -> str:
    """A day to come whose day and month are the same number: a date field takes it in any country's order."""
    today = local_day(now())
    days = (date(year, month, month) for year in (today.year, today.year + 1) for month in range(1, 13))
    return next(day for day in days if day > today).strftime("%d%m%Y")


class Day:
    """What a counsellor does, one method for each kind of work."""

    def __init__(self, page, address: str):
        self.page, self.address, self.keys = page, address, Keyboard(page)

    # ---- contacts ----
    def new_call(self):
        before = self.page.url
        self.keys.press("F2")
        self.page.wait_for_url(lambda url: CONTACT.search(url) is not None and url != before)
        self.page.wait_for_selector("[data-cc-begun]")

    def describe(self, note: str, party: str = "1"):
        """Note, who, the commonest municipality and question, the first service, a new need."""
        self.keys.write(note)
        self.keys.press("Tab", party, "1", "1", "1")
        self.page.wait_for_selector("[data-cc-topic] [data-cc-routings] li")
        self.keys.press("1")
        if self.page.locator("[data-cc-group='sote_look']").is_visible():
            self.keys.press("2")

    def save(self):
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector("#contact-questions")

    def call(self):
        begun = self.keys.pressed
        self.new_call()
        self.describe("Kysyi turvapuhelinta äidille.")
        self.keys.count("call", begun)
        self.save()

    def swedish_call(self):
        self.new_call()
        self.describe("Frågade om hemvård på svenska.")
        self.keys.walk_to("[data-cc-step='basics'] [data-cc-unfold]", back=True)
        self.keys.press("Enter")
        self.page.wait_for_function("() => document.activeElement.id === 'contact-language'")
        self.keys.write("ruotsi")
        self.save()
        assert "ruotsi" in self.page.inner_text("#contact-facts + *, [aria-labelledby=contact-facts]")

    def urgent_call(self):
        begun = self.keys.pressed
        self.new_call()
        self.keys.write("Makaa lattialla, ei vastaa.")
        self.keys.press("F9", "1")
        assert self.page.locator("[data-cc-urgent] .nv-tel").inner_text() == "112"
        self.keys.press("1", "1", "1")  # the number given, municipality, question
        self.page.wait_for_function("() => document.activeElement.name === 'demand_class'")
        self.keys.press("1")
        if self.page.locator("[data-cc-group='sote_look']").is_visible():
            self.keys.press("2")
        self.keys.count("urgent", begun)
        self.save()

    def visit_or_letter(self, channel: str):
        self.page.goto(f"{self.address}/contacts/")
        self.keys.walk_to("#new-channel")
        self.keys.write(channel)
        self.keys.press("Tab", "Enter")
        self.page.wait_for_url(CONTACT)
        self.page.wait_for_selector("[data-cc-begun]")
        self.describe("Kävi kysymässä ateriapalvelua.")
        self.save()

    # ---- chats ----
    def go_on_duty(self):
        self.page.goto(f"{self.address}/desk/")
        expect(self.page.locator("[data-cc-part=duty]")).to_be_enabled()
        self.keys.walk_to("[data-cc-part=duty]")
        self.keys.write("Vapaana")
        expect(self.page.locator("[data-cc-part=duty]")).to_have_value("available")

    def chat(self, visitor: Visitor):
        visitor.start("Mistä saa kotiapua?")
        expect(self.page.locator("[data-cc-part=ring]")).to_be_visible(timeout=10_000)
        self.keys.press("F8")
        expect(self.page.locator("#reply")).to_be_focused()
        self.keys.write("Hei, kerron mielelläni.")
        self.keys.press("Enter")
        visitor.sees("Mistä saa kotiapua?", "Hei, kerron mielelläni.")
        form = self.page.locator("[data-cc-pane] [data-cc-begun], #desk-form [data-cc-begun]").first
        expect(form).to_be_visible()
        self.keys.press("Alt+l")
        expect(self.page.locator("#contact-note")).to_be_focused()
        self.describe("Kysyi kotiapua, sai kolme vaihtoehtoa.")
        self.page.keyboard.press("Control+Enter")
        expect(self.page.locator("[data-cc-complete]")).to_be_focused()
        visitor.waits_in("closed")

    # ---- persons and cases ----
    def new_person(self, last: str, first: str, phone: str) -> str:
        self.page.goto(f"{self.address}/persons/new/")
        self.keys.walk_to("#id_last_name")
        self.keys.write(last)
        self.keys.walk_to("#id_first_name")
        self.keys.write(first)
        self.keys.walk_to("#id_phone")
        self.keys.write(phone)
        self.keys.press("Enter")
        self.page.wait_for_selector("#person-facts")
        return self.page.url

    def call_that_becomes_a_case(self, last: str):
        self.new_call()
        self.describe("Äiti kotiutuu, arki huolettaa.", party="2")
        self.keys.walk_to("#person-search")
        self.keys.write(last)
        self.page.wait_for_selector("#person-hits [data-cc-digit='1']")
        self.keys.walk_to("#person-hits [data-cc-digit='1']")
        self.keys.press("1")
        self.page.wait_for_selector("#contact-person a[href*='/persons/']")
        self.save()
        self.keys.go("main a[href$='/case/']")
        self.page.wait_for_selector("#id_subject")
        self.keys.walk_to("#id_subject")
        self.keys.press("Control+a")
        self.keys.write(SUBJECT)
        self.keys.walk_to("#id_next_step")
        self.keys.write("Soita tyttärelle")
        self.keys.walk_to("#id_next_on")
        self.keys.write(coming_day())
        self.keys.press("Control+Enter")
        self.page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/"))

    def merge(self, kept: str, gone: str):
        self.page.goto(f"{kept}merge/")
        self.keys.go(f"a[href$='/{gone.rstrip('/').rsplit('/', 1)[1]}/']")
        self.page.wait_for_selector("#id_reason")
        self.keys.walk_to("#id_reason")
        self.keys.write("Sama ihminen, sama puhelin")
        self.keys.go("main button[type=submit]")
        self.keys.go("#merge-persons [data-cc-yes]")
        self.page.wait_for_selector("#person-merges")

    def hand_over(self, to: str):
        """From the case's page, by Alt+S, to a colleague found by the beginning of the name."""
        self.keys.press("Alt+s")
        self.page.wait_for_selector("#id_to_user")
        self.keys.walk_to("#id_to_user")
        self.keys.write(to)
        self.keys.press("Control+Enter")
        self.page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))


@pytest.fixture
def day(page, live_app, sign_in_browser):
    sign_in_browser(page, "vastaava")
    page.goto(f"{live_app}/contacts/")
    return Day(page, live_app)


def give_back(page, address: str, reason: str):
    """The colleague opens what was received and returns it."""
    page.goto(f"{address}/worklist/?tab=received")
    page.locator("[data-cc-row]", has_text=SUBJECT).locator("[data-cc-row-link]").first.click()
    page.locator("[data-cc-open^='return-']").first.click()
    page.locator("dialog[open] [name=reason]").fill(reason)
    page.locator("dialog[open] button[type=submit]").click()
    expect(page.get_by_text(reason).first).to_be_visible()


def test_a_whole_day_by_keyboard(day, live_app, open_page, sign_in_browser, axe):  # noqa: F811
    amount = WHOLE if os.environ.get("DAY") == "whole" else SCALED
    for _ in range(amount["calls"] - amount["swedish"] - amount["urgent"] - amount["cases"]):
        day.call()
    for _ in range(amount["swedish"]):
        day.swedish_call()
    for _ in range(amount["urgent"]):
        day.urgent_call()
    day.visit_or_letter("Lähipiste")
    day.visit_or_letter("Kirje")
    first = day.new_person("Päiväläinen", "Aino", "040 777 1234")
    for _ in range(amount["cases"]):
        day.call_that_becomes_a_case("Päiväläinen")
    case = day.page.url
    day.hand_over("Anu")
    colleague = sign_in_browser(open_page(), "ohjaaja")
    give_back(colleague, live_app, "Kuuluu keskustan tiimille.")
    day.page.goto(f"{live_app}/worklist/")
    assert SUBJECT in day.page.inner_text("main")
    day.page.goto(case)
    expect(day.page.get_by_text("Kuuluu keskustan tiimille.").first).to_be_visible()
    day.merge(first, day.new_person("Päiväläinen", "Aini", "040 777 1234"))
    day.go_on_duty()
    for _ in range(amount["chats"]):
        day.chat(Visitor(open_page(), f"{live_app}/fi/chat/"))
    assert axe(day.page) == []
    assert max(day.keys.by_work["call"]) <= BUDGET
    print(f"keys {day.keys.pressed}, letters {day.keys.typed}, by work {day.keys.by_work}")  # noqa: T201 - the figure
