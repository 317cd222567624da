"""How clients reach the server: over standard input and output, or over HTTP on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from starlette.responses import PlainTextResponse

from courtesy.serving.addresses import is_local
from courtesy.serving.agents.errors import NotLocalError
from courtesy.serving.agents.limits import MAX_QUESTION_BYTES
from courtesy.serving.agents.protocol import Protocol
from courtesy.serving.listening import Address, configured, listening, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from courtesy.serving.agents.desk import Desk

PATH = "/mcp"
MAX_BODY = MAX_QUESTION_BYTES + 16 * 1024
"""Bytes of a request: a question, and what the protocol puts around it."""
_DRAIN = 10
"""Seconds that answers have to be finished once the server is told to stop."""
_NAMES = ("127.0.0.1", "localhost", "[::1]")


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
    if isinstance(at, Address) and not is_local(at.host):
        raise NotLocalError(at.host)
    with listening(at) as listener:
        config = configured(application(desk), drains_for=_DRAIN)
        run(config, listener, lambda: ready(_told(at, listener)))


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


def _told(at: Address | Path, listener: socket) -> str:
    """How clients are told of it; of the port 0 a free one has been made."""
    if not isinstance(at, Address):
        return f"{at} (Unix socket), path {PATH}"
    name = f"[{at.host}]" if ":" in at.host else at.host
    return f"http://{name}:{listener.getsockname()[1]}{PATH}"
