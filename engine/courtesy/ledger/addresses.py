"""Where a ledger lies: an address becomes a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from courtesy.ledger.errors import BadAddressError

if TYPE_CHECKING:
    from courtesy.ledger.database import Database

_POSTGRES = frozenset({"postgresql", "postgres"})


def database_at(address: str | Path, *, create: bool = False) -> Database:
    """The database of an address; with `create` the file of SQLite is made. Raises BadAddressError, DriverMissingError.

    Addresses are `sqlite:///ledger.db` (relative), `sqlite:////srv/ledger.db` (absolute), a path, and
    `postgresql://user@host/database` with whatever libpq knows.
    """
    text = str(address)
    if isinstance(address, Path) or "://" not in text:
        return _file(text, create=create)
    scheme = urlsplit(text).scheme
    if scheme in _POSTGRES:
        from courtesy.ledger.postgres import Postgres  # noqa: PLC0415  its driver is an extra

        return Postgres(text)
    if scheme != "sqlite":
        raise BadAddressError(scheme)
    host, _, path = text.removeprefix("sqlite://").partition("/")
    if host:
        raise BadAddressError("sqlite://" + host)
    return _file(unquote(path), create=create)


def _file(path: str, *, create: bool) -> Database:
    from courtesy.ledger.sqlite import Sqlite  # noqa: PLC0415  not needed for PostgreSQL

    if path in {"", ":memory:"}:  # which each connection would have for itself
        raise BadAddressError(path or "no path")
    return Sqlite(Path(path), create=create)
