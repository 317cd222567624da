"""The server itself, from its start until it is told to end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import uvicorn

from courtesy.serving.http.app import application
from courtesy.serving.listening import BACKLOG, Address, listening, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.served import Served
    from courtesy.serving.shelf import Shelf

_DRAINS_FOR = 10


def serve(policies: Shelf | Served, settings: Settings, tell: Callable[[str], None]) -> None:
    """Answer until SIGTERM or SIGINT comes; then answer what has been asked, and end.

    `tell` is given the address once it is listened on. Raises NotProtectedError and AddressTakenError.
    """
    settings.check()
    with listening(settings.socket or Address(settings.host, settings.port)) as listener:
        if settings.socket is None:
            settings = replace(settings, port=listener.getsockname()[1])  # of 0 a free one has been made
        config = uvicorn.Config(
            application(policies, settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            timeout_graceful_shutdown=_DRAINS_FOR,
            backlog=BACKLOG,
        )
        run(config, listener, lambda: tell(str(settings.socket or settings.listens_on)))
