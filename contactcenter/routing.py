"""Which socket serves which address."""

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path

from chat.consumers import StaffSocket, VisitorSocket

websockets = URLRouter([
    path("ws/visitor/", VisitorSocket.as_asgi()),
    path("ws/staff/", StaffSocket.as_asgi()),
])  # fmt: skip


def application(pages):
    """Pages by `pages`, sockets by the table above; an unknown socket address is refused."""
    return ProtocolTypeRouter({"http": pages, "websocket": known_sockets})


async def known_sockets(scope, receive, send):
    try:
        await websockets(scope, receive, send)
    except ValueError:  # URLRouter knows no other way to say "no such address"
        await send({"type": "websocket.close"})
