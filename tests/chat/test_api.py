"""The fixed doors over HTTP: is it open, begin, send and read without a socket."""

import uuid

import pytest
from django.test import Client

from chat import actions, queries
from chat.models import Conversation, Message
from contactcenter.opening_hours.models import DoorAttempt
from contactcenter.opening_hours.queries import LineState
from tests.factories import make_user, sign_in

from .sockets import make_chat

pytestmark = pytest.mark.django_db
START = "/chat/conversations/"


@pytest.fixture(autouse=True)
def forget_starts(settings):
    """Addresses are counted under a keyed hash: another key, another count, in memory and in Redis alike."""
    settings.SECRET_KEY = str(uuid.uuid4())


@pytest.fixture
def open_lines(monkeypatch):
    """Lines are open and a Finnish-speaking counsellor is on duty."""
    monkeypatch.setattr(queries, "line_state", lambda *line, **at: LineState(True))
    user = make_user("counsellor")
    actions.set_duty(by=user, state="available")
    return user


@pytest.fixture
def anyone():
    return Client(enforce_csrf_checks=True)


def url_of(chat) -> str:
    return f"{START}{chat.pk}/messages/"


def bearer(chat) -> dict:
    return {"HTTP_AUTHORIZATION": f"Bearer {chat.token}"}


class TestStart:
    @pytest.mark.parametrize("content_type", ["application/json", None])
    def test_a_form_or_json_begins_a_conversation(self, anyone, open_lines, content_type):
        fields = {"language": "fi", "text": "Hei", "municipality": "853", "service_area": "IAK"}
        options = {"content_type": content_type} if content_type else {}
        answer = anyone.post(START, fields, **options)
        assert answer.status_code == 201
        assert set(answer.json()) == {"conversation", "token"}
        assert not answer.cookies
        assert Message.objects.get().text == "Hei"

    @pytest.mark.parametrize(
        "fields",
        [{}, {"language": "xx"}, {"language": "fi", "municipality": "999"}, {"language": "fi", "service_area": "\0"},
         {"language": ["fi"]}, {"language": "fi", "text": {}}],
    )  # fmt: skip
    def test_what_does_not_exist_is_refused(self, anyone, open_lines, fields):
        answer = anyone.post(START, fields, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_frame")
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"language":"fi","language":"sv"}', b"NaN"])
    def test_a_body_that_is_no_json_object_is_refused(self, anyone, body):
        assert anyone.generic("POST", START, body, content_type="application/json").status_code == 400

    def test_a_text_that_is_too_long_begins_nothing(self, anyone, open_lines):
        answer = anyone.post(START, {"language": "fi", "text": "a" * 4001})
        assert (answer.status_code, answer.json()["code"]) == (400, "text_too_long")
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "https://testserver"},
         {"HTTP_ORIGIN": "http://testserver.evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}],
    )  # fmt: skip
    def test_another_origin_is_refused(self, anyone, open_lines, headers):
        assert anyone.post(START, {"language": "fi"}, **headers).status_code == 403

    def test_our_own_origin_is_welcome(self, anyone, open_lines):
        headers = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
        assert anyone.post(START, {"language": "fi"}, **headers).status_code == 201

    def test_the_twenty_first_start_in_a_minute_waits(self, anyone, open_lines):
        answers = [anyone.post(START, {"language": "fi"}) for _ in range(21)]
        assert [answer.status_code for answer in answers] == [201] * 20 + [429]
        assert 0 < int(answers[-1]["Retry-After"]) <= 61
        assert anyone.post(START, {"language": "fi"}, REMOTE_ADDR="192.0.2.7").status_code == 201


