"""The server itself, from its start until it is told to end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from courtesy.serving.http.app import application
from courtesy.serving.http.workers.employing import employ
from courtesy.serving.listening import Address, configured, listening, run
from courtesy.serving.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.http.workers.member import Member
    from courtesy.serving.shelf import Shelf

_DRAINS_FOR = 10


def serve(
    policies: Shelf | Served, settings: Settings, tell: Callable[[str], None], say: Callable[[str], None]
) -> None:
    """Answer until SIGTERM or SIGINT comes; then answer what has been asked, and end.

    `tell` is given the address once it is answered, `say` what happens to workers meanwhile. Raises NotProtectedError,
    AddressTakenError and NotStartedError.
    """
    settings.check()
    served = policies if isinstance(policies, Served) else Served(policies)
    with listening(settings.socket or Address(settings.host, settings.port)) as listener:
        if settings.socket is None:
            settings = replace(settings, port=listener.getsockname()[1])  # of 0 a free one has been made
        address = str(settings.socket or settings.listens_on)
        if settings.workers == 1:
            answer(served, settings, listener, lambda: tell(address))
        else:
            employ(served, settings, listener, lambda: tell(address), say)


def answer(
    served: Served, settings: Settings, listener: socket, ready: Callable[[], None], member: Member | None = None
) -> None:
    """Answer in this process; `ready` is called when signals are taken already."""
    config = configured(application(served, settings, member=member), drains_for=_DRAINS_FOR)
    run(config, listener, ready)
