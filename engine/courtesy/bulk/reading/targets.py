"""The columns of an audit's tables as they are read: what each takes, and what it is called elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.intake import columns_of
from courtesy.bulk.scene import DAY_OF
from courtesy.model.declaration import FactDeclaration
from courtesy.model.table_mapping import ColumnMapping
from courtesy.values import FactType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.table_mapping import TableMapping
    from courtesy.model.vocabulary import Vocabulary

TABLES = ("cases", "contacts", "touches")
"""In the order in which they are read: local times are read in the zone of the case."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "contacts": ("case_id", "contact_id"),
    "touches": ("case_id", "at", "channel"),
}
"""The columns of which every row has a value."""
INT96 = "INT96"
"""The type of times in old Parquet files, which do not say whether they are in UTC or on the clocks of a place."""
LISTS = frozenset({"zones", "to_ids", "cc_ids", "from_ids", "tags", "other_names", "handles"})
"""What is empty, not unknown, where nothing is said."""
_PLAIN = {"boolean": FactType.BOOLEAN, "bigint": FactType.INTEGER, "text": FactType.STRING, "text[]": FactType.SET}


class Target(NamedTuple):
    """A column of an audit. `fact` is what is declared of the fact that it holds, None where it holds no fact."""

    name: str
    kind: str
    type: FactType
    fact: FactDeclaration | None = None

    @property
    def declaration(self) -> FactDeclaration:
        """What its values are read by."""
        return self.fact or FactDeclaration(name=self.name, type=self.type, title=self.name)

    @property
    def or_date(self) -> bool:
        """Whether it may be a whole day."""
        return self.type is FactType.TIME and self.fact is not None and not self.name.startswith("attributes.")


def targets(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, Target]]:
    """The columns that each table may have, by their names; whole days are read from the column of their time."""
    return {
        table: {name: _target(name, kind, vocabulary) for name, kind in columns.items() if not name.endswith(DAY_OF)}
        for table, columns in columns_of(vocabulary).items()
    }


def _target(name: str, kind: str, vocabulary: Vocabulary) -> Target:
    fact = vocabulary.facts.get(name)
    if fact is not None:
        return Target(name, kind, fact.type, fact)
    return Target(name, kind, FactType.TIME if name == "at" else _PLAIN[kind])


def mapped(name: str, mapping: TableMapping) -> ColumnMapping:
    """Where a column comes from: as the mapping says, else from the one of its own name."""
    return mapping.columns.get(name) or ColumnMapping(column=name)
