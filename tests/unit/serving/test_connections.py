"""Clients that are slow, or many: none keeps a connection for ever, and none keeps others from an answer."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.server import ServerState

from courtesy.serving.connections import CROWDED, Connection
from courtesy.serving.http.gate import Gate
from courtesy.serving.http.settings import Settings
from courtesy.serving.listening import configured

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

_HEAD = b"GET / HTTP/1.1\r\nhost: localhost\r\n"
Client = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _told(request: Request) -> Response:
    return JSONResponse({"crowded": bool(request.scope["state"].get(CROWDED))})


async def _much(_: Request) -> Response:
    return Response(b"x" * 50_000_000)


def _tried(trial: Callable[[Callable[[], Awaitable[Client]]], Awaitable[Any]], app: Any = None) -> Any:
    """What comes of a trial, which is given a way to connect to a server."""
    routes = [Route("/", _told, methods=["GET", "POST"]), Route("/much", _much), Route("/healthz", _told)]

    async def serve() -> Any:
        config, state = configured(app or Starlette(routes=routes), drains_for=1), ServerState()
        config.load()
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
        at = listening.sockets[0].getsockname()
        clients: list[Client] = []

        async def connect() -> Client:
            clients.append(await asyncio.open_connection(*at))
            return clients[-1]

        try:
            return await asyncio.wait_for(trial(connect), 60)
        finally:
            listening.close()
            for _, writing in clients:
                writing.close()
            for one in list(state.connections):
                one.transport.abort()
            await asyncio.sleep(0)

    return asyncio.run(serve())


async def _answer(client: Client, request: bytes) -> tuple[int, Any]:
    reading, writing = client
    writing.write(request)
    head = await reading.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return int(head.split()[1]), json.loads(await reading.readexactly(length))


SLOW = {
    "nothing at all": b"",
    "half of a head": _HEAD,
    "a whole question, and half of the next": _HEAD + b"\r\n",
    "more of a body that is read no more": b"POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nx",
}

MORE = {"a whole question, and half of the next": _HEAD, "more of a body that is read no more": b"x"}
"""What is sent once there is an answer."""


@pytest.mark.parametrize("name", SLOW)
def test_slow_to_ask(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A client that does not send the rest of its question is hung up on, whatever it has sent before."""

    async def trial(connect: Callable[[], Awaitable[Client]]) -> bytes:
        if name not in MORE:
            monkeypatch.setattr(Connection, "asks_within", 0.05)
        reading, writing = await connect()
        writing.write(SLOW[name])
        if name in MORE:
            await reading.readuntil(b"}")
            monkeypatch.setattr(Connection, "asks_within", 0.05)
            writing.write(MORE[name])
        return await reading.read()

    assert b"" == _tried(trial)


