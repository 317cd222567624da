"""What comes out of an audit, as tables of Arrow's."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  hints are resolved at run time
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from courtesy.bulk.owed import OWED
from courtesy.bulk.reporting import ACTS, FINDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


SCHEMAS: Mapping[str, pa.Schema] = {"findings": FINDINGS, "owed": OWED, "acts": ACTS}
"""The tables that come out, by their names."""


class Part(NamedTuple):
    """What came of some of the cases: the part of that number, from 0, of so many.

    What is owed was judged as of `as_of`; None where it was not, or nobody has kept it.
    """

    number: int
    of: int
    findings: pa.Table
    acts: pa.Table
    owed: pa.Table
    as_of: datetime | None = None

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        """Its tables by their names; the acts last."""
        for name in SCHEMAS:
            yield name, getattr(self, name)


class Audit(NamedTuple):
    """What came of an audit: a row for each rule that an act did not keep for certain, each act, and what is owed."""

    findings: pa.Table
    acts: pa.Table
    owed: pa.Table

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Audit:
        """The whole of its parts."""
        found, acts, owed = [FINDINGS.empty_table()], [ACTS.empty_table()], [OWED.empty_table()]
        for part in parts:
            found.append(part.findings)
            acts.append(part.acts)
            owed.append(part.owed)
        return cls(pa.concat_tables(found), pa.concat_tables(acts), pa.concat_tables(owed))
