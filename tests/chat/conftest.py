"""What chat's tests begin with: the engine of the test's loop, sockets, people on duty, chats that wait."""

from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from chat import pulse as pulses
from contactcenter.realtime import process
from contactcenter.realtime.consumer import counts

from .sockets import StaffPage, VisitorPage


@pytest.fixture
async def engine(settings, monkeypatch):
    """The engine without its clockwork: tests beat the pulse themselves."""
    settings.RATE_LIMIT_FACTOR = 100
    monkeypatch.setattr(process, "BACKGROUND", [])
    yield process.engine()
    await process.stop()
    counts.clear()
    await sync_to_async(connections.close_all)()  # the next test gets another database


@pytest.fixture
def beat(engine):
    """One beat of the pulse; `number` 0 does everything that is not done each second, too."""

    async def beat_now(number: int = 0):
        await pulses.beat_once(engine, "test", number)

    return beat_now


@pytest.fixture
def visitor(engine):
    """Open a visitor's page: `async with visitor(chat) as page`."""

    @asynccontextmanager
    async def opened(chat=None, **options):
        page = VisitorPage(chat, **options)
        await page.connect()
        if chat:
            await page.hello()
        yield page
        await page.disconnect()

    return opened


@pytest.fixture
def staff(engine):
    """Open a staff page: `async with staff(user) as page`."""

    @asynccontextmanager
    async def opened(user, duty=None, **options):
        page = await sync_to_async(StaffPage)(user, **options)
        await page.connect()
        await page.get("duty")
        if duty:
            await page.send("duty", state=duty)
            await page.get("duty", state=duty)
        yield page
        await page.disconnect()

    return opened