class TestClosedDoor:
    def test_nobody_on_duty_is_said_and_counted(self, anyone, open_lines):
        answer = anyone.post(START, {"language": "sv"})
        assert (answer.status_code, answer.json()["code"]) == (409, "nobody_on_duty")
        attempt = DoorAttempt.objects.get()
        assert (attempt.channel_id, attempt.language_id, attempt.reason) == ("CHAT", "sv", "nobody_on_duty")

    def test_outside_the_hours_the_next_opening_is_told(self, anyone, open_lines, monkeypatch):
        opens_at = queries.timestamps.now()
        monkeypatch.setattr(queries, "line_state", lambda *line, **at: LineState(False, opens_at=opens_at))
        answer = anyone.post(START, {"language": "fi"})
        assert answer.json() | {"detail": ""} == {"code": "closed", "detail": "", "opens_at": opens_at.isoformat()}

    def test_a_full_queue_is_said(self, anyone, open_lines, settings):
        settings.CHAT = {**settings.CHAT, "queue_limit": 1}
        make_chat()
        assert anyone.post(START, {"language": "fi"}).json()["code"] == "queue_full"

    def test_looking_is_no_attempt(self, anyone, open_lines):
        answer = anyone.get("/chat/availability/?language=sv").json()
        assert answer == {
            "open": False, "reason": "nobody_on_duty", "closes_at": None, "opens_at": None, "waiting": 0,
        }  # fmt: skip
        assert anyone.get("/chat/availability/?language=xx").status_code == 400
        assert not DoorAttempt.objects.exists()


class TestTwin:
    def test_a_message_is_acknowledged_and_read_back(self, anyone):
        chat, client_id = make_chat(), str(uuid.uuid4())
        for _ in range(2):
            answer = anyone.post(
                url_of(chat), {"client_id": client_id, "text": "Hei"}, "application/json", **bearer(chat)
            )
            assert answer.status_code == 201
            assert answer.json() == {"type": "ack", "conversation": chat.pk, "client_id": client_id, "seq": 1}
        page = anyone.get(url_of(chat) + "?after=0", **bearer(chat)).json()
        assert [(row["seq"], row["text"]) for row in page["messages"]] == [(1, "Hei")]
        assert (page["state"], page["position"], page["more"]) == ("waiting", 1, False)

    def test_pages_go_forward_and_back(self, anyone):
        chat = make_chat()
        for number in range(5):
            anyone.post(url_of(chat), {"text": str(number)}, "application/json", **bearer(chat))
        numbers = {
            query: [row["seq"] for row in anyone.get(url_of(chat) + query, **bearer(chat)).json()["messages"]]
            for query in ("?after=3", "?before=3&limit=1", "?limit=2")
        }
        assert numbers == {"?after=3": [4, 5], "?before=3&limit=1": [2], "?limit=2": [1, 2]}

    @pytest.mark.parametrize("query", ["?after=x", "?after=-1", "?limit=99999999999", "?before=²"])
    def test_nonsense_numbers_are_refused(self, anyone, query):
        chat = make_chat()
        assert anyone.get(url_of(chat) + query, **bearer(chat)).status_code == 400

    def test_unknown_foreign_and_wrong_secret_are_one_answer(self, anyone):
        chat, other = make_chat(), make_chat()
        answers = [
            anyone.get(url_of(chat)),
            anyone.get(url_of(chat), **bearer(other)),
            anyone.get(f"{START}{uuid.uuid4()}/messages/", **bearer(chat)),
            sign_in(Client(), make_user("professional")).get(url_of(chat)),
        ]
        assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}

    def test_a_counsellor_uses_the_login(self, open_lines):
        chat = make_chat()
        actions.claim(by=open_lines)
        client = sign_in(Client(enforce_csrf_checks=True), open_lines)
        body = {"text": "Hei"}
        assert client.post(url_of(chat), body, "application/json").status_code == 404  # whence does it come?
        answer = client.post(url_of(chat), body, "application/json", HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 201
        assert Message.objects.get(seq=answer.json()["seq"]).sender_user == open_lines

    def test_the_end_is_a_conflict(self, anyone):
        chat = make_chat()
        actions.leave_conversation(conversation=uuid.UUID(chat.pk))
        answer = anyone.post(url_of(chat), {"text": "Hei"}, "application/json", **bearer(chat))
        assert (answer.status_code, answer.json()["code"]) == (409, "closed")
