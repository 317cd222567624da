"""Something that is done again and again in the background, at times that do not fall together on many machines."""

from __future__ import annotations

import logging
import random
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG = logging.getLogger(__name__)
_SPREAD = 0.1


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
        self._ended.clear()
        self._thread = threading.Thread(target=self._run, name="courtesy-policies", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; what is under way is finished first."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        self._thread = None

    def _run(self) -> None:
        while not self._ended.wait(self.pause):
            try:
                self._act()
            except Exception:  # noqa: BLE001  one that ends would leave old policies without a word
                _LOG.exception("looking at the source of policies failed; it is tried again")
