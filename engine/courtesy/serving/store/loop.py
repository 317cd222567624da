"""Something that is done again and again in the background, at times that do not fall together on many machines."""

from __future__ import annotations

import logging
import random
import threading
from typing import TYPE_CHECKING

import courtesy

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG = logging.getLogger(__name__)
_SPREAD = 0.1
_PATIENCE = 2.0


class Loop:
    """Calls `act` every so many seconds, a tenth more or less by chance, from `start` until `stop`."""

    def __init__(self, act: Callable[[], object], every: float, chance: Callable[[], float] = random.random) -> None:
        self._act, self._every, self._chance = act, every, chance
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def pause(self) -> float:
        """How many seconds to wait until the next time."""
        return self._every * (1 + _SPREAD * (2 * self._chance() - 1))

    def start(self) -> None:
        """Begin, in a thread that does not keep the process alive."""
        self.stop()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._ended,), name="courtesy-policies", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End. What is under way is waited for only so long, since it may wait for others itself."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)
        self._thread = None

    def _run(self, ended: threading.Event) -> None:
        while not ended.wait(self.pause):
            try:
                self._act()
            except courtesy.CourtesyError as error:
                _LOG.error("%s", error)
            except Exception:  # noqa: BLE001  one that ends would leave old policies without a word
                _LOG.exception("looking at the source of policies failed; it is tried again")
