"""A visitor and a counsellor talk in real browsers: two languages, cuts, reloads, blocked sockets, hostile texts."""

import re

import pytest
from playwright.sync_api import expect

NETWORK = ("net::ERR", "WebSocket connection", "Failed to load resource")
HOSTILE = [
    '<img src=x onerror="window.xss=1"><script>window.xss=1</script>',
    "‮txet tfel-ot-thgir ⁦ ＜b＞ &amp;",
    "javascript:window.xss=1 https://example.org/?q=<b>1</b>",
]
STORED_TOKEN = "JSON.parse(sessionStorage.getItem('neuvo-chat:session') ?? '{}')"
LEAVE = f"""async () => {{
  const {{conversation, token}} = {STORED_TOKEN};
  if (token) await fetch(`/chat/conversations/${{conversation}}/close/`,
    {{method: 'POST', headers: {{Authorization: `Bearer ${{token}}`}}}});
}}"""


@pytest.fixture
def open_page(browser, live_app):
    """`open_page(width)`: a page in a context of its own, whose console must stay clean but for cut networks."""
    pages, errors = [], []

    def make(width=1280, height=900):
        page = browser.new_context(
            viewport={"width": width, "height": height}, locale="fi-FI", timezone_id="Europe/Helsinki"
        ).new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.context.set_offline(False)
        if "/chat/" in page.url:
            page.evaluate(LEAVE)
        page.context.close()
    assert not [error for error in errors if not any(word in error for word in NETWORK)]


class Visitor:
    """A visitor's tab."""

    def __init__(self, page, address: str):
        self.page = page
        page.goto(address)

    def start(self, question: str = ""):
        self.page.fill("#first-question", question)
        self.page.click("[data-cc-part=start] button[type=submit]")
        self.waits_in("waiting")
        return self

    def waits_in(self, state: str):
        expect(self.page.locator("[data-cc-visitor]")).to_have_attribute("data-cc-state", state, timeout=20_000)

    def write(self, text: str):
        self.page.fill("#message", text)
        self.page.keyboard.press("Control+Enter")

    @property
    def bubbles(self):
        return self.page.locator("[data-cc-part=messages] .nv-msg__txt")

    def sees(self, *texts: str):
        expect(self.bubbles).to_have_text(list(texts), timeout=20_000)

    def settled(self):
        """Nothing is on its way any more."""
        expect(self.page.locator(".nv-msg--pending, .nv-msg--failed")).to_have_count(0, timeout=20_000)


class Desk:
    """A counsellor's desk."""

    def __init__(self, page, address: str):
        self.page = page
        page.goto(f"{address}/desk/")
        expect(page.locator("[data-cc-part=duty]")).to_be_enabled()
        page.select_option("[data-cc-part=duty]", "available")
        expect(page.locator("[data-cc-part=duty]")).to_have_value("available")

    def take(self):
        expect(self.page.locator("[data-cc-part=ring]")).to_be_visible(timeout=10_000)
        before = self.rows.count()
        self.page.keyboard.press("F8")
        expect(self.rows).to_have_count(before + 1)
        expect(self.page.locator("#reply")).to_be_focused()
        return self.page.locator(".nv-sw a[aria-current]").get_attribute("data-cc-conversation")

    @property
    def rows(self):
        return self.page.locator(".nv-sw a[data-cc-conversation]")

    def choose(self, conversation: str):
        self.page.click(f'.nv-sw a[data-cc-conversation="{conversation}"]')

    def write(self, text: str):
        self.page.fill("#reply", text)
        self.page.keyboard.press("Enter")

    def sees(self, *texts: str):
        shown = self.page.locator("[data-cc-part=talks] > div:not([hidden]) .nv-msg-text")
        expect(shown).to_have_text(list(texts), timeout=20_000)

    def end(self):
        self.page.keyboard.press("Alt+p")
        self.page.click("[data-cc-do=end]")


@pytest.fixture
def desk(open_page, live_app, sign_in_browser):
    return Desk(sign_in_browser(open_page(), "handledare"), live_app)


@pytest.fixture
def visitor(open_page, live_app, desk):
    """`visitor(language)`: a tab on the chat page; somebody is on duty."""
    return lambda language="fi", **size: Visitor(open_page(**size), f"{live_app}/{language}/chat/")


