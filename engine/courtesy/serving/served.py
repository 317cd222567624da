"""What the policies of a service come from, so that they can change while it answers."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from courtesy.serving.shelf import Shelf


class Figure(NamedTuple):
    """Something that is counted or measured, for `/metrics`: its values by their labels.

    `counts` is whether it only ever rises.
    """

    name: str
    told: str
    values: Mapping[tuple[tuple[str, str], ...], float]
    counts: bool = False


class Served:
    """Policies that stay as they are; where they can change, a class on top of this one tells how.

    A request asks for `shelf` once, and takes everything from what it got: a shelf is never changed, but the next
    request may get another one. All of it may be asked from any thread, and waits for nothing.
    """

    def __init__(self, shelf: Shelf | None) -> None:
        self._shelf = shelf

    @property
    def shelf(self) -> Shelf | None:
        """The policies that hold now; None where there are none yet, so that nothing can be answered."""
        return self._shelf

    def hindrances(self, now: datetime) -> tuple[str, ...]:  # noqa: ARG002  others depend on it
        """Why these policies should not be relied on, each as a sentence without a full stop; none where all is well.

        A service is not ready as long as there are any. It still answers by the policies that it has.
        """
        return () if self.shelf is not None else ("no policy is active yet",)

    def status(self, now: datetime) -> dict[str, Any]:  # noqa: ARG002  others depend on it
        """What `/v1/status` tells about where the policies come from, ready for JSON."""
        return {}

    def figures(self, now: datetime) -> tuple[Figure, ...]:  # noqa: ARG002  others depend on it
        """What is counted of where the policies come from."""
        return ()

    def following(self) -> AbstractContextManager[object]:
        """What has to be entered while a service answers, so that new policies are seen."""
        return nullcontext()
