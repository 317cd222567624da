"""Who keeps workers running: when another one begins, what is said, and what ends the whole."""

from __future__ import annotations

import os
import signal
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import values

from courtesy.serving.http.metrics import Metrics
from courtesy.serving.http.workers import hired
from courtesy.serving.http.workers.board import Board, Entry
from courtesy.serving.http.workers.hired import Hired
from courtesy.serving.http.workers.member import BEAT
from courtesy.serving.http.workers.place import HUNG_AFTER, STARTS_WITHIN, Place, pause_after
from courtesy.serving.http.workers.supervisor import NotStartedError, Supervisor
from courtesy.serving.listening import signals_taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Fake(Hired):
    """A worker that does as it is told here, and is no process."""

    def __init__(self, *news: bytes, ends: str | None = None) -> None:
        self._news, self._ends = list(news), ends
        self._far, self._near = Pipe()
        self._far.send_bytes(b"something has happened")
        self.done: list[str] = []
        self.pid = 7

    @property
    def tells(self) -> tuple[Any, ...]:
        """What has always something to tell."""
        return (self._near,)

    def news(self) -> list[bytes]:
        """What was to be sent, once."""
        found, self._news = self._news, []
        return found

    def ended(self) -> str | None:
        """How it was to end."""
        return self._ends

    def tell_to_end(self) -> None:
        """End as it is told."""
        self.done.append("told")
        self._ends = "ended with status 0"

    def kill(self) -> None:
        """End."""
        self.done.append("killed")
        self._ends = "was ended by SIGKILL"

    def close(self) -> None:
        """Note that it was let go."""
        self.done.append("closed")


def _nothing() -> None:
    return None


def _place(*workers: Fake, said: list[str] | None = None, gone: Callable[[], None] = _nothing) -> Place:
    coming = iter(workers)
    place = Place("worker 1", lambda _: next(coming), (said if said is not None else []).append, gone)
    place.begin(0)
    place.replaces = True
    return place


def test_who_has_ended_is_replaced_at_once() -> None:
    """The first time that a worker ends, another one begins without a pause, and it is said."""
    said, gone = list[str](), list[bool]()
    first, second = Fake(BEAT), Fake(BEAT)
    place = _place(first, second, said=said, gone=lambda: gone.append(place.ready))
    place.look(1)
    first.kill()
    place.look(2)
    assert [False] == gone  # nobody takes it for ready, however long it is until another one begins
    place.look(2)
    assert (second, 2, ["killed", "closed"]) == (place.process, place.starts, first.done)
    place.look(3)
    assert [
        "worker 1 (process 7) is ready",
        "worker 1 (process 7) was ended by SIGKILL; another one takes its place",
        "worker 1 (process 7) is ready",
    ] == said


def test_who_ends_again_and_again_is_waited_for() -> None:
    """Each time that a worker ends before it is settled the pause is longer; after one that was settled it is none."""
    assert [0, 1, 2, 4, 8, 16, 30, 30] == [pause_after(number) for number in range(8)]
    said: list[str] = []
    settled = Fake(BEAT)
    place = _place(Fake(ends="ended with status 1"), Fake(ends="ended with status 1"), settled, Fake(), said=said)
    place.look(0)
    place.look(0)
    place.look(0.5)
    assert (None, 0.5) == (place.process, place.due(1.0))
    place.look(1.5)
    place.look(2)
    settled._news = [BEAT]
    place.look(12)
    settled.kill()
    place.look(13)
    assert ["place", "place in 1 second", "place"] == [one.partition("takes its ")[2] for one in said if "takes" in one]


def test_no_process_can_be_started() -> None:
    """Where the system starts no process, it is tried again after a pause, and the others go on."""
    said, coming = list[str](), [Fake(BEAT)]

    def hire(_: int) -> Fake:
        if not coming:
            raise OSError(11, "Resource temporarily unavailable")
        return coming.pop()

    place = Place("worker 1", hire, said.append, _nothing)
    place.begin(0)
    place.replaces = True
    assert isinstance(place.process, Fake)
    place.process.kill()
    place.look(1)
    place.look(1)
    assert (None, 1) == (place.process, place.due(1))
    coming.append(Fake(BEAT))
    place.look(2)
    assert place.process is not None
    why = "worker 1 does not begin (no process can be started: resource temporarily unavailable)"
    assert f"{why}; another one takes its place in 1 second" == said[-1]


@pytest.mark.parametrize(("news", "limit"), [([BEAT], HUNG_AFTER), ([], STARTS_WITHIN)])
def test_who_hangs_is_ended(news: list[bytes], limit: float) -> None:
    """A worker that has not moved for long, or does not get ready, is ended, and not before."""
    worker = Fake(*news)
    place = _place(worker)
    place.look(0)
    place.look(limit - 1)
    assert (1, []) == (place.due(limit - 1), worker.done)
    place.look(limit)
    assert ["killed"] == worker.done


def test_all_have_to_start() -> None:
    """Where a worker cannot start nothing is served: the others are told to end, and what it said is told."""
    good, bad = Fake(BEAT), Fake(b"no such thing", ends="ended with status 1")
    places = [Place("worker 1", lambda _: good, print, _nothing), Place("worker 2", lambda _: bad, print, _nothing)]
    with pytest.raises(NotStartedError, match="worker 2 could not start: no such thing"):
        Supervisor(places).run(lambda: pytest.fail("not all have started"), lambda: None)
    assert ["told", "closed"] == good.done


