"""A database that is full, locked, gone or started anew: nothing is permitted, and nothing that was done is lost."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy import LedgerState, ledger
from courtesy.ledger import sqlite
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.postgres import Server

LONG = "x" * 900


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands."""
    return SetClock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger in a file, with one case."""
    path = tmp_path / "ledger.db"
    ledger.init(path)
    with ledger.open(path, policy=POLICY, clock=SetClock()) as book:
        book.import_case(case())
    return path


@pytest.fixture
def on_server(server: Server, clock: SetClock) -> Iterator[ledger.Ledger]:
    """A ledger on a server, with one case."""
    address = server.address()
    ledger.init(address)
    with ledger.open(address, policy=POLICY, clock=clock) as book:
        book.import_case(case())
        yield book


def _fill_up(book: ledger.Ledger) -> Any:
    """Let no page be added to the file from now on; what it gives takes that back."""
    database: Any = book._database
    connect = database.connect

    def connected() -> Any:
        connection = connect()
        connection.execute("pragma max_page_count = 1")  # which is never less than there are
        return connection

    database.close()
    database.connect = connected

    def make_room() -> None:
        database.close()
        database.connect = connect

    return make_room


def _record_much(book: ledger.Ledger) -> None:
    for number in range(200):
        book.record("northgate", {"channel": "letter", "to": "hr", "at": NOW}, key=f"{number}{LONG}")


def _claim_much(book: ledger.Ledger) -> None:
    for number in range(200):
        book.claim("northgate", mail(f"{number}", to="hr"), key=f"c{number}{LONG}").release()


def test_a_full_disk_permits_nothing_and_loses_nothing(file: Path) -> None:
    """A step that finds no room on the disk is an error, what was there stays, and with room it goes on."""
    with ledger.open(file, policy=POLICY, clock=SetClock()) as book:
        claim = book.claim("northgate", mail(), key="job")
        claim.start()
        make_room = _fill_up(book)
        with pytest.raises(ledger.LedgerUnavailableError, match="full") as full:
            _record_much(book)
        assert "do not send" in str(full.value.help())
        with pytest.raises(ledger.LedgerUnavailableError, match="full"):
            _claim_much(book)
        before = book.case("northgate")
        assert [LedgerState.SENDING] == [one.state for one in before.entries if one.touch.to == ("boss",)]
        make_room()
        claim.confirm()
        assert LedgerState.DONE is book.case("northgate").entries[0].state


def test_a_file_that_somebody_holds_is_waited_for_and_then_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program keeps the file locked for too long, the step is an error and can be taken again."""
    monkeypatch.setattr(sqlite, "_PATIENCE", 0)
    other = sqlite3.connect(file, isolation_level=None)
    with ledger.open(file, policy=POLICY, clock=SetClock()) as book:
        other.execute("begin immediate")
        with pytest.raises(ledger.LedgerUnavailableError, match="locked"):
            book.claim("northgate", mail())
        assert () == book.case("northgate").entries
        other.execute("rollback")
        assert LedgerState.CLAIMED is book.claim("northgate", mail()).state
    other.close()


@pytest.mark.slow  # newer Pythons warn of forks beside the threads of pytest-xdist
def test_a_child_process_opens_connections_of_its_own(address: str) -> None:
    """A ledger that was used before a fork is used after it, in the parent and in the child."""
    with ledger.open(address, policy=POLICY, clock=SetClock()) as book:
        book.import_case(case())
        child = os.fork()
        if not child:
            code = 1
            try:
                book.claim("northgate", mail()).confirm()
                code = 0
            finally:
                os._exit(code)
        assert 0 == os.waitpid(child, 0)[1]
        assert [LedgerState.DONE] == [one.state for one in book.case("northgate").entries]
        with pytest.raises(courtesy.RefusedError):
            book.claim("northgate", mail("other"))


@pytest.mark.slow
def test_a_server_that_is_restarted_is_asked_anew(server: Server, on_server: ledger.Ledger, clock: SetClock) -> None:
    """While the server is down nothing is permitted; afterwards the same token and key go on where they were."""
    claim = on_server.claim("northgate", mail(), key="job")
    claim.start()
    server.stop()
    try:
        for ask in (claim.confirm, lambda: on_server.claim("northgate", mail("for-hr", to="hr")), on_server.pending):
            with pytest.raises(ledger.LedgerUnavailableError):
                ask()
    finally:
        server.start()
    assert LedgerState.SENDING is on_server.claim("northgate", mail(), key="job").state
    claim.confirm()
    assert LedgerState.DONE is claim.state
    server.stop("fast")
    server.start()
    clock.now += timedelta(days=7)
    assert LedgerState.CLAIMED is on_server.claim("northgate", mail("other")).state


