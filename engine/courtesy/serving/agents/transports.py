"""How clients reach the server: over standard input and output, or over HTTP on this machine."""

from __future__ import annotations

import os
import signal
import socket
import stat
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, NamedTuple

import anyio
import uvicorn
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse

from courtesy.serving.agents.errors import AddressTakenError, NotLocalError
from courtesy.serving.agents.limits import MAX_QUESTION_BYTES
from courtesy.serving.agents.protocol import Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from courtesy.serving.agents.desk import Desk

PATH = "/mcp"
MAX_BODY = MAX_QUESTION_BYTES + 16 * 1024
"""Bytes of a request: a question, and what the protocol puts around it."""
_DRAIN = 10
"""Seconds that answers have to be finished once the server is told to stop."""
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


def serve_stdio(desk: Desk) -> None:
    """Answer the client that has started this process, until it closes standard input."""
    anyio.run(_over_stdio, desk)


async def _over_stdio(desk: Desk) -> None:
    server = Protocol(desk).server
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def serve_http(desk: Desk, at: Address | Path, ready: Callable[[str], None]) -> None:
    """Answer any number of clients of this machine, until told to stop; `ready` is told the address.

    Raises NotLocalError, AddressTakenError.
    """
    with _listening(at) as (listener, told):
        config = uvicorn.Config(
            application(desk), log_level="warning", access_log=False, timeout_graceful_shutdown=_DRAIN, ws="none"
        )
        server = _Server(config)
        with server.capture_signals():  # from the moment that anybody can know of it
            ready(told)
            server.run(sockets=[listener])


def application(desk: Desk) -> ASGIApp:
    """The server as an application of Starlette, with bounds around it."""
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[host for name in _NAMES for host in (name, f"{name}:*")],
        allowed_origins=[origin for name in _NAMES for origin in (f"http://{name}", f"http://{name}:*")],
    )
    app = Protocol(desk).server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=MAX_BODY,
        transport_security=security,
    )
    return _Bounded(app)


class _Server(uvicorn.Server):
    """Ends when it is told to, as if all were done: what stands around it can clear up."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Finish what is being answered at the first signal, and leave at the second."""
        before = {one: signal.signal(one, self.handle_exit) for one in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


class _Bounded:
    """Tells whoever sends too much what the limit is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 413:  # noqa: PLR2004  too large
                told = f"expected at most {MAX_BODY:,} bytes in a request\n"
                await PlainTextResponse(told, status_code=413)(scope, receive, send)
                refused.append(True)
            elif not refused:
                await send(message)

        refused: list[bool] = []
        await self._app(scope, receive, telling if scope["type"] == "http" else send)


@contextmanager
def _listening(at: Address | Path) -> Iterator[tuple[socket.socket, str]]:
    """A socket that listens there, and how clients are told of it."""
    if isinstance(at, Address):
        with _on_loopback(at) as listener:
            name = f"[{at.host}]" if ":" in at.host else at.host
            yield listener, f"http://{name}:{listener.getsockname()[1]}{PATH}"
        return
    with _on_socket(at) as listener:
        try:
            yield listener, f"{at} (Unix socket), path {PATH}"
        finally:
            at.unlink(missing_ok=True)


def _on_loopback(at: Address) -> socket.socket:
    if not _is_local(at.host):
        raise NotLocalError(at.host)
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    return _bound(socket.socket(family), (at.host, at.port), f"{at.host}:{at.port}")


def _on_socket(path: Path) -> socket.socket:
    """A socket that only its owner can use. One that nobody listens on any more is replaced."""
    if path.exists() and stat.S_ISSOCK(path.stat().st_mode) and not _is_answered(path):
        path.unlink()
    before = os.umask(0o177)
    try:
        return _bound(socket.socket(socket.AF_UNIX), str(path), str(path))
    finally:
        os.umask(before)


def _bound(listener: socket.socket, at: Any, told: str) -> socket.socket:
    try:
        if listener.family != socket.AF_UNIX:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(at)
        listener.listen()
    except (OSError, OverflowError) as error:
        listener.close()
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise AddressTakenError(told, reason) from None
    return listener


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(path)) == 0


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
