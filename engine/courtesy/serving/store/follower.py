"""Policies that follow the pointer of a store: what every process that answers has, and the only thing it needs.

A process that serves makes `Follower(path)`, enters `following()` while it answers, and asks `shelf` once for each
request. Nothing else is shared between processes: whoever moves the pointer (an `Activator`, in any process) need not
know who follows. A follower can be sent to a process that is started; it begins there anew. `state` says which content
it has, so that a supervisor knows when all are at the pointer.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.found import found_by
from courtesy.serving.served import Served
from courtesy.serving.store import loading
from courtesy.serving.store.errors import BadSignatureError
from courtesy.serving.store.folder import in_use, is_whole
from courtesy.serving.store.place_errors import BadStoreError
from courtesy.serving.store.pointer import POINTER, read_pointer
from courtesy.serving.store.report import read_report
from courtesy.serving.store.status import StoreStatus, figures_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from courtesy import MatcherName
    from courtesy.serving.served import Figure
    from courtesy.serving.shelf import Shelf
    from courtesy.serving.store.pointer import Active

_EVERY = 0.5
_TRIES_EVERY = 10


def machine_clock() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Held:
    """What a follower has: policies, and what the pointer said of them."""

    active: Active
    shelf: Shelf


class Follower(Served):
    """Serves what the pointer of a store names. `follow` looks at it; `following` does so again and again.

    With `trusted` fingerprints only what one of these keys has signed is served. `max_stale` is for how many seconds
    the source may not have held what is served before the service is not ready any more; None is for ever. What has
    expired is not served at all.
    """

    def __init__(
        self,
        store: Path,
        source: str,
        *,
        trusted: tuple[str, ...] = (),
        max_stale: float | None = None,
        matcher: MatcherName = "auto",
        clock: Callable[[], datetime] = machine_clock,
        every: float = _EVERY,
    ) -> None:
        super().__init__(None)
        self._store, self._source = store, source
        self._trusted, self._max_stale, self._matcher = trusted, max_stale, matcher
        self._clock, self._every = clock, every
        self._held: Held | None = None
        self._seen: tuple[int, ...] | None = None
        self._idle = 0
        self._looking = threading.Lock()
        self.trouble: courtesy.CourtesyError | None = None
        """Why what the pointer names is not served here; None where it is."""

    def __reduce__(self) -> tuple[Any, ...]:
        settings = {"trusted": self._trusted, "max_stale": self._max_stale, "matcher": self._matcher}
        return _made_again, (self._store, self._source, {**settings, "clock": self._clock, "every": self._every})

    @property
    def held(self) -> Held | None:
        """What this process has, expired or not; None where nothing was ever active."""
        return self._held

    @property
    def place(self) -> Path | None:
        """The folder of the store that holds what this process has; whoever loads from it locks it by `in_use`."""
        held = self._held
        return None if held is None else self._store / held.active.content.replace(":", "-")

    @property
    def shelf(self) -> Shelf | None:
        """The policies that hold now; None where none is active, or those that were have expired."""
        held = self._held
        return None if held is None or held.active.is_expired(self._clock()) else held.shelf

    def follow(self) -> bool:
        """Look at the pointer, and load what it names where that is something else; whether it was.

        What cannot be loaded is told by `trouble`, and what was served stays.
        """
        with self._looking:
            here = self._stamp()
            if here == self._seen and not self._tries_again():
                return False
            self._seen = here
            try:
                changed = self._load()
            except courtesy.CourtesyError as error:
                self.trouble = error
                return False
            except OSError as error:
                self.trouble = BadStoreError(str(self._store), "files that can be read", found_by(error))
                return False
            self.trouble = None
            return changed

    def hindrances(self, now: datetime) -> tuple[str, ...]:
        """Why these policies should not be relied on; none where all is well."""
        held = self._held
        found = []
        if held is None:
            found.append("no policy is active yet")
        elif held.active.is_expired(now):
            found.append(f"revision {held.active.revision} expired at {held.active.expires_at}")
        if self._stamp() != self._seen:
            found.append("the pointer of the store has moved, and is not followed yet")
        if self.trouble is not None:
            found.append(f"what the pointer of the store names cannot be served: {self.trouble}")
        if self._max_stale is not None and held is not None:
            checked = read_report(self._store, self._source).checked
            if checked is None or now - checked > timedelta(seconds=self._max_stale):
                last = "never" if checked is None else f"last at {checked.isoformat()}"
                found.append(f"the source held what is active {last}, and should within {self._max_stale:g} seconds")
        return tuple(found)

    def state(self, now: datetime) -> StoreStatus:
        """How it is doing, as one value."""
        report, held = read_report(self._store, self._source), self._held
        told = StoreStatus(
            source=self._source,
            tried=report.tried,
            checked=report.checked,
            failure=report.failure,
            failures=report.failures,
            waiting=report.waiting,
            hindrances=self.hindrances(now),
        )
        return told if held is None else told.of(held.active)

    def status(self, now: datetime) -> dict[str, Any]:
        """What `/v1/status` tells of it."""
        return {"store": self.state(now).to_dict()}

    def figures(self, now: datetime) -> tuple[Figure, ...]:
        """What is counted of it."""
        return figures_of(self.state(now))

    @contextmanager
    def following(self) -> Iterator[None]:
        """Look at the pointer now, and then several times a second, until this is left."""
        self.follow()
        ended = threading.Event()

        def run() -> None:
            while not ended.wait(self._every):
                self.follow()

        thread = threading.Thread(target=run, name="courtesy-follower", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def _tries_again(self) -> bool:
        """Whether what could not be loaded is tried once more: now and then."""
        self._idle = 0 if self.trouble is None else (self._idle + 1) % _TRIES_EVERY
        return self.trouble is not None and self._idle == 0

    def _load(self) -> bool:
        pointer = read_pointer(self._store)
        if pointer is None:
            return False
        active, held = pointer.active, self._held
        self._check_origin(active)
        if held is not None and held.active == active:
            return False
        if held is not None and held.active.content == active.content:
            self._held = Held(active, held.shelf)
            return True
        place = self._store / active.content.replace(":", "-")
        with in_use(place):
            if not is_whole(place, active.content):
                raise BadStoreError(str(place), "the files that were put there", "others")
            self._held = Held(active, loading.load_shelf(place, active.source, self._matcher))
        return True

    def _check_origin(self, active: Active) -> None:
        """Raise BadSignatureError or BadStoreError where these policies come from nobody who is trusted."""
        if active.signed_by in self._trusted:
            return
        if self._trusted:
            found = "none" if active.signed_by is None else "one by another key"
            raise BadSignatureError(f"{self._store}: revision {active.revision}", found)
        if active.source != self._source:
            raise BadStoreError(str(self._store), f"policies from {self._source}", f"some from {active.source}")

    def _stamp(self) -> tuple[int, ...] | None:
        """What the system says of the pointer; None where there is none."""
        try:
            told = os.stat(self._store / POINTER)  # noqa: PTH116  quicker, and asked all the time
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size


def _made_again(store: Path, source: str, settings: dict[str, Any]) -> Follower:
    return Follower(store, source, **settings)
