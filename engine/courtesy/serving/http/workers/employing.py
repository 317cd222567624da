"""A server of several workers: what they share, and who sees to them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.multiprocess import mark_process_dead

from courtesy.serving.http.workers.board import Board
from courtesy.serving.http.workers.hired import Hired
from courtesy.serving.http.workers.place import Place
from courtesy.serving.http.workers.supervisor import Supervisor
from courtesy.serving.http.workers.worker import Post, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from socket import socket

    from courtesy.serving.http.settings import Settings
    from courtesy.serving.served import Served


def employ(
    served: Served, settings: Settings, listener: socket, ready: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Have `settings.workers` processes answer on one socket until SIGTERM, SIGINT or SIGHUP comes.

    Connections that nobody has taken yet wait in the socket, which this process holds: none is lost with a worker.
    Raises NotStartedError.
    """
    with tempfile.TemporaryDirectory(prefix="courtesy-") as name:
        folder = Path(name)
        board = Board(settings.workers, folder)

        def place(number: int) -> Place:
            def hire(starts: int) -> Hired:
                def post(line: Connection) -> Post:
                    return Post(
                        served=served,
                        settings=settings,
                        listener=listener,
                        number=number,
                        starts=starts,
                        folder=folder,
                        line=line,
                    )

                return Hired(work, post)

            def gone() -> None:
                board.forget(number)
                # Its gauges; what it has counted stays counted.
                mark_process_dead(number, str(folder))  # type: ignore[no-untyped-call]

            return Place(f"worker {number}", hire, say, gone)

        Supervisor([place(number) for number in range(1, settings.workers + 1)]).run(ready, listener.close)
