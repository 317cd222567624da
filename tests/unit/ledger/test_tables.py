"""The tables of a ledger: made, renewed, and refused where they are of a newer program."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from courtesy import ledger
from courtesy.ledger import migrations
from courtesy.ledger.addresses import database_at
from tests.helpers.ledgers import POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STEPS = migrations.STEPS
NEWER = (*STEPS, ("alter table touch add column remark text", "update touch set remark = 'was there'"))


@pytest.fixture
def database(address: str) -> Any:
    """The database of a ledger."""
    found = database_at(address)
    yield found
    found.close()


def test_tables_are_made_once(new_address: Callable[[], str]) -> None:
    """Where there are no tables they are made, and where they are as they should be nothing changes."""
    address = new_address()
    with pytest.raises((ledger.LedgerVersionError, ledger.LedgerUnavailableError)):
        ledger.open(address)
    assert [0, 2, 2] == [ledger.init(address) for _ in range(3)]
    ledger.open(address).close()


def test_an_older_ledger_is_renewed_and_keeps_what_it_has(address: str, database: Any) -> None:
    """A step is taken where it is missing, with all that is there; until then the newer program refuses the tables."""
    with ledger.open(address, policy=POLICY, clock=SetClock()) as opened:
        opened.import_case(case())
        opened.claim("northgate", mail())
    assert 2 == migrations.migrate(database, NEWER)
    assert 3 == migrations.migrate(database, NEWER)
    with database.transaction() as transaction:
        assert [{"remark": "was there"}] == transaction.rows("select remark from touch")
        versions = transaction.rows("select version from schema_version order by version")
    assert [{"version": 1}, {"version": 2}, {"version": 3}] == versions


def test_a_newer_ledger_is_refused(address: str, database: Any) -> None:
    """Tables of a newer program are neither used nor changed, and the error says to upgrade."""
    migrations.migrate(database, NEWER)
    for ask in (ledger.open, ledger.init):
        with pytest.raises(ledger.LedgerVersionError, match="of version 2, found version 3") as error:
            ask(address)
        assert "upgrade" in str(error.value.help())


def test_a_step_that_fails_leaves_nothing(address: str, database: Any) -> None:
    """Where a statement of a step fails, the tables are those of the version before."""
    with pytest.raises(ledger.LedgerUnavailableError):
        migrations.migrate(database, (*STEPS, ("alter table touch add column remark text", "select nonsense")))
    ledger.open(address).close()
    assert 2 == migrations.migrate(database, NEWER)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("mysql://somebody:secret@host/base", "found `mysql`"),
        ("sqlite://host/ledger.db", "found `sqlite://host`"),
        (":memory:", "found `:memory:`"),
        ("sqlite:///", "found `no path`"),
    ],
)
def test_an_address_of_something_else_is_told(address: str, found: str) -> None:
    """What is no address of a ledger is an error that shows no password."""
    with pytest.raises(ledger.BadAddressError) as error:
        ledger.open(address)
    assert found in str(error.value)
    assert "secret" not in str(error.value)


def test_a_file_that_is_none_of_sqlite_is_told(tmp_path: Path) -> None:
    """A file of another kind, and one that is not there, are errors and are left as they are."""
    other = tmp_path / "notes.txt"
    other.write_text("This is no database, but it is long enough to be read as one." * 20)
    for path in (other, tmp_path / "nowhere.db"):
        with pytest.raises(ledger.LedgerUnavailableError):
            ledger.open(path)
    assert not (tmp_path / "nowhere.db").exists()
    assert other.read_text().startswith("This is no database")


def test_a_ledger_of_sqlite_is_safe_against_power_cuts(tmp_path: Path) -> None:
    """What was said to be done is on the disk: write-ahead log, and synchronous in full."""
    address = str(tmp_path / "ledger.db")
    ledger.init(address)
    database = database_at(address)
    with database.transaction() as transaction:
        assert [{"journal_mode": "wal"}] == transaction.rows("pragma journal_mode")
        assert [{"synchronous": 2}] == transaction.rows("pragma synchronous")
        assert [{"foreign_keys": 1}] == transaction.rows("pragma foreign_keys")
    database.close()
    with sqlite3.connect(address) as other:
        assert {"case", "touch", "decision", "schema_version"} <= {
            name for (name,) in other.execute("select name from sqlite_master where type = 'table'")
        }
    other.close()
