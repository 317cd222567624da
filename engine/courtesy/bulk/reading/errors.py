"""What can be wrong with tables, beside what can be wrong with a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError, FaultError, Problem
from courtesy.loading.errors import listed, quoted
from courtesy.wording.text import agree, joined, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.spans import Span


_SAY_FROM = "say with `from` of a mapping file what the table is called"


class NoTouchesError(CourtesyError):
    """What was given has no table of touches. `places` are where it was looked for, `found` the tables there."""

    code: ClassVar[str] = "no-touches"
    way_out: ClassVar[str] = "name the file `touches.csv` or `touches.parquet`, or say with `from` what it is called"

    def __init__(self, wanted: str, places: Sequence[str], found: Sequence[str]) -> None:
        super().__init__()
        self.wanted, self.places, self.found = wanted, tuple(places), tuple(found)

    def __str__(self) -> str:
        there = listed(self.found, "and", most=20) or "none"
        places = joined([f"`{place}`" for place in self.places])
        return f"expected a table {quoted(self.wanted)} in {places}, found {there}"

    def help(self) -> str:
        """How to name the table, and which one was probably meant."""
        near = nearest(self.wanted, self.found)
        return f"is it `{near}`? Then {_SAY_FROM}" if near else _SAY_FROM


class MissingTableError(NoTouchesError):
    """A table that the mapping names with `from` is not there."""

    code: ClassVar[str] = "missing-table"
    way_out: ClassVar[str] = "correct the name under `from`, or leave the table out of the mapping where there is none"

    def help(self) -> str:
        """The table that was probably meant."""
        near = nearest(self.wanted, self.found)
        return f"did you mean `{near}`?" if near else "correct `from` in the mapping file, or leave the table out"


class UnreadableTableError(CourtesyError):
    """A file of tables cannot be read as what its name says."""

    code: ClassVar[str] = "unreadable-table"
    way_out: ClassVar[str] = "export the table again, as CSV in UTF-8 with a line of names, or as Parquet"

    def __init__(self, file: str, expected: str, found: str, fix: str | None = None) -> None:
        super().__init__()
        self.file, self.expected, self.found, self.fix = file, expected, found, fix

    def __str__(self) -> str:
        return f"expected {self.expected} in `{self.file}`, found {self.found}"

    def help(self) -> str | None:
        """What to do about it, where that is known."""
        return self.fix


class BadDatabaseError(CourtesyError):
    """The address of a database with tables cannot be read. No message repeats it: it may hold a password."""

    code: ClassVar[str] = "bad-database"
    way_out: ClassVar[str] = "write `postgresql://user@host/database`, with % and two hex digits for special characters"

    def __str__(self) -> str:
        return "expected an address such as `postgresql://user@host/database`, found one that cannot be read"

    def help(self) -> str:
        """What is often wrong with it."""
        return "write `%40` for @, `%2F` for / and `%25` for % in a password, or keep it in PGPASSWORD"


class DatabaseUnavailableError(FaultError):
    """A database with tables did not do what it was asked: nothing is judged."""

    code: ClassVar[str] = "database-unavailable"
    way_out: ClassVar[str] = "mend what the message tells, and run the same command again"

    def __init__(self, place: str, reason: str, fix: str) -> None:
        super().__init__()
        self.place, self.reason, self.fix = place, reason, fix

    def __str__(self) -> str:
        return f"`{self.place}` did not answer: {self.reason}"

    def help(self) -> str:
        """What to do about it."""
        return self.fix


class TwiceError(CourtesyError):
    """Two files hold the same table, or two columns have one name."""

    code: ClassVar[str] = "table-twice"
    way_out: ClassVar[str] = "give each table once, and each of its columns a name of its own"

    def __init__(self, what: str, first: str, second: str) -> None:
        super().__init__()
        self.what, self.first, self.second = what, first, second

    def __str__(self) -> str:
        return f"expected {self.what} once, found it as `{self.first}` and `{self.second}`"


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


class MoreColumnsError(Problem):
    """A table has more columns that no audit reads than are told one by one."""

    code: ClassVar[str] = "more-columns"
    way_out: ClassVar[str] = "say `ignore: all` in a mapping file, or list what nothing reads"

    def __init__(self, span: Span, columns: int) -> None:
        super().__init__(span)
        self.columns = columns

    def __str__(self) -> str:
        return f"{agree(self.columns, 'more column', 'is')} none of an audit"

    def help(self) -> str:
        """How to leave all of them out."""
        return "`ignore: all` in a mapping file leaves them out"


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


class ColumnTypeError(Problem):
    """A column has a type of which an audit reads nothing, such as bytes or a structure."""

    code: ClassVar[str] = "column-type"
    way_out: ClassVar[str] = "give the column as text, or as a list of texts, or say with `ignore` that it is not read"

    def __init__(
        self, span: Span, kind: str, fix: str = "make it text, or a list of texts, with a query or a view"
    ) -> None:
        super().__init__(span)
        self.kind, self.fix = kind, fix
        self.expected, self.found = "a column of texts, numbers, times or lists of texts", quoted(kind)

    def __str__(self) -> str:
        return f"expected {self.expected}, found the type {self.found}"

    def help(self) -> str:
        """How to give it otherwise."""
        return self.fix


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
