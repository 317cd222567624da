"""TABLES as commands take them: files, folders, and addresses of databases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from courtesy.cli import engine_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import ExitStack

    from courtesy.bulk.reading.sources import Tables

memory_option = click.option(
    "--memory", metavar="SIZE", help="What DuckDB may take, such as 4GB.  [default: most of the machine's]"
)
threads_option = click.option(
    "--threads", type=click.IntRange(1), help="On so many threads.  [default: one for each processor]"
)
_SCHEME = re.compile("([a-zA-Z][a-zA-Z0-9+.-]*):/")
_POSTGRES = frozenset({"postgresql", "postgres"})
_OTHER = (
    "`{}:` is an address of which TABLES are not taken: name files, folders or a database by postgresql://; `courtesy "
    "audit` takes a ledger by --ledger"
)


_NO_DATABASE = "`{}:` is a database, which is judged on one machine: leave out --engine spark"


class TablePlace(click.Path):
    """A path, or as text the address of a database, or of a place in some storage."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """The place."""
        del param, ctx
        return value if isinstance(value, Path) else str(value) if _SCHEME.match(str(value)) else Path(value)


def check_there(places: Iterable[Path | str], *, with_spark: bool = False) -> None:
    """Raises UnreadableFileError for a path where nothing is, and `click.UsageError` for an address that is not taken.

    Spark knows addresses of many kinds, but no database.
    """
    for place in places:
        scheme = _SCHEME.match(str(place))
        of_database = scheme is not None and scheme[1].lower() in _POSTGRES
        if isinstance(place, str) and scheme is not None and of_database is with_spark:
            raise click.UsageError((_NO_DATABASE if with_spark else _OTHER).format(scheme[1]))
        if isinstance(place, Path) and not place.exists():
            raise engine_errors.UnreadableFileError(FileNotFoundError(2, "No such file or directory", str(place)))


def opened(places: Sequence[Path | str], open_until: ExitStack) -> list[Path | Tables]:
    """The places, with databases as they are now, until the stack is left.

    Raises BadDatabaseError, DatabaseUnavailableError, DriverMissingError.
    """
    from courtesy.bulk.reading.postgres.database import Database  # noqa: PLC0415  an extra

    return [place if isinstance(place, Path) else open_until.enter_context(Database(place)) for place in places]