def test_a_connection_that_is_cut_in_the_middle_leaves_nothing_half_done(
    on_server: ledger.Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim whose connection is lost before its end has not been made, and the same key makes it."""
    database: Any = on_server._database
    run = database.run

    def cut(connection: Any, sql: str, values: Any) -> Any:
        if sql.startswith("insert into touch"):
            run(connection, "select pg_terminate_backend(pg_backend_pid())", ())
        return run(connection, sql, values)

    monkeypatch.setattr(database, "run", cut)
    with pytest.raises(ledger.LedgerUnavailableError):
        on_server.claim("northgate", mail(), key="job")
    monkeypatch.undo()
    assert () == on_server.case("northgate").entries
    assert LedgerState.CLAIMED is on_server.claim("northgate", mail(), key="job").state


def test_an_answer_that_is_lost_is_given_again(on_server: ledger.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the claim was written and the answer did not come, the same key gives that claim, and no second one."""
    database: Any = on_server._database
    run = database.run

    def cut(connection: Any, sql: str, values: Any) -> Any:
        given = run(connection, sql, values)
        if sql == "commit":
            run(connection, "select pg_terminate_backend(pg_backend_pid())", ())
        return given

    monkeypatch.setattr(database, "run", cut)
    with pytest.raises(ledger.LedgerUnavailableError):
        on_server.claim("northgate", mail(), key="job")
    monkeypatch.undo()
    with on_server.claim("northgate", mail(), key="job") as claim:
        claim.start()
        claim.confirm()
    assert [(1, LedgerState.DONE)] == [(one.seq, one.state) for one in on_server.case("northgate").entries]


def test_a_case_that_is_locked_for_too_long_is_told(on_server: ledger.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a case that another holds gives up after some seconds, and nothing is permitted."""
    database: Any = on_server._database
    monkeypatch.setattr(database, "words", {**database.words, "begin": "begin; set local lock_timeout = '20ms'"})
    with database.transaction() as other:
        other.rows('select * from "case" {lock}')
        with pytest.raises(ledger.LedgerUnavailableError, match="lock timeout"):
            on_server.claim("northgate", mail())


def test_one_key_that_two_use_at_once_is_one_claim_and_a_conflict(on_server: ledger.Ledger) -> None:
    """Where two cases are claimed under one key at the same time, the second to end is told that the key is taken."""
    on_server.import_case(case("southgate"))
    step = on_server._same

    def both(book: Any, key: str, request: str) -> Any:
        found = step(book, key, request)
        if book.case_id == "northgate" and found is None:
            on_server.__dict__.pop("_same")
            on_server.claim("southgate", mail(), key=key)
        return found

    on_server.__dict__["_same"] = both
    with pytest.raises(ledger.KeyConflictError):
        on_server.claim("northgate", mail(), key="job")
    assert 1 == len(on_server.pending().entries)


def _removed(file: Path) -> None:
    file.unlink()


def _replaced(file: Path) -> None:
    file.rename(file.with_suffix(".old"))
    ledger.init(file)


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


TAKEN_AWAY = {"removed": _removed, "replaced": _replaced, "a folder": _a_folder}


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_a_file_that_is_taken_away(file: Path, clock: SetClock, name: str) -> None:
    """Nobody claims in a file that others no longer see: two could take one slot."""
    with ledger.open(file, policy=POLICY, clock=clock) as book:
        book.import_case(case("south"))
        TAKEN_AWAY[name](file)
        with pytest.raises(ledger.UnknownCaseError if name == "replaced" else ledger.LedgerUnavailableError):
            book.claim("northgate", mail("one"))


def test_a_file_that_is_taken_away_in_a_claim(file: Path, clock: SetClock) -> None:
    """Nor is anything written where the file goes away just before it is."""
    with ledger.open(file, policy=POLICY, clock=clock) as book:
        database: Any = book._database
        with (  # noqa: PT012  what comes between counts
            pytest.raises(ledger.LedgerUnavailableError, match="removed or replaced"),
            database.transaction() as transaction,
        ):
            transaction.execute("delete from touch")
            file.rename(file.with_suffix(".old"))
        file.with_suffix(".old").rename(file)
        assert LedgerState.CLAIMED is book.claim("northgate", mail("one")).state


def test_a_copy_that_is_put_back(file: Path, clock: SetClock) -> None:
    """Where another ledger lies in the place of the file, it is the one that is asked, without a new start."""
    with ledger.open(file, policy=POLICY, clock=clock) as book:
        book.import_case(case())
        kept = file.read_bytes()
        file.unlink()
        file.with_name("ledger.db-wal").unlink(missing_ok=True)
        file.write_bytes(kept)
        assert "northgate" == book.case("northgate").case_id
