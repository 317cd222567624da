"""Audits that are also counted where they are judged, so that no more than numbers has to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from courtesy.bulk.arrow import schema_of
from courtesy.bulk.cluster import MEMORY, THREADS
from courtesy.bulk.reading.store import passing_store
from courtesy.bulk.reading.tally import COUNTS, Tally
from courtesy.bulk.results import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa

    from courtesy.bulk.cluster.spreading import Found, Given, Kept
    from courtesy.bulk.reading.store import Store
    from courtesy.bulk.results import Part
    from courtesy.instants import Instant


class Judge(Protocol):
    """What judges the tables of some cases."""

    def parts(self, tables: Given, /) -> Iterator[Part]:
        """The parts of their audit."""


class Counting:
    """Judges as a judge does, and counts what came of it."""

    def __init__(self, judging: Callable[[Instant | None], Judge], as_of: Instant | None) -> None:
        self._judge = judging(as_of)
        self.gives: Mapping[str, pa.Schema] = {
            **SCHEMAS,
            **{name: schema_of(columns) for name, columns in COUNTS.items()},
        }

    def __call__(self, tables: Given) -> Found:
        """What a tally counts comes last. Raises what the judge raises."""
        with (
            passing_store(MEMORY, THREADS) as store,
            store.lent({"given_touches": tables["touches"]}),
        ):
            tally = Tally(store)
            for part in self._judge.parts(tables):
                tally.add(part)
                yield from part.tables()
            yield from tally.counts()


def counted(kept: Kept, store: Store) -> Tally:
    """The tally of all executors, in a store here. Raises SparkFailedError."""
    tally = Tally(store)
    tally.take({name: kept.bring(name) for name in COUNTS})
    return tally
