"""The floor to compare with: the same frames with asyncio, websockets and psycopg, and nothing else.

One transaction a message, numbers without gaps, told to everybody in the conversation and over Redis. No rights,
no limits, no batching, no catching up: what is left is what such a chat costs at least when written plainly.
"""

import asyncio
import json
import sys
from contextlib import asynccontextmanager

import psycopg
import redis.asyncio
from websockets.asyncio.server import broadcast, serve

CONNECTIONS = 4
TABLES = """
    CREATE TABLE IF NOT EXISTS floor_conversation (id uuid PRIMARY KEY, last_seq int NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS floor_message (
        conversation uuid REFERENCES floor_conversation, seq int, client_id uuid, text text, sent_at timestamptz,
        PRIMARY KEY (conversation, seq), UNIQUE (conversation, client_id))
"""
BEGIN = "INSERT INTO floor_conversation (id) VALUES (%s) ON CONFLICT DO NOTHING"
NUMBER = "UPDATE floor_conversation SET last_seq = last_seq + 1 WHERE id = %s RETURNING last_seq, now()"
SAVE = "INSERT INTO floor_message VALUES (%s, %s, %s, %s, %s)"


class Floor:
    def __init__(self, database: str, bus: str):
        self.database, self.bus = database, redis.asyncio.from_url(bus)
        self.free: asyncio.Queue = asyncio.Queue()
        self.rooms: dict[str, set] = {}

    async def start(self):
        for _ in range(CONNECTIONS):
            self.free.put_nowait(await psycopg.AsyncConnection.connect(self.database))
        async with self.connection() as connection, connection.transaction():
            await connection.execute(TABLES)

    @asynccontextmanager
    async def connection(self):
        connection = await self.free.get()
        try:
            yield connection
        finally:
            self.free.put_nowait(connection)

    async def handle(self, socket):
        async for raw in socket:
            frame = json.loads(raw)
            await (self.hello if frame["type"] == "hello" else self.send)(socket, frame)

    async def hello(self, socket, frame: dict):
        self.rooms.setdefault(frame["conversation"], set()).add(socket)
        async with self.connection() as connection, connection.transaction():
            await connection.execute(BEGIN, [frame["conversation"]])
        await socket.send(json.dumps({"type": "welcome", "conversation": frame["conversation"]}))

    async def send(self, socket, frame: dict):
        seq, at = await self.save(frame)
        told = json.dumps({**frame, "type": "message", "seq": seq, "sent_at": at.isoformat()})
        broadcast(self.rooms[frame["conversation"]], told)
        await self.bus.publish("floor", told)
        await socket.send(json.dumps({**frame, "type": "ack", "seq": seq, "text": ""}))

    async def save(self, frame: dict) -> tuple:
        async with self.connection() as connection, connection.transaction():
            row = await (await connection.execute(NUMBER, [frame["conversation"]])).fetchone()
            await connection.execute(SAVE, [frame["conversation"], row[0], frame["client_id"], frame["text"], row[1]])
            return row


async def main(port: int, database: str, bus: str):
    floor = Floor(database, bus)
    await floor.start()
    async with serve(floor.handle, "127.0.0.1", port, compression=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
