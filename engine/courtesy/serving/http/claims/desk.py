"""Where a ledger is asked: in threads, since its database makes whoever asks wait; so many at once, and so long."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import courtesy
import courtesy.ledger
from courtesy.serving.http import faults
from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.scopes import DEFAULT_TENANT
from courtesy.serving.served import Figure

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from courtesy.ledger import Ledger
    from courtesy.serving.http.settings import Settings

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)
_THREADS = 8
_PROBE_SECONDS = 3.0


class Desk:
    """One ledger, for all tenants. It is opened when it is first asked for, and anew where that has failed.

    `tell` is told how many wait for a thread whenever that changes; `clock` stands in for the clock of the database, in
    tests.
    """

    def __init__(
        self, settings: Settings, tell: Callable[[int], None], clock: Callable[[], datetime] | None = None
    ) -> None:
        self._settings, self._tell, self._clock = settings, tell, clock
        self._seconds, self._most = settings.limits.ledger_seconds, settings.limits.waiting + _THREADS
        self._threads = ThreadPoolExecutor(_THREADS, "ledger")
        self._prober = ThreadPoolExecutor(1, "ledger-probe")
        self._guard = Lock()
        self._ledger: Ledger | None = None
        self._probe: asyncio.Future[None] | None = None
        self._trouble: str | None = None
        self.taken = 0
        """How many steps are being taken, or wait for a thread."""

    async def take(self, tenant: str, step: Callable[[Ledger], _T]) -> _T:
        """What a step in a tenant's ledger gives.

        A step that is not begun in time is not taken; one that is goes on, whether or not somebody still waits for it.
        Raises RejectedError (503 where too many wait, 504 where it takes too long), and what the step raises.
        """
        if self.taken >= self._most:
            what = f"{self.taken} wait for the ledger already; treat the action as not permitted"
            raise RejectedError(503, "too-busy", what, fix="ask again in a moment", headers={"Retry-After": "1"})
        due = time.monotonic() + self._seconds

        def job() -> _T:
            if time.monotonic() >= due:
                raise _too_late(self._seconds)
            return self._told(lambda: step(self._open().for_tenant(tenant)))

        self._changed(1)
        going = asyncio.get_running_loop().run_in_executor(self._threads, job)
        going.add_done_callback(self._given_back)
        try:
            return await asyncio.wait_for(asyncio.shield(going), self._seconds)
        except TimeoutError:
            if going.done():
                return going.result()
            raise _too_late(self._seconds) from None

    async def hindrances(self) -> tuple[str, ...]:
        """Why the ledger cannot be asked, each as a sentence without a full stop; none where it answers."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.get_running_loop().run_in_executor(self._prober, self._look)
            self._probe.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await asyncio.wait_for(asyncio.shield(self._probe), _PROBE_SECONDS)
        except TimeoutError:
            return ("the ledger's database does not answer in time",)
        except courtesy.CourtesyError:
            return ("the ledger's database does not answer",)
        return ()

    async def figures(self) -> tuple[Figure, ...]:
        """What is measured of the ledger; nothing while it does not answer, which `hindrances` tell."""
        try:
            doubts, waiting = await self.take(DEFAULT_TENANT, lambda ledger: (ledger.in_doubt(), ledger.to_export()))
        except (courtesy.CourtesyError, RejectedError):
            return ()
        told = "Touches of which nobody knows whether they went out."
        unexported = "Decisions about claims that wait to be moved into a log."
        return (
            Figure("courtesy_claims_in_doubt", told, {(): doubts}),
            Figure("courtesy_claims_to_export", unexported, {(): waiting}),
        )

    def close(self) -> None:
        """Begin nothing more, and close what nobody uses."""
        for threads in (self._threads, self._prober):
            threads.shutdown(wait=False, cancel_futures=True)
        if self._ledger is not None:
            self._ledger.close()

    def _look(self) -> None:
        self._told(lambda: self._open().now())

    def _told(self, ask: Callable[[], _T]) -> _T:
        """What the database gives. Why it does not answer is told once, and again when it does."""
        try:
            found = ask()
        except (courtesy.ledger.LedgerUnavailableError, courtesy.ledger.LedgerVersionError) as error:
            why = faults.of_database(error)
            if why != self._trouble:
                self._trouble = why
                _LOG.error("%s", why)
            raise
        except (courtesy.CourtesyError, RejectedError):
            self._is_well()
            raise
        self._is_well()
        return found

    def _is_well(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            _LOG.warning("the ledger's database answers again")

    def _open(self) -> Ledger:
        with self._guard:
            if self._ledger is None:
                log, address = self._settings.log, str(self._settings.ledger)
                self._ledger = courtesy.ledger.open(
                    address, clock=self._clock, log_key=None if log is None else log.key
                )
            return self._ledger

    def _given_back(self, going: asyncio.Future[_T]) -> None:
        self._changed(-1)
        if not going.cancelled():
            going.exception()  # looked at, whether or not somebody waits

    def _changed(self, by: int) -> None:
        self.taken += by
        self._tell(max(self.taken - _THREADS, 0))


def _too_late(seconds: float) -> RejectedError:
    what = f"the ledger gave no answer within {seconds:g} seconds; treat the action as not permitted"
    return RejectedError(504, "deadline-exceeded", what, fix="ask again with the same key or token")