def test_none_can_start_any_more() -> None:
    """Where all workers end again and again before they are settled, the whole ends with the error."""
    place = Place(
        "worker 1", lambda starts: Fake(BEAT) if starts == 1 else Fake(ends="ended with status 3"), str, _nothing
    )

    def ready() -> None:
        place.failures = 4
        assert isinstance(place.process, Fake)
        place.process.kill()

    with pytest.raises(NotStartedError, match="worker 1 could not start: was ended by SIGKILL"):
        Supervisor([place]).run(ready, lambda: None)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end(told: signal.Signals) -> None:
    """When told to end nothing more is listened to, all workers are told to end, and none takes their place."""
    workers = [Fake(BEAT), Fake(BEAT)]
    places = [Place(f"worker {n}", lambda _, n=n: workers[n], pytest.fail, _nothing) for n in (0, 1)]  # type: ignore[misc]
    ending: list[str] = []
    Supervisor(places).run(lambda: os.kill(os.getpid(), told), lambda: ending.append("ending"))
    assert (["ending"], [["told", "closed"]] * 2) == (ending, [one.done for one in workers])


def test_what_is_passed_over_stays_so() -> None:
    """Who starts a server by `nohup` wants it to outlive its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert (signal.SIGINT, signal.SIGTERM) == signals_taken()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_told_twice() -> None:
    """At the second signal whoever still answers is ended."""
    worker = Fake(BEAT)
    worker.tell_to_end = lambda: os.kill(os.getpid(), signal.SIGINT)  # type: ignore[method-assign]
    Supervisor([Place("worker 1", lambda _: worker, pytest.fail, _nothing)]).run(
        lambda: os.kill(os.getpid(), signal.SIGTERM), lambda: None
    )
    assert ["killed", "closed"] == worker.done


def _entry(number: int, digest: str) -> Entry:
    return Entry(number=number, pid=number, starts=1, started="2026-11-24T15:00:00+00:00", digest=digest)


def test_board(tmp_path: Path) -> None:
    """All workers have to be ready, by the same policies; each sees what the others have told."""
    mine, others = Board(2, tmp_path), Board(2, tmp_path)
    hindrances = [mine.hindrances()]
    for entry in (_entry(1, "a"), _entry(2, "b"), _entry(1, "b")):
        others.tell(entry)
        hindrances.append(mine.hindrances())
    others.forget(1)
    hindrances.append(mine.hindrances())
    assert [
        ("0 of 2 workers are ready",),
        ("1 of 2 workers are ready",),
        ("the workers do not answer by the same policies yet",),
        (),
        ("1 of 2 workers are ready",),
    ] == hindrances


def test_files_that_are_kept(tmp_path: Path) -> None:
    """What the workers share looks new again, so that nobody who clears away old files takes it for such."""
    board = Board(1, tmp_path)
    board.tell(_entry(1, "a"))
    (entry,) = tmp_path.iterdir()
    for path in (entry, tmp_path):
        os.utime(path, (0, 0))
    board.keep()
    assert all(path.stat().st_mtime > 0 for path in (entry, tmp_path))


@pytest.mark.parametrize(("status", "told"), [(9, "SIGKILL"), (63, "signal 63")])
def test_every_signal_has_a_name(status: int, told: str) -> None:
    """A worker may be ended by any signal, also by one that has no name."""
    assert told == hired._name_of(status)


def test_many_versions_are_not_counted_apart() -> None:
    """However many versions a server sees, it counts by the names of a hundred, and by `other`."""
    metrics = Metrics(Board())
    for number in range(300):
        metrics.decided("check", "allow", "p", f"{number}.0.0")
    lines = [one for one in metrics.text(None).decode().splitlines() if one.startswith("courtesy_decisions_total")]
    assert (101, 1) == (len(lines), sum('policy="other",version="other"} 200.0' in one for one in lines))


def test_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is asked tells what all workers have counted, each line once; one that begins anew goes on counting."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    number = 1
    monkeypatch.setattr(values, "ValueClass", values.MultiProcessValue(lambda: number))  # type: ignore[no-untyped-call]
    for number in (1, 2, 1):
        metrics = Metrics(Board(2, tmp_path))
        metrics.decided("check", "allow", "p", "1.0.0")
        metrics.answered("check", 0.1)
        metrics.rejected("check", "malformed")
        metrics.dropped(1)
        metrics.waiting("check", number)
    lines = [one for one in metrics.text(None).decode().splitlines() if not one.startswith("#")]
    names = [one.rpartition(" ")[0] for one in lines]
    assert len(names) == len(set(names))
    found = dict(one.rpartition(" ")[::2] for one in lines)
    decided = 'courtesy_decisions_total{kind="check",outcome="allow",policy="p",version="1.0.0"}'
    assert ("3.0", "3.0", "3.0") == (
        found[decided],
        found["courtesy_worker_starts_total"],
        found["courtesy_log_dropped_total"],
    )
    assert ("3.0", "0.0") == (found['courtesy_queue_depth{pool="check"}'], found["courtesy_workers"])
