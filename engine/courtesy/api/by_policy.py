"""Audits by a policy that is sent to other processes, with what makes sure that those judge as this one would."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from courtesy.api.engine import engine_report
from courtesy.bulk.cluster import MEMORY, THREADS
from courtesy.bulk.errors import EnginesDifferError
from courtesy.instants import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api.audits import Audits
    from courtesy.bulk.cluster.spreading import Found, Given
    from courtesy.bulk.results import Part
    from courtesy.instants import Instant
    from courtesy.model.origin import EngineReport


class ByPolicy:
    """Judges the tables of some cases by a policy, in whatever process it is sent to."""

    def __init__(
        self,
        policy: Audits,
        as_of: Instant | None,
        *,
        memory: str | None = None,
        threads: int | None = None,
        obligations: bool = True,
    ) -> None:
        """`memory` and `threads` are what it may take there: 1GB and 1 without them."""
        from courtesy.bulk.results import SCHEMAS  # noqa: PLC0415  an extra

        self.gives = SCHEMAS
        self._ask = partial(
            policy.audit_in_parts,
            as_of=None if as_of is None else moment(as_of, UTC),
            memory=memory or MEMORY,
            threads=threads or THREADS,
            obligations=obligations,
        )
        self._made_by = _what_decides(engine_report())

    def parts(self, tables: Given) -> Iterator[Part]:
        """The parts of their audit. Raises EnginesDifferError, UnusableTablesError and NotExpressibleError."""
        here = _what_decides(engine_report())
        if here != self._made_by:
            raise EnginesDifferError(self._made_by, here)
        return self._ask(tables)

    def __call__(self, tables: Given) -> Found:
        """The tables of their audit. Raises the same."""
        for part in self.parts(tables):
            yield from part.tables()


def _what_decides(report: EngineReport) -> Mapping[str, str | None]:
    """The versions of all that a verdict can depend on."""
    names = ("courtesy", "time_zones", "holidays", "tone")
    return {name: getattr(report, name) for name in names}
