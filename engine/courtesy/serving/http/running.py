"""The server itself, from its start until it is told to end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.http.app import application
from courtesy.serving.http.workers.employing import employ
from courtesy.serving.http.workers.member import Member
from courtesy.serving.http.workers.supervisor import NotStartedError
from courtesy.serving.listening import Address, configured, listening, run
from courtesy.serving.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.shelf import Shelf

_DRAINS_FOR = 10


def _nothing() -> None:
    return None


def serve(
    policies: Shelf | Served, settings: Settings, tell: Callable[[str], None], say: Callable[[str], None]
) -> None:
    """Answer until SIGTERM, SIGINT or SIGHUP comes; then answer what has been asked, and end.

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
            answer(served, settings, listener, Member(ready=lambda: tell(address)))
        else:
            employ(served, settings, listener, lambda: tell(address), say)


def answer(
    served: Served, settings: Settings, listener: socket, member: Member, taking_signals: Callable[[], None] = _nothing
) -> None:
    """Answer in this process; `taking_signals` is called when it takes signals.

    Raises NotStartedError, and what an error of ours says that keeps it from starting.
    """
    app = application(served, settings, member=member)
    try:
        run(configured(app, drains_for=_DRAINS_FOR), listener, taking_signals)
    except SystemExit:
        if isinstance(app.failure, courtesy.CourtesyError):
            raise app.failure from None
        raise NotStartedError("the server", "it failed, as is told above") from None