def test_slow_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that does not read its answer is hung up on, and what it did not read is given up."""
    monkeypatch.setattr(Connection, "reads_within", 0.05)

    async def trial(connect: Callable[[], Awaitable[Client]]) -> int:
        lost, ended = Connection.connection_lost, asyncio.Event()
        monkeypatch.setattr(Connection, "connection_lost", lambda *given: (lost(*given), ended.set()))
        reading, writing = await connect()
        writing.write(b"GET /much HTTP/1.1\r\nhost: localhost\r\n\r\n")
        await ended.wait()
        try:
            return len(await reading.read())
        except ConnectionResetError:
            return 0

    assert 50_000_000 > _tried(trial)


BROKEN = {
    "no HTTP at all": b"\x16\x03\x01\x02\x00\r\n\r\n",
    "two lengths": _HEAD + b"content-length: 1\r\ncontent-length: 2\r\n\r\n",
    "a chunk of no size": _HEAD.replace(b"GET", b"POST") + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_http(name: str) -> None:
    """What is no HTTP is answered as JSON, once, and the connection is closed."""

    async def trial(connect: Callable[[], Awaitable[Client]]) -> bytes:
        reading, writing = await connect()
        writing.write(BROKEN[name])
        return await reading.read()

    head, _, body = _tried(trial).partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 400", b"HTTP/1.1 200" if b"chunk" in BROKEN[name] else b"HTTP/1.1 400"))
    assert b"HTTP" not in body.replace(b"HTTP/1.1, found", b"")
    assert json.loads(body)


def test_a_body_that_breaks_after_its_answer(caplog: pytest.LogCaptureFixture) -> None:
    """A body that turns out to be broken when there is an answer already ends the connection, and is no fault."""

    async def trial(connect: Callable[[], Awaitable[Client]]) -> bytes:
        reading, writing = await connect()
        writing.write(_HEAD.replace(b"GET", b"POST") + b"transfer-encoding: chunked\r\n\r\n")
        await reading.readuntil(b"}")
        writing.write(b"zz\r\n")
        return await reading.read()

    assert b"" == _tried(trial)
    assert [] == [one for one in caplog.records if one.exc_info]


def test_another_protocol_is_not_news(caplog: pytest.LogCaptureFixture) -> None:
    """Who asks for a WebSocket is answered over HTTP, and nothing is told to install."""

    async def trial(connect: Callable[[], Awaitable[Client]]) -> Any:
        return await _answer(await connect(), _HEAD + b"upgrade: websocket\r\nconnection: upgrade\r\n\r\n")

    assert (200, {"crowded": False}) == _tried(trial)
    assert [] == caplog.messages


def test_slow_but_not_too_slow() -> None:
    """A question that comes in pieces is answered, and so is the next one on the same connection."""

    async def trial(connect: Callable[[], Awaitable[Client]]) -> list[Any]:
        client = await connect()
        for byte in _HEAD:
            client[1].write(bytes([byte]))
            await client[1].drain()
        return [await _answer(client, b"\r\n"), await _answer(client, _HEAD + b"\r\n")]

    assert [(200, {"crowded": False})] * 2 == _tried(trial)


def test_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer on a connection that has been kept for long says that it is the last, and is."""
    monkeypatch.setattr(Connection, "kept_for", 0)

    async def trial(connect: Callable[[], Awaitable[Client]]) -> bytes:
        reading, writing = await connect()
        writing.write(_HEAD + b"\r\n")
        return await reading.read()

    assert b"\r\nconnection: close\r\n" in _tried(trial)


def test_told_to_end() -> None:
    """What is being answered when the server is told to end is answered, and says that nothing comes after it."""
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: Request) -> Response:
        asked.set()
        await go_on.wait()
        return JSONResponse({})

    async def trial(connect: Callable[[], Awaitable[Client]]) -> bytes:
        reading, writing = await connect()
        writing.write(_HEAD + b"\r\n")
        await asked.wait()
        for one in made:
            one.shutdown()
        go_on.set()
        return await reading.read()

    made: list[Connection] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        before = Connection.connection_made
        monkeypatch.setattr(Connection, "connection_made", lambda one, at: (made.append(one), before(one, at)))
        told = _tried(trial, Starlette(routes=[Route("/", slow)]))
    assert told.endswith(b"\r\n\r\n{}")
    assert b"\r\nconnection: close\r\n" in told


def test_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections beyond the limit are told to come again, and beyond twice the limit they are not taken."""
    monkeypatch.setattr(Connection, "most", 1)

    async def trial(connect: Callable[[], Awaitable[Client]]) -> list[Any]:
        clients = [await connect() for _ in range(2)]
        found: list[Any] = [await _answer(one, _HEAD + b"\r\n") for one in clients]
        third = await connect()
        try:
            found.append(await third[0].read())
        except ConnectionResetError:
            found.append(b"")
        return found

    assert [(200, {"crowded": False}), (200, {"crowded": True}), b""] == _tried(trial)


def test_who_comes_to_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate refuses questions of a crowd, with when to come again, and still says that the server is well."""
    monkeypatch.setattr(Connection, "most", 0)

    async def trial(connect: Callable[[], Awaitable[Client]]) -> list[Any]:
        client = await connect()
        well = await _answer(client, _HEAD.replace(b"GET /", b"GET /healthz") + b"\r\n")
        refused = await _answer(client, _HEAD + b"\r\n")
        return [well[0], refused[0], refused[1]["error"]["code"], await client[0].read()]

    monkeypatch.setattr(Connection, "most", 0.5)
    gate = Gate(Starlette(routes=[Route("/", _told), Route("/healthz", _told)]), Settings())
    assert [200, 503, "too-busy", b""] == _tried(trial, gate)
