"""What a database says when it does not do what it is asked, without the password, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.bulk.reading.postgres.addresses import stated_in

if TYPE_CHECKING:
    import psycopg

_PASSWORD = "give the right password in PGPASSWORD, in ~/.pgpass, or by a service of pg_service.conf"  # noqa: S105  no password
_NO_SERVER = "check host, port and database, and that the server takes connections from here"
_AGAIN = "nothing was judged: run the same command again"
_BY_STATE = {
    "57014": "the server's time for a statement was over: add `options=-cstatement_timeout%3D0` to the address",
    "55P03": "somebody changes the table: run the same command again when that is done",
    "57P03": "the server is starting or stopping: run the same command again",
    "53300": "wait until another connection is closed, and run the same command again",
}
_OF_TABLES = ("22", "2F", "38", "39", "42", "P0", "XX")
"""What error codes begin with that are about a table or the view that gives it."""
_ALIKE = "connection failed: "


class Said(NamedTuple):
    """What was said. `of_table` tells that it is about the table that was asked, not about the database."""

    reason: str
    fix: str
    of_table: bool


def told(error: psycopg.Error, address: str, *, connected: bool) -> Said:
    """What an error says, before or after a connection was made. A password that its text repeats is masked."""
    text = " ".join(str(error).split()).removeprefix(_ALIKE)
    password = str(stated_in(address).get("password") or "")
    reason = text.replace(password, "***") if password else text
    state = error.sqlstate or ""
    return Said(
        reason[:1].lower() + reason[1:].rstrip("."),
        _fix(error, state, connected=connected),
        state.startswith(_OF_TABLES),
    )


def _fix(error: psycopg.Error, state: str, *, connected: bool) -> str:
    if connected or state in _BY_STATE:
        return _BY_STATE.get(state, _AGAIN)
    asked = error.pgconn
    return _PASSWORD if asked is not None and (asked.needs_password or asked.used_password) else _NO_SERVER