@pytest.mark.smoke
def test_two_languages_at_once_with_a_cut_and_a_reload_lose_and_double_nothing(visitor, desk):
    finnish = visitor("fi").start("Hei, kysyn kuljetuksesta.")
    first = desk.take()
    swedish = visitor("sv").start("Hej, jag behöver städhjälp.")
    second = desk.take()
    desk.write("Hej! Var bor du?")
    swedish.sees("Hej, jag behöver städhjälp.", "Hej! Var bor du?")

    finnish.page.context.set_offline(True)
    expect(finnish.page.locator("[data-cc-part=banner]")).to_be_visible()
    finnish.write("Kirjoitan katkon aikana.")
    finnish.write("Ja toisen viestin.")
    expect(finnish.page.locator(".nv-msg--pending")).to_have_count(2)
    desk.choose(first)
    desk.write("Hei! Mistä kunnasta?")
    finnish.page.context.set_offline(False)
    expect(finnish.page.locator("[data-cc-part=banner]")).to_be_hidden(timeout=20_000)
    finnish.settled()

    finnish.page.fill("#message", "Turusta.")
    finnish.page.keyboard.press("Control+Enter")
    finnish.page.fill("#message", "Kesken jäänyt lau")
    finnish.page.reload()
    expect(finnish.page.locator("#message")).to_have_value("Kesken jäänyt lau")
    finnish.write("Kesken jäänyt lause.")

    talk = ["Hei, kysyn kuljetuksesta.", "Hei! Mistä kunnasta?", "Kirjoitan katkon aikana.", "Ja toisen viestin."]
    talk += ["Turusta.", "Kesken jäänyt lause."]
    finnish.settled()
    finnish.sees(*talk)
    desk.sees(*talk)
    swedish.write("I Åbo.")
    desk.choose(second)
    desk.sees("Hej, jag behöver städhjälp.", "Hej! Var bor du?", "I Åbo.")


def test_an_ended_chat_takes_no_more_and_leaves_nothing_behind_when_cleared(visitor, desk):
    resident = visitor("fi").start("Kiitos etukäteen.")
    desk.take()
    desk.end()
    resident.waits_in("closed")
    expect(resident.page.locator("#message")).to_be_hidden()
    resident.page.reload()
    resident.waits_in("closed")
    resident.sees("Kiitos etukäteen.")
    resident.page.click("[data-cc-do=clear]")
    resident.waits_in("start")
    assert resident.page.evaluate("sessionStorage.length + localStorage.length") == 0
    resident.page.go_back()
    assert "Kiitos etukäteen." not in resident.page.content()


def test_another_page_leads_back_to_the_chat_by_its_key(visitor, desk):
    visitor("fi").start("Oletteko vielä siellä?")
    desk.take()
    desk.page.keyboard.press("F2")
    desk.page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))
    own = desk.page.locator("a[data-cc-contact][href*='/desk/#']").last
    desk.page.keyboard.press(own.get_attribute("aria-keyshortcuts"))
    desk.sees("Oletteko vielä siellä?")
    expect(desk.page.locator("#reply")).to_be_focused()


def test_the_newest_message_stands_above_the_field_on_a_phone(visitor, desk):
    resident = visitor("fi", width=390, height=844).start("Yksi.")
    desk.take()
    for number in range(6):
        desk.write(f"Vastaus {number}.\nToinen rivi.")
    expect(resident.bubbles).to_have_count(7)
    newest = resident.bubbles.last.bounding_box()
    assert newest["y"] + newest["height"] <= resident.page.locator("[data-cc-part=composer]").bounding_box()["y"]


def test_the_contact_form_of_the_chat_stays_after_the_chat_has_ended(visitor, desk):
    visitor("fi").start("Yksi kysymys.")
    desk.take()
    form = desk.page.locator("#desk-form")
    expect(form.locator("textarea, input").first).to_be_visible()
    desk.end()
    expect(desk.page.locator("[data-cc-part=closed]")).to_be_visible()
    expect(desk.page.locator("#reply")).to_be_hidden()
    expect(form.locator("textarea, input").first).to_be_visible()


def test_a_chat_whose_contact_is_finished_asks_for_no_form_and_gives_the_contact_focus(visitor, desk):
    visitor("fi").start("Väärä numero.")
    desk.take()
    desk.end()
    expect(desk.page.locator("[data-cc-part=form-open]")).to_be_visible()
    desk.page.keyboard.press("Alt+x")
    desk.page.keyboard.press("1")
    expect(desk.page.locator("[data-cc-complete]")).to_be_focused()
    expect(desk.page.locator("[data-cc-part=form-open]")).to_be_hidden()
    expect(desk.page.locator("[data-cc-part=closed]")).to_be_visible()


def test_leaving_quickly_clears_the_tab_and_ends_the_chat(visitor, desk):
    resident = visitor("fi").start("Apua.")
    desk.take()
    resident.page.route(re.compile("ilmatieteenlaitos"), lambda route: route.fulfill(body="weather"))
    resident.page.click("[data-cc-exit]")
    resident.page.wait_for_url(re.compile("ilmatieteenlaitos"))
    expect(desk.page.locator("[data-cc-part=closed]")).to_be_visible(timeout=10_000)
    resident.page.go_back()
    assert "Apua." not in resident.page.content()


