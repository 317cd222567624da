"""Addresses of databases: what may be shown of them."""

from __future__ import annotations

from typing import Any

from courtesy.bulk.reading.errors import BadDatabaseError


def stated_in(address: str) -> dict[str, Any]:
    """What an address states, by libpq's names. Raises BadDatabaseError, which tells nothing of it."""
    from psycopg import ProgrammingError  # noqa: PLC0415  comes with an extra
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  likewise

    try:
        stated: dict[str, Any] = conninfo_to_dict(address)
    except ProgrammingError:
        raise BadDatabaseError from None
    if "@" in str(stated.get("host", "")):
        # What follows the first @ of a password is taken for the host: it must not be shown, nor asked for.
        raise BadDatabaseError
    return stated


def shown_address(address: str) -> str:
    """Where a database is, without who asks, and by which password. Raises BadDatabaseError."""
    stated = stated_in(address)
    host = str(stated.get("host") or stated.get("hostaddr") or "")
    port = f":{stated['port']}" if "port" in stated else ""
    named = f"/{stated['dbname']}" if "dbname" in stated else ""
    further = {"host": host if host.startswith("/") else None, "service": stated.get("service")}
    listed = "&".join(f"{name}={value}" for name, value in further.items() if value)
    return f"postgresql://{'' if further['host'] else host}{port}{named}{'?' if listed else ''}{listed}"
