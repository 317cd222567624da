"""A mail server of the tests' own, which keeps what it gets in a mailbox."""

from __future__ import annotations

import smtplib
from contextlib import contextmanager
from functools import partial
from mailbox import Maildir
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from mailbox import MaildirMessage
    from pathlib import Path

_PATIENCE = 60
"""Seconds until a server that does not come up is given up: only one that hangs."""


class MailServer:
    """What a test sees of it: its `mails`, how it `answers`, whom it `refuses`, and what it does once it `has` one."""

    def __init__(self, folder: Path) -> None:
        self.port = 0
        self.begin(folder)

    def begin(self, folder: Path) -> None:
        """Keep mails in that folder from now on, and take all that come."""
        Maildir(folder)
        self.folder = folder
        self.answers: str | None = "250 OK"
        self.refuses = ""
        self.has: Callable[[Any], None] = lambda _: None

    @property
    def mails(self) -> list[MaildirMessage]:
        """What it has taken."""
        return list(Maildir(self.folder, create=False))

    @property
    def connect(self) -> Callable[[], smtplib.SMTP]:
        """What reaches it."""
        return partial(smtplib.SMTP, "127.0.0.1", self.port, timeout=_PATIENCE)


class _Keeping(Message):
    def __init__(self, seen: MailServer) -> None:
        super().__init__()
        self.seen = seen

    def handle_message(self, message: Any) -> None:
        """Put it into the mailbox."""
        Maildir(self.seen.folder, create=False).add(message)

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802  so the library calls it
        """Take a recipient, unless the test has it refuse them."""
        _, _, envelope, address, _ = given
        if address == self.seen.refuses:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  so the library calls it
        """Keep a mail, where the test has it answer so; without an answer the connection is lost."""
        answer = self.seen.answers
        if answer is None:
            server.transport.close()
        elif answer.startswith("2"):
            await super().handle_DATA(server, session, envelope)
            self.seen.has(server)
        return answer or "421 lost"


class _AtFreePort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """A server at a free port of this machine, while the block lasts."""
    seen = MailServer(folder)
    controller = _AtFreePort(_Keeping(seen), hostname="127.0.0.1", port=0, ready_timeout=_PATIENCE)
    controller.start()
    seen.port = controller.port
    try:
        yield seen
    finally:
        controller.stop()
