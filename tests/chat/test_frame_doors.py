"""Every frame of both sockets has a row that says what it asks, and asks it of every role."""

import uuid

import pytest
from asgiref.sync import sync_to_async

from chat.consumers import GREETED, StaffSocket, VisitorSocket
from contactcenter.accounts.access import PUBLIC
from contactcenter.accounts.roles import TABLE, Permission, Role
from tests.factories import make_user

from .sockets import StaffPage, make_chat

pytestmark = pytest.mark.django_db(transaction=True)
new_chat, new_user = sync_to_async(make_chat), sync_to_async(make_user)
NOWHERE = {"conversation": str(uuid.UUID(int=0, version=4))}
MESSAGE = {**NOWHERE, "client_id": str(uuid.UUID(int=1, version=4)), "text": "Hei"}
STAFF = {
    "open": (Permission.SIGNED_IN, NOWHERE),
    "leave": (Permission.SIGNED_IN, NOWHERE),
    "send": (Permission.SIGNED_IN, MESSAGE),
    "typing": (Permission.SIGNED_IN, NOWHERE),
    "read": (Permission.SIGNED_IN, {**NOWHERE, "seq": 1}),
    "watch": (Permission.SIGNED_IN, {"topic": "nothing"}),
    "unwatch": (Permission.SIGNED_IN, {"topic": "nothing"}),
    "ping": (Permission.SIGNED_IN, {}),
    "duty": (Permission.SERVE, {"state": "available"}),
    "claim": (Permission.SERVE, {}),
    "close": (Permission.SERVE, NOWHERE),
}
VISITOR = {
    "hello": (PUBLIC, {}), "ping": (PUBLIC, {}), "send": (GREETED, MESSAGE), "typing": (GREETED, NOWHERE),
    "read": (GREETED, {**NOWHERE, "seq": 1}), "close": (GREETED, NOWHERE),
}  # fmt: skip


@pytest.mark.parametrize("socket, rows", [(StaffSocket, STAFF), (VisitorSocket, VISITOR)])
def test_every_frame_has_a_row(socket, rows):
    assert {kind: door.asks for kind, door in socket.frames.items()} == {kind: asks for kind, (asks, _) in rows.items()}
    assert all(callable(getattr(socket, door.handler)) for door in socket.frames.values())


async def codes_of(page, kind: str, fields: dict) -> list[str]:
    """The error codes that the frame brings; frames are answered in order, so a `pong` ends the wait."""
    await page.send(kind, **fields)
    if kind != "ping":
        await page.send("ping")
    seen = []
    while (frame := await page.next())["type"] != "pong":
        seen.append(frame)
    return [frame["code"] for frame in seen if frame["type"] == "error"]


@pytest.mark.parametrize("kind", STAFF)
@pytest.mark.parametrize("role", Role)
async def test_a_frame_is_refused_to_the_roles_without_its_permission_and_to_no_other(staff, role, kind):
    permission, fields = STAFF[kind]
    async with staff(await new_user(role)) as page:
        codes = await codes_of(page, kind, fields)
    if permission not in TABLE[role]:
        assert codes == ["not_allowed"]
    elif kind != "claim":  # which asks duty, too: the next test
        assert not {"not_allowed", "bad_frame", "try_again"} & set(codes)


@pytest.mark.parametrize("role", [role for role in Role if Permission.SERVE in TABLE[role]])
async def test_on_duty_a_claim_is_heard(staff, role):
    async with staff(await new_user(role), duty="available") as page:
        assert await codes_of(page, "claim", {}) == ["nobody_waits"]


@pytest.mark.parametrize("kind", [kind for kind, (asks, _) in VISITOR.items() if asks == GREETED])
async def test_without_the_secret_a_visitor_has_no_door(visitor, kind):
    async with visitor() as page:
        assert await codes_of(page, kind, VISITOR[kind][1]) == ["not_found"]


@pytest.mark.parametrize("kind", [kind for kind, (asks, _) in VISITOR.items() if asks == GREETED])
async def test_with_the_secret_of_one_conversation_another_is_not_found(visitor, kind):
    async with visitor(await new_chat()) as page:
        assert await codes_of(page, kind, VISITOR[kind][1]) == ["not_found"]


@pytest.mark.parametrize("case", ["disabled", "without a role"])
async def test_who_may_not_use_the_workspace_has_no_socket(engine, case):
    page = await sync_to_async(signed_in_then)(case)
    await page.connect()
    assert await page.closed_with() == 4403
    await page.disconnect()


def signed_in_then(case: str) -> StaffPage:
    user = make_user(*(["counsellor"] if case == "disabled" else []))
    page = StaffPage(user)
    if case == "disabled":
        user.is_active = False
        user.save()
    return page
