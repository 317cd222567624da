"""The server itself, from its start until it is told to end."""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from courtesy.serving.agents.errors import AddressTakenError
from courtesy.serving.http.app import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.shelf import Shelf

_DRAINS_FOR = 10
_BACKLOG = 128


def serve(shelf: Shelf, settings: Settings, tell: Callable[[str], None]) -> None:
    """Answer until SIGTERM or SIGINT comes; then answer what has been asked, and end.

    `tell` is given the address once it is listened on. Raises NotProtectedError and AddressTakenError.
    """
    settings.check()
    listener = _listener(settings)
    if settings.socket is None:
        settings = replace(settings, port=listener.getsockname()[1])  # of 0 a free one has been made
    config = uvicorn.Config(
        application(shelf, settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=_DRAINS_FOR,
        backlog=_BACKLOG,
    )
    server = uvicorn.Server(config)

    def end(*_: object) -> None:
        server.should_exit = True

    # uvicorn takes signals only once it runs, and raises them again once it has drained, which is no failure here.
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, end)
    tell(str(settings.socket) if settings.socket is not None else settings.listens_on)
    try:
        server.run(sockets=[listener])
    finally:
        listener.close()
        if settings.socket is not None:
            settings.socket.unlink(missing_ok=True)


def _listener(settings: Settings) -> socket.socket:
    """What is listened on. Raises AddressTakenError."""
    family = socket.AF_UNIX if settings.socket is not None else socket.AF_INET
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host and not settings.socket else family)
    try:
        if settings.socket is not None:
            _bind(listener, settings.socket)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((settings.host, settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        where = str(settings.socket or f"{settings.host}:{settings.port}")
        raise AddressTakenError(where, (error.strerror or str(error)).lower()) from None
    return listener


def _bind(listener: socket.socket, path: Path) -> None:
    """Bind to a path that only its owner can use; what a server left behind there, and nobody listens on, goes."""
    if path.is_socket():
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
