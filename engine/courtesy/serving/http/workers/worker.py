"""A process that answers on the socket which all workers share."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.http.workers.board import Board
from courtesy.serving.http.workers.member import Member

if TYPE_CHECKING:
    import socket
    from multiprocessing.connection import Connection
    from pathlib import Path

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.served import Served


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a worker is given to work with. All of it goes to another process."""

    served: Served
    settings: Settings
    listener: socket.socket
    number: int
    starts: int
    folder: Path
    line: Connection


def work(post: Post) -> None:
    """Answer until SIGTERM comes; SIGINT is for the supervisor, which hears it, too, where somebody types it."""
    from prometheus_client import values  # noqa: PLC0415  before any counter is made

    # Files are named by the place, not the process: the next one there goes on counting in the same file.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(post.folder)
    values.ValueClass = values.MultiProcessValue(lambda: post.number)  # type: ignore[no-untyped-call]
    from courtesy.serving.http.running import answer  # noqa: PLC0415  likewise

    member = Member(
        number=post.number, starts=post.starts, board=Board(post.settings.workers, post.folder), line=post.line
    )
    try:
        answer(post.served, post.settings, post.listener, member, _take_signals)
    except courtesy.CourtesyError as error:
        post.line.send_bytes(f"{error}".encode())
        raise SystemExit(1) from None


def _take_signals() -> None:
    """They have waited since before the process began."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