def test_hostile_and_right_to_left_texts_stay_text_on_both_sides(visitor, desk):
    resident = visitor("fi").start(HOSTILE[0])
    desk.take()
    for text in HOSTILE[1:]:
        resident.write(text)
    desk.sees(*HOSTILE)
    desk.write(HOSTILE[0])
    resident.sees(*HOSTILE, HOSTILE[0])
    for page in (resident.page, desk.page):
        assert page.evaluate("window.xss") is None
        bubbles = page.locator(".nv-msg__txt, .nv-msg-text")
        assert bubbles.locator(":not(a)").count() == 0
        links = bubbles.locator("a")
        assert {link.get_attribute("href").split(":")[0] for link in links.all()} <= {"https"}
        assert {link.get_attribute("rel") for link in links.all()} <= {"noopener noreferrer nofollow"}


def test_a_blocked_socket_gives_way_to_the_http_twin(visitor, desk):
    resident = visitor("fi")
    resident.page.route_web_socket(re.compile("/ws/visitor/"), lambda socket: socket.close())
    resident.start("Ilman pistoketta.")
    resident.settled()
    desk.take()
    desk.write("Kuuluu silti.")
    resident.sees("Ilman pistoketta.", "Kuuluu silti.")
    resident.write("Hyvä.")
    desk.sees("Ilman pistoketta.", "Kuuluu silti.", "Hyvä.")


def test_a_duplicated_tab_sends_an_unsent_message_only_once(visitor, desk, live_app, open_page):
    first = visitor("fi").start("Alku.")
    desk.take()
    first.settled()
    first.page.context.set_offline(True)
    first.write("Vain kerran.")
    stored = first.page.evaluate("JSON.stringify(sessionStorage)")
    copy = open_page()
    copy.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {stored})")
    second = Visitor(copy, f"{live_app}/fi/chat/")
    second.sees("Alku.", "Vain kerran.")
    first.page.context.set_offline(False)
    first.settled()
    first.sees("Alku.", "Vain kerran.")
    desk.sees("Alku.", "Vain kerran.")


def test_an_identity_code_is_stopped_before_sending(visitor, desk):
    resident = visitor("fi").start()
    resident.write("Tunnukseni on 010190-999W.")
    expect(resident.page.locator("#message-problem")).to_be_visible()
    expect(resident.page.locator("#message")).to_have_value("Tunnukseni on 010190-999W.")
    resident.sees()


def test_the_visitor_gets_no_cookie_and_meets_no_other_host(visitor, desk, live_app):
    resident = visitor("fi")
    hosts = set()
    resident.page.on("request", lambda request: hosts.add("/".join(request.url.split("/")[:3])))
    resident.page.reload()
    resident.start("Hei.")
    desk.take()
    resident.waits_in("active")
    assert resident.page.context.cookies() == []
    assert hosts == {str(live_app)}
    assert resident.page.evaluate(f"location.href.includes({STORED_TOKEN}.token)") is False


def test_exactly_one_polite_region_and_history_is_not_read_aloud(visitor, desk):
    resident = visitor("fi").start("Hei.")
    region = "[role=log]:visible, [role=status]:visible"
    expect(resident.page.locator(region)).to_have_count(1)
    desk.take()
    resident.waits_in("active")
    expect(resident.page.locator(region)).to_have_count(1)
    log = resident.page.locator("[data-cc-part=log]")
    expect(log).to_have_attribute("aria-live", "polite")
    resident.page.reload()
    resident.sees("Hei.")
    expect(log).to_have_attribute("aria-live", "off")
    expect(log).to_have_attribute("aria-live", "polite")


def test_the_chat_has_no_accessibility_faults_at_320_pixels_in_swedish(visitor, desk, axe):
    resident = visitor("sv", width=320, height=700)
    assert axe(resident.page) == []
    resident.start("Hej.")
    assert axe(resident.page) == []
    desk.take()
    desk.write("God dag!")
    resident.sees("Hej.", "God dag!")
    assert axe(resident.page) == []
    assert resident.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(desk.page) == []
    desk.end()
    resident.waits_in("closed")
    assert axe(resident.page) == []


def test_two_counsellors_never_take_the_same_chat_and_the_slower_is_told(
    visitor, desk, open_page, live_app, sign_in_browser
):
    page, is_stale = open_page(), []

    def pass_on(route):
        server = route.connect_to_server()
        server.on_message(lambda frame: None if is_stale and '"queue"' in frame else route.send(frame))

    page.route_web_socket(re.compile("/ws/staff/"), pass_on)
    slower = Desk(sign_in_browser(page, "ohjaaja"), live_app)
    visitor("fi").start("Kumpi ehtii?")
    expect(page.locator("[data-cc-part=ring]")).to_be_visible(timeout=10_000)
    is_stale.append(True)
    desk.take()
    page.keyboard.press("F8")
    expect(page.locator("[data-cc-part=notice]")).not_to_be_empty()
    assert slower.rows.count() == 0
