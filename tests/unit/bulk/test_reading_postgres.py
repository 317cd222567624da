"""Tables of PostgreSQL are read as files are, all as of one moment, and what goes wrong is told without passwords."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import courtesy
from courtesy import CourtesyError, DriverMissingError
from courtesy.bulk.reading.errors import (
    BadDatabaseError,
    DatabaseUnavailableError,
    MissingTableError,
    NoTouchesError,
    TwiceError,
    UnreadableTableError,
)
from courtesy.bulk.reading.postgres.database import Database
from courtesy.bulk.reading.reading import read_tables
from courtesy.bulk.reading.store import Store
from courtesy.instants import instant
from courtesy.model.table_mapping import ColumnMapping, TableMapping, TablesMapping
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.postgres import Server

    Ask = Callable[..., None]
    Read = Callable[..., list[dict[str, Any]]]

SECRET = "geheim"  # noqa: S105  of nobody
PLAIN = "case_id text, at timestamptz, channel text, to_ids text"
INSERT = "INSERT INTO touches VALUES ('a', '2026-11-20 15:30Z', 'email', 'hr')"


@pytest.fixture
def address(server: Server) -> str:
    """An empty place in a database."""
    return server.address()


@pytest.fixture
def ask(address: str) -> Ask:
    """Have something done in the database."""
    import psycopg  # noqa: PLC0415  may be absent

    def asked(*statements: str, values: object = None) -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            for one in statements:
                connection.execute(one, values)  # type: ignore[call-overload]  # its own

    return asked


@pytest.fixture
def read(address: str, tmp_path: Path) -> Read:
    """The rows of the touches that the database has, as an audit reads them."""

    def rows(to: str = address, **tables: TableMapping) -> list[dict[str, Any]]:
        with Database(to) as database:
            return _rows(database, tmp_path, TablesMapping(**tables))

    return rows


def _rows(database: Database, folder: Path, mapping: TablesMapping) -> list[dict[str, Any]]:
    with Store(folder / "store", threads=1) as store:
        read_tables(store, [database], mapping, BUILT_IN)
        rows = store.dicts("FROM given_touches ORDER BY row")
    (folder / "store").unlink()
    return rows


def _at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def test_types_are_read_like_their_texts(ask: Ask, read: Read) -> None:
    """Numbers, enumerations, domains, arrays and JSON are what a file of CSV would say, and times are in UTC."""
    ask(
        "CREATE TYPE kind AS ENUM ('Mail', 'Call')",
        "CREATE DOMAIN person AS text",
        "CREATE DOMAIN people AS person[]",
        'CREATE TABLE "Out Reach" (case_id bigint, sent timestamptz, kind kind, who people, copies jsonb, '
        "sender person, seq numeric, photo bytea)",
        """INSERT INTO "Out Reach" VALUES
            (7, '2026-11-20 15:30:01.25+01', 'Mail', '{hr,"the boss; or so"}', '["a", "b"]', 'east', 2, NULL),
            (7, '2026-11-20 15:30+05:30', 'Call', '{hr}', '"a;b"', '', 1, '\\x00'),
            (7, '2026-11-20 15:30Z', 'Call', '{hr}', NULL, NULL, 3, NULL)""",
    )
    kinds = {"Mail": "email", "Call": "phone"}
    columns = {
        "at": ColumnMapping(column="sent"),
        "channel": ColumnMapping(column="kind", values=kinds),
        "to_ids": ColumnMapping(column="who"),
        "cc_ids": ColumnMapping(column="copies"),
    }
    rows = read(touches=TableMapping(source="Out Reach", columns=columns, ignore=("photo",)))
    assert [
        ("7", _at("2026-11-20T14:30:01.25+00:00"), "email", ["hr", "the boss; or so"], ["a", "b"], "east", 2),
        ("7", _at("2026-11-20T10:00+00:00"), "phone", ["hr"], ["a", "b"], None, 1),
        ("7", _at("2026-11-20T15:30+00:00"), "phone", ["hr"], [], None, 3),
    ] == [
        tuple(row[name] for name in ("case_id", "at", "channel", "to_ids", "cc_ids", "sender", "seq")) for row in rows
    ]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("bytea", "'x'", "expected a column of texts, numbers, times or lists of texts, found the type `bytea`"),
        ("int4range", "'[1,2]'", "found the type `int4range`"),
        ("timestamptz", "'infinity'", "found `infinity`"),
        ("timestamptz", "'0044-03-15 BC'", "found `0044-03-15 00:00:00+00 BC`"),
    ],
)
def test_what_an_audit_cannot_use_is_told_at_its_place(
    ask: Ask, read: Read, column: str, value: str, problem: str
) -> None:
    """A type of which nothing can be read, and a time that no case may have, are problems of the table."""
    ask(
        f"CREATE TABLE touches (case_id text, at {column}, channel text)",
        f"INSERT INTO touches VALUES ('a', {value}, 'email')",  # noqa: S608  a test's own
    )
    with pytest.raises(courtesy.InvalidInputError) as raised:
        read()
    assert any(problem in str(one) for one in raised.value.problems)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.sampled_from(
    ["", "\\N", '"', '""', "\r\n", "a,b"]
)
ITEMS = TEXTS.filter(lambda text: text != "" and text == text.strip())
"""Items of lists, around which blanks mean nothing."""


def test_texts_are_what_they_were(address: str, ask: Ask, tmp_path: Path) -> None:
    """Texts with lines, quotation marks and what stands for no value come through, and none is not an empty one."""
    columns = "case_id text, at timestamptz, channel text, body text, tags text[]"
    ask(f"CREATE TABLE touches (id serial PRIMARY KEY, {columns})")
    mapping = TablesMapping(touches=TableMapping(ignore=("id",), columns={"to_ids": ColumnMapping(value="hr")}))

    @settings(max_examples=8, deadline=None)
    @example([("one\r\ntwo", [])])
    @given(st.lists(st.tuples(st.none() | TEXTS, st.lists(ITEMS, max_size=3)), max_size=40))
    def come_through(texts: list[tuple[str | None, list[str]]]) -> None:
        ask("DELETE FROM touches")
        if texts:
            rows = ", ".join(["('a', '2026-11-20 15:30Z', 'email', %s, %s)"] * len(texts))
            ask(
                f"INSERT INTO touches (case_id, at, channel, body, tags) VALUES {rows}",  # noqa: S608  likewise
                values=[value for row in texts for value in row],
            )
        with Database(address) as database:
            found = _rows(database, tmp_path, mapping)
        assert [body for body, _ in texts] == [row["body"] for row in found]
        assert [tags for _, tags in texts] == [row["tags"] for row in found]

    come_through()


def test_all_tables_are_as_of_one_moment(ask: Ask, address: str, tmp_path: Path) -> None:
    """What is written after the database was opened is not read, in no table."""
    ask(f"CREATE TABLE touches ({PLAIN})", INSERT)
    with Database(address) as database:
        ask(INSERT, "CREATE TABLE cases (case_id text)")
        assert 1 == len(_rows(database, tmp_path, TablesMapping()))


def test_rows_come_in_the_order_of_the_key(ask: Ask, read: Read) -> None:
    """A primary key orders the touches of one instant, wherever their rows lie."""
    ask(
        f"CREATE TABLE touches (id int PRIMARY KEY, {PLAIN})",
        "INSERT INTO touches SELECT 9 - number, 'a', '2026-11-20 15:30Z', 'email', 'hr' || number "
        "FROM generate_series(1, 5) AS number",
    )
    rows = read(touches=TableMapping(ignore=("id",)))
    assert [["hr5"], ["hr4"], ["hr3"], ["hr2"], ["hr1"]] == [row["to_ids"] for row in rows]


def test_a_row_is_named_by_its_key(ask: Ask, read: Read) -> None:
    """Who looks for a row that is told finds it in the database; a table without a key has its number alone."""
    ask(
        f'CREATE TABLE touches ({PLAIN}, "the id" int, part text, PRIMARY KEY ("the id", part))',
        "INSERT INTO touches VALUES ('a', '2026-11-20 15:30Z', 'emial', 'hr', 4711, 'it''s'), "
        "('a', '2026-11-20 15:30Z', 'email', 'hr', 17, 'x')",
    )
    mapping = TableMapping(ignore=("the id", "part"))
    assert ["touches.row 2 (the id 4711, part it's).channel"] == _places(read, mapping)
    ask("ALTER TABLE touches DROP CONSTRAINT touches_pkey")
    assert ["touches.row 1.channel"] == _places(read, mapping)


def _places(read: Read, mapping: TableMapping) -> list[str]:
    with pytest.raises(courtesy.InvalidInputError) as raised:
        read(touches=mapping)
    return [str(one.span) for one in raised.value.problems]


def test_tables_are_found_by_schema(ask: Ask, read: Read, address: str) -> None:
    """A mapping may name the schema; without it the search path tells, as everywhere in the database."""
    space = f"crm_{address[-4:].strip('_=')}"
    ask(
        f"CREATE TABLE touches ({PLAIN})",
        f"CREATE SCHEMA {space}",
        f"CREATE TABLE {space}.touches ({PLAIN})",
        INSERT.replace("touches", f"{space}.touches"),
    )
    assert 0 == len(read())
    assert 1 == len(read(touches=TableMapping(source=f"{space}.touches")))
    with pytest.raises(NoTouchesError) as raised:
        read(touches=TableMapping(source=f"{space}.touhces"))
    assert f"`{space}.touches`" in str(raised.value.help())
    with pytest.raises(MissingTableError) as missing:
        read(cases=TableMapping(source=f"{space}.touchs"))
    assert f"did you mean `{space}.touches`?" == missing.value.help()


def test_columns_that_differ_in_capitals_alone_are_told(ask: Ask, read: Read) -> None:
    """The database tells them apart, an audit does not."""
    ask(f'CREATE TABLE touches ({PLAIN}, "At" text)')
    with pytest.raises(TwiceError, match="`at` and `At`"):
        read()


@pytest.mark.parametrize(
    ("view", "setting", "kind", "message", "fix"),
    [
        ("1 / (random() * 0)::int", "", UnreadableTableError, "division by zero", None),
        (
            "pg_sleep(20)",
            "statement_timeout=50",
            DatabaseUnavailableError,
            "statement timeout",
            "statement_timeout%3D0",
        ),
        (
            "pg_terminate_backend(pg_backend_pid())",
            "",
            DatabaseUnavailableError,
            "terminat",
            "run the same command again",
        ),
    ],
)
def test_a_copy_that_breaks_off_is_told(  # noqa: PLR0917  the parts of a case
    ask: Ask,
    read: Read,
    address: str,
    view: str,
    setting: str,
    kind: type[CourtesyError],
    message: str,
    fix: str | None,
) -> None:
    """A view that fails, a statement that takes too long, and a connection that is lost judge nothing."""
    ask(f"CREATE VIEW touches AS SELECT 'a' AS case_id, ({view})::text AS at, 'email' AS channel")
    to = address.replace("&options=", f"&options=-c{setting.replace('=', '%3D')}%20") if setting else address
    with pytest.raises(kind, match=message) as raised:
        read(to)
    assert fix is None or fix in str(raised.value.help())


def test_a_table_that_may_not_be_read_is_told(ask: Ask, read: Read, address: str) -> None:
    """Without the right to read, the table is named."""
    ask(
        f"CREATE TABLE touches ({PLAIN})",
        "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "DO $$ BEGIN EXECUTE 'GRANT USAGE ON SCHEMA ' || current_schema() || ' TO stranger'; END $$",
    )
    with pytest.raises(UnreadableTableError, match="touches`, found permission denied for table touches"):
        read(address.replace("tests@", "stranger@"))


def test_a_table_that_is_being_changed_is_told(
    ask: Ask, read: Read, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who holds the table alone is not waited for longer than some time."""
    import psycopg  # noqa: PLC0415  may be absent

    from courtesy.bulk.reading.postgres import database  # noqa: PLC0415  its manners are this test's

    ask(f"CREATE TABLE touches ({PLAIN})")
    monkeypatch.setattr(database, "_MANNERS", tuple(one.replace("10s", "50ms") for one in database._MANNERS))
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE touches IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(DatabaseUnavailableError, match="lock timeout") as raised:
            read()
    assert "somebody changes the table" in str(raised.value.help())


