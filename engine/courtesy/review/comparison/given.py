"""Cases that were given from Python: as values, as documents, or as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.arguments import usable_time
from courtesy.review.comparison.recorded import GivenCase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from courtesy.api import Policy
    from courtesy.model.case import Case


def given_cases(cases: Iterable[object], *, now: datetime | None, as_of: bool) -> Iterator[GivenCase]:
    """Each with its name: its path, its `id`, or its place in the list. Raises UnusableArgumentError."""
    if now is not None:
        usable_time("now", now)
    for place, one in enumerate(cases):
        yield GivenCase(_name(one, place), _reader(one), None if now is None else _always(now), as_of=as_of)


def _name(one: object, place: int) -> str:
    if isinstance(one, str | Path):
        return str(one)
    stated = one.get("id") if isinstance(one, dict) else getattr(one, "id", None)
    return str(stated) if stated else f"cases[{place}]"


def _reader(one: object) -> Callable[[Policy], Case]:
    return lambda policy: policy.load_case(one) if isinstance(one, str | Path) else policy.case_from(one)


def _always(now: datetime) -> Callable[[Case], datetime]:
    return lambda _: now
