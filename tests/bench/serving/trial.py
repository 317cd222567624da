"""One trial: clients ask for so long while policies change, files are torn and processes are killed."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.bench.serving.asking import Client, Found
from tests.bench.serving.beside import Beside, measured
from tests.bench.serving.server import serving
from tests.bench.serving.variants import Publisher, Variants

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.serving.server import Server

_FRESH = multiprocessing.get_context("spawn")
_PUBLISHES_EVERY, _KILLS_EVERY, _MINUTE = 4.0, 20.0, 60.0
_KILLED = [(1, False), (1, True), (1, False), (2, True)]
"""Which worker, or its searcher, in turn; the second worker lives as long as the server, so that its memory tells."""
_SHADOW = 5.0
"""So many seconds after a worker was killed, who kept a connection with it may find out."""


@dataclass
class Report:
    """What came of a trial."""

    seconds: float
    clients: int
    found: Found = field(default_factory=Found)
    published: int = 0
    torn: int = 0
    revisions: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    kills: list[tuple[float, str]] = field(default_factory=list)
    memory: list[dict[str, float]] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    """How many processes wanted a processor, of this trial and of others."""
    said: list[str] = field(default_factory=list)
    decisions: float = 0
    status: int | None = None
    beside: Beside | None = None

    @property
    def killed(self) -> int:
        """How many workers were killed; searchers aside."""
        return sum(what == "worker" for _, what in self.kills)

    @property
    def lost(self) -> int:
        """Questions that were cut off though no worker had just been killed."""
        times = [at for at, what in self.kills if what == "worker"]
        return sum(not any(one.begun - _SHADOW <= at <= one.ended for at in times) for one in self.found.cut)

    @property
    def cut(self) -> int:
        """Questions that were cut off together with a worker that was killed."""
        return len(self.found.cut) - self.lost


def ask(address: tuple[str, int], folder: Path, seed: int, ending: Any, results: Any) -> None:
    """A client in a process of its own."""
    client = Client(address, Variants.loaded(folder / f"client-{seed}"), seed)
    results.put(client.ask_all(lambda: not ending.is_set()))


def tried(seconds: float, clients: int, tell: Callable[[str], None], *, minute: float = _MINUTE) -> Report:
    """Ask for so many seconds. Memory is looked at every `minute`."""
    report = Report(seconds, clients)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publisher = Publisher(folder / "source", Random(1))  # noqa: S311  no secret
        with serving(folder / "source", folder) as server:
            ending, results = _FRESH.Event(), _FRESH.Queue()
            asking = [
                _FRESH.Process(target=ask, args=(server.address, folder, seed, ending, results))
                for seed in range(clients)
            ]
            for one in asking:
                one.start()
            _keep_busy(server, publisher, report, minute, tell)
            ending.set()
            for _ in asking:
                report.found.add(results.get())
            for one in asking:
                one.join()
            report.beside = measured(server.address)
            _close(server, publisher, report)
    return report


def _keep_busy(
    server: Server, publisher: Publisher, report: Report, minute: float, tell: Callable[[str], None]
) -> None:
    begun = time.monotonic()
    killed, due = 0, {"publish": begun + 1.0, "kill": begun + _KILLS_EVERY / 4, "look": begun + minute}
    while (now := time.monotonic()) < begun + report.seconds:
        if now >= due["publish"]:
            publisher.publish()
            due["publish"] = time.monotonic() + _PUBLISHES_EVERY
        if now >= due["kill"]:
            worker, searcher = _KILLED[killed % len(_KILLED)]
            with suppress(OSError):  # a worker that has just been killed may have been asked
                server.kill(worker, searcher=searcher)
            killed, due["kill"] = killed + 1, now + _KILLS_EVERY
        if now >= due["look"]:
            due["look"] += minute
            report.load.append(os.getloadavg()[0])
            with suppress(OSError):
                report.memory.append(server.memory())
                tell(f"after {now - begun:.0f} seconds: {report.memory[-1]}")
        time.sleep(0.05)


def _close(server: Server, publisher: Publisher, report: Report) -> None:
    told = server.status()["store"]
    report.memory.append(server.memory())
    report.published, report.torn = publisher.published, publisher.torn
    report.revisions, report.failures = told["revision"], told["failures"]
    report.decisions = server.counted("courtesy_decisions_total")
    report.status = server.end()
    report.kills, report.said = server.kills, server.said