@pytest.mark.parametrize("password", [SECRET, None])
def test_a_wrong_password_is_told(server: Server, ask: Ask, address: str, password: str | None) -> None:
    """A password that is wrong or missing is asked for, and never shown."""
    rules = server.folder / "data" / "pg_hba.conf"
    before = rules.read_text("utf-8")
    ask("DO $$ BEGIN CREATE ROLE locked LOGIN PASSWORD 'another'; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    rules.write_text(f"local all locked scram-sha-256\n{before}", encoding="utf-8")
    ask("SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)")
    try:
        to = address.replace("tests@", "locked@" if password is None else f"locked:{password}@")
        with pytest.raises(DatabaseUnavailableError) as raised, Database(to):
            pytest.fail("it was let in")
    finally:
        rules.write_text(before, encoding="utf-8")
        ask("SELECT pg_reload_conf()")
    said = f"{raised.value} {raised.value.help()}"
    assert (True, False) == ("PGPASSWORD" in said, SECRET in said)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (f"postgresql://u:{SECRET}@localhost:1/db", DatabaseUnavailableError),
        (f"postgresql://u:x@{SECRET}@localhost:1/db", BadDatabaseError),
        (f"postgresql://u:{SECRET}%zz@localhost:1/db", BadDatabaseError),
        (f"postgresql://u@localhost:1/db?passwrd={SECRET}", BadDatabaseError),
        (f"postgresql://localhost:{SECRET}/db?password={SECRET}", DatabaseUnavailableError),
        (f"postgresql:///db?service=none&password={SECRET}", DatabaseUnavailableError),
    ],
)
def test_no_message_shows_a_password(address: str, kind: type[CourtesyError], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an address that cannot be read nor a server that is not there is told with what is secret of it."""
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    with pytest.raises(kind) as raised, Database(address):
        pytest.fail("somebody answered")
    shown = f"{raised.value} {raised.value.help()} {raised.value.to_dict()}"
    assert SECRET not in shown.replace(f"localhost:{SECRET}", "")


def test_the_driver_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where psycopg is not installed, the error says how to get it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissingError) as raised:
        Database("postgresql://localhost/db")
    assert "courtesy[postgres]" in str(raised.value.help())
