"""The application that the server runs: pages on a few threads that keep their database connections, and sockets."""

import asyncio
import os

from asgiref.sync import SyncToAsync, ThreadSensitiveContext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contactcenter.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - after setup
from django.core.handlers.asgi import ASGIHandler  # noqa: E402

from contactcenter import routing  # noqa: E402


class PageHandler(ASGIHandler):
    """Django's handler gives every request a thread of its own, and with it a new database connection, which
    CONN_MAX_AGE cannot keep. Here requests borrow one of a few lasting threads: that many connections and no more.
    """

    def __init__(self, threads: int):
        super().__init__()
        self.free: asyncio.Queue | None = None
        self.contexts = [ThreadSensitiveContext() for _ in range(threads)]

    async def __call__(self, scope, receive, send):
        if self.free is None:
            self.free = asyncio.Queue()
            for context in self.contexts:
                self.free.put_nowait(context)
        context = await self.free.get()
        token = SyncToAsync.thread_sensitive_context.set(context)
        try:
            await self.handle(scope, receive, send)
        finally:
            SyncToAsync.thread_sensitive_context.reset(token)
            self.free.put_nowait(context)


application = routing.application(PageHandler(settings.WEB_THREADS))
