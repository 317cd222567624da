"""What can be wrong with tables, beside what can be wrong with a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError, Problem
from courtesy.loading.errors import listed, quoted
from courtesy.wording.text import agree, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.spans import Span


class NoTouchesError(CourtesyError):
    """What was given has no table of touches. `places` are where it was looked for, `found` the tables there."""

    code: ClassVar[str] = "no-touches"
    way_out: ClassVar[str] = "name the file `touches.csv` or `touches.parquet`, or say with `from` what it is called"

    def __init__(self, wanted: str, places: Sequence[str], found: Sequence[str]) -> None:
        super().__init__()
        self.wanted, self.places, self.found = wanted, tuple(places), tuple(found)

    def __str__(self) -> str:
        there = listed(self.found, "and") or "none"
        return f"expected a table {quoted(self.wanted)} in {listed(self.places, 'and')}, found {there}"

    def help(self) -> str:
        """How to name the table."""
        return "a mapping file says with `from` what the table is called"


class UnreadableTableError(CourtesyError):
    """A file of tables cannot be read as what its name says."""

    code: ClassVar[str] = "unreadable-table"
    way_out: ClassVar[str] = "export the table again, as CSV in UTF-8 with a line of names, or as Parquet"

    def __init__(self, file: str, expected: str, found: str) -> None:
        super().__init__()
        self.file, self.expected, self.found = file, expected, found

    def __str__(self) -> str:
        return f"expected {self.expected} in {quoted(self.file)}, found {self.found}"


class TwiceError(CourtesyError):
    """Two files hold the same table, or two columns have one name."""

    code: ClassVar[str] = "table-twice"
    way_out: ClassVar[str] = "give each table once, and each of its columns a name of its own"

    def __init__(self, what: str, first: str, second: str) -> None:
        super().__init__()
        self.what, self.first, self.second = what, first, second

    def __str__(self) -> str:
        return f"expected {self.what} once, found it as {quoted(self.first)} and {quoted(self.second)}"


class UnknownColumnError(Problem):
    """A table has a column that no audit reads."""

    code: ClassVar[str] = "unknown-column"
    way_out: ClassVar[str] = (
        "say with `columns` of a mapping file what it stands for, or with `ignore` that nothing does"
    )

    def __init__(self, span: Span, name: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.known = name, tuple(known)
        self.expected, self.found = "a column of an audit", quoted(name)

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """The column that was probably meant."""
        near = nearest(self.name, self.known)
        return f"did you mean `{near}`?" if near else "map it, or list it under `ignore` of the mapping file"


class MissingColumnError(Problem):
    """A table lacks a column that the audit needs, or that the mapping names."""

    code: ClassVar[str] = "missing-column"
    way_out: ClassVar[str] = "add the column, or say with `columns` of a mapping file which one it is"

    def __init__(self, span: Span, name: str, there: Sequence[str], *, mapped: bool) -> None:
        super().__init__(span)
        self.name, self.there, self.mapped = name, tuple(there), mapped
        self.expected, self.found = f"the column {quoted(name)}", listed(there, "and", most=20) or "no column"

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """The column that was probably meant."""
        near = nearest(self.name, self.there)
        if near:
            return f"is it `{near}`? Then map it"
        return "correct the name in the mapping file" if self.mapped else "say in a mapping file which column it is"


class MoreRowsError(Problem):
    """More of a column is wrong than is told one by one."""

    code: ClassVar[str] = "more-rows"
    way_out: ClassVar[str] = "correct what is told first, and run the audit again"

    def __init__(self, span: Span, values: int, rows: int) -> None:
        super().__init__(span)
        self.values, self.rows = values, rows

    def __str__(self) -> str:
        more = agree(self.values, "more value")
        return f"{more} in {agree(self.rows, 'row')} cannot be used either"
