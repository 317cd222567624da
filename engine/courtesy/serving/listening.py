"""What servers listen on, and how they run until they are told to end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import uvicorn

import courtesy
from courtesy.serving.connections import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BACKLOG = 128
SIGNALS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__)
"""What tells a server to end: typed, sent, or because its terminal is gone."""
_LONGEST_PATH = 103
"""Bytes of the path of a socket that every system takes."""


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


class AddressTakenError(courtesy.CourtesyError):
    """The address cannot be listened on."""

    code: ClassVar[str] = "address-taken"
    way_out: ClassVar[str] = "stop what listens there, or take another address"

    def __init__(
        self, address: str, reason: str, fix: str = "take another address, or stop what listens there"
    ) -> None:
        super().__init__()
        self.address, self.reason, self.fix = address, reason, fix

    def __str__(self) -> str:
        return f"cannot listen on `{self.address}`: {self.reason}"

    def help(self) -> str:
        """Which address to take."""
        return self.fix


@contextmanager
def listening(at: Address | Path) -> Iterator[socket.socket]:
    """A socket that listens there, on a path for its owner alone; afterwards it is gone. Raises AddressTakenError."""
    if isinstance(at, Address):
        with _bound(_over_tcp(at.host), tuple(at), f"{at.host}:{at.port}") as listener:
            yield listener
        return
    with _on_path(at) as listener:
        try:
            yield listener
        finally:
            at.unlink(missing_ok=True)


def configured(app: Any, *, drains_for: int) -> uvicorn.Config:
    """How an application is served: answers are finished for so many seconds once the server is told to end."""
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=Connection,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=drains_for,
        backlog=BACKLOG,
    )


def run(config: uvicorn.Config, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until SIGTERM, SIGINT or SIGHUP comes, then answer what has been asked, and return.

    `ready` is called before, when signals are taken already: from then on anybody may know of the server.
    """
    server = _Server(config)
    with server.capture_signals():
        ready()
        server.run(sockets=[listener])


def signals_taken() -> tuple[signal.Signals, ...]:
    """What tells to end, but for what whoever has started the server wants to be passed over, as `nohup` does."""
    return tuple(one for one in SIGNALS if signal.getsignal(one) is not signal.SIG_IGN)


class _Server(uvicorn.Server):
    """Ends when it is told to, as if all were done: uvicorn would raise the signal again once it has drained."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Finish what is being answered at the first signal, and leave at the second."""
        before = {one: signal.signal(one, self.handle_exit) for one in signals_taken()}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)


def _over_tcp(host: str) -> socket.socket:
    # asyncio sends at once what is small only where the socket names its protocol; otherwise answers wait for 40 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)


def _on_path(path: Path) -> socket.socket:
    """What a server left behind there, and nobody listens on any more, is replaced."""
    if len(os.fsencode(path)) > _LONGEST_PATH:
        raise AddressTakenError(str(path), f"its path has more than {_LONGEST_PATH} bytes", "take a shorter path")
    try:
        there = stat.S_IFMT(path.lstat().st_mode)
    except OSError:
        there = 0
    if there == stat.S_IFSOCK and not _is_answered(path):
        path.unlink()
    elif there not in {0, stat.S_IFSOCK}:
        raise AddressTakenError(str(path), "something else lies there", "name a path at which nothing lies")
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
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        if getattr(error, "errno", None) in {errno.EADDRINUSE, None}:
            raise AddressTakenError(told, reason) from None
        raise AddressTakenError(told, reason, "take another address, which there is and which you may use") from None
    return listener


def _is_answered(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(str(path)) == 0
