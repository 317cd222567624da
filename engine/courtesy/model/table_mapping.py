"""How tables of another program stand for those of an audit: what a mapping file says."""

from __future__ import annotations

from collections.abc import Mapping

from courtesy.model.frozen import Frozen, FrozenMap

SEPARATOR = ";"
"""What separates the items of a list that is written as one text."""


class ColumnMapping(Frozen, frozen=True, kw_only=True):
    """Where the values of a column come from: another column, or one `value` for all rows.

    `values` says what each value of that column stands for; those that it does not name stay as they are. `separator`
    is what separates the items of a list, `zone` the place on whose clocks its local times are read.
    """

    column: str | None = None
    value: str | None = None
    values: Mapping[str, str] = FrozenMap()
    separator: str = SEPARATOR
    zone: str | None = None


class TableMapping(Frozen, frozen=True, kw_only=True):
    """How one table is read. `source` is the name of the table, or of the file, where that is not its own name.

    `columns` are those that are not read under their own names, `ignore` columns that nothing reads; with `ignore_rest`
    those are all that have no name of an audit's. `spare` are columns that nothing reads where they are there. `zone`
    is the place of local times of columns that name none.
    """

    source: str | None = None
    columns: Mapping[str, ColumnMapping] = FrozenMap()
    ignore: tuple[str, ...] = ()
    ignore_rest: bool = False
    spare: tuple[str, ...] = ()
    zone: str | None = None


class TablesMapping(Frozen, frozen=True, kw_only=True):
    """How the three tables are read."""

    cases: TableMapping = TableMapping()
    contacts: TableMapping = TableMapping()
    touches: TableMapping = TableMapping()

    def of(self, table: str) -> TableMapping:
        """That of `cases`, `contacts` or `touches`."""
        found: TableMapping = getattr(self, table)
        return found
