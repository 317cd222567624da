"""Decisions leave the ledger as records of a log: masked, verified, judged again, and each of them once."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import courtesy
from courtesy import ledger, recording
from courtesy.ledger import migrations
from courtesy.ledger.addresses import database_at
from tests.helpers.ledgers import POLICY, SetClock, case, mail
from tests.helpers.recordings import KEY, KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def opened(address: str) -> Iterator[ledger.Ledger]:
    """A ledger with a case, in which a mail was permitted and another one refused."""
    clock = SetClock()
    with ledger.open(address, policy=POLICY, clock=clock, log_key=KEY) as found:
        found.import_case(case())
        _ask(found, "week-one", "week-two")
        yield found


def _ask(book: ledger.Ledger, *names: str) -> None:
    for name in names:
        try:
            book.claim("northgate", mail(name))
        except courtesy.RefusedError:
            continue


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def _exported(book: ledger.Ledger, path: Path) -> ledger.Exported:
    with recording.open(path, key=KEY, fsync="never") as log:
        return book.export(log)


def test_decisions_are_records_of_a_log(opened: ledger.Ledger, tmp_path: Path) -> None:
    """What a claim decides is as the schema has it, in the order of the claims, and bears the id of the touch."""
    path = tmp_path / "log.jsonl"
    assert 2 == opened.to_export()
    assert (2, 0, 0, 0) == _exported(opened, path)
    assert 0 == opened.to_export()
    records = _records(path)
    for record in records:
        jsonschema.validate(record, courtesy.schema("log_record"))
    (entry,) = opened.case("northgate").entries
    assert [entry.decision_id] == [one["id"] for one in records if one["actions"][0]["permitted"]]
    assert ["allow", "wait"] == [one["outcome"] for one in records]
    assert [KEYS.masked("touch", entry.touch_id), None] == [one["ledger"]["touch"] for one in records]
    assert [1, 2] == [one["ledger"]["revision"] for one in records]
    report = recording.verify(path, key=KEY)
    assert (True, 2) == (report.whole, report.decisions)


def test_they_are_judged_again(opened: ledger.Ledger, tmp_path: Path) -> None:
    """The policy that has decided says the same, and a laxer one would permit what was refused."""
    path = tmp_path / "log.jsonl"
    _exported(opened, path)
    assert () == recording.replay(path, POLICY, key=KEY).changed
    lax = courtesy.parse_policy(
        "courtesy: 1\nid: lax\nversion: 1.0.0\ntitle: Lax\n"
        "rules: [{id: a.a, level: must, applies_to: {channel: sms}, forbid: true}]\n"
    )
    assert 1 == len(recording.replay(path, lax, key=KEY).newly_permitted)


def test_without_a_key_they_are_masked_all_the_same(address: str, tmp_path: Path) -> None:
    """A ledger without the key of a log names nobody either, and its decisions are verified and judged again."""
    with ledger.open(address, policy=POLICY, clock=SetClock()) as book:
        book.import_case(case())
        _ask(book, "week-one", "week-two")
        assert (2, 0, 2, 0) == _exported(book, tmp_path / "log.jsonl")
    first, second = (set(one["case"]["contacts"]) for one in _records(tmp_path / "log.jsonl"))
    assert not first & second
    assert () == (found := recording.replay(tmp_path / "log.jsonl", POLICY, key=KEY)).changed == found.unreplayed
    whose = courtesy.Waiver(
        rule="slot.one-a-week", case="other", because="agreed", by="director", until=date(2027, 1, 1)
    )
    told = [recording.replay(tmp_path / "log.jsonl", POLICY.with_waivers([whose]), key=key) for key in (KEY, None)]
    whys = [{one.why for one in again.unreplayed} for again in told]
    assert [
        {"a ledger without the key of the log has masked it, so that nobody can tell its words"},
        {"the log has words only as hashes, which its key would tell"},
    ] == whys


def test_only_what_is_new_moves(opened: ledger.Ledger, tmp_path: Path) -> None:
    """An export takes up where the one before has ended, with other records in the log and those of other tenants."""
    path = tmp_path / "log.jsonl"
    _exported(opened, path)
    with recording.open(path, key=KEY) as log:
        log.check(POLICY, POLICY.case_from(case()), mail("by-hand"), now=SetClock()())
    other = opened.for_tenant("southern")
    other.import_case(case())
    _ask(other, "week-one")
    assert [(1, 0, 0, 0), (0, 0, 0, 0)] == [_exported(opened, path) for _ in range(2)]
    assert ["ledger" in one for one in _records(path)] == [True, True, False, True]
    assert recording.verify(path, key=KEY).whole


class _CutError(Exception):
    """The process was killed."""


def _cut_off(book: ledger.Ledger, path: Path, step: tuple[str, int, str]) -> None:
    """Export, and be killed before or after the so manieth statement to the database, or write to the log."""
    where, number, when = step
    database: Any = book._database
    left = iter(range(number, -1_000, -1))

    def cutting(real: Any) -> Any:
        def cut(*given: Any) -> Any:
            counts = where == "log" or given[1] == "commit" or "decision" in given[1]
            now = counts and next(left) == 0
            if now and when == "before":
                raise _CutError
            found = real(*given)
            if now:
                raise _CutError
            return found

        return cut

    run = database.run
    with recording.open(path, key=KEY, fsync="never") as log:
        target, name = (database, "run") if where == "ledger" else (log._file, "append")
        setattr(target, name, cutting(getattr(target, name)))
        with suppress(_CutError):
            book.export(log)
    database.run = run


def test_each_moves_once_wherever_an_export_is_killed(
    opened: ledger.Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before or after any statement to the database or write to the log, the next export ends it."""
    monkeypatch.setattr("courtesy.ledger.exporting._AT_ONCE", 1)
    path = tmp_path / "log.jsonl"
    known = 0
    steps = [("ledger", number) for number in range(9)] + [("log", number) for number in range(2)]
    for (where, number), when in product(steps, ("before", "after")):
        _ask(opened, "two-of", "each-time")
        _cut_off(opened, path, (where, number, when))
        known += _exported(opened, path).known
    with opened._database.transaction() as transaction:
        decided = [row["id"] for row in transaction.rows("select id from decision order by seq")]
    assert decided == [one["id"] for one in _records(path)]
    assert (46, (0, 0, 0, 0)) == (len(decided), _exported(opened, path))
    assert recording.verify(path, key=KEY).whole
    assert known > 5


def test_decisions_of_version_1_stay_readable_and_stay(new_address: Callable[[], str], tmp_path: Path) -> None:
    """A ledger of version 1 is renewed with its decisions; they do not move, and a person is erased from them too."""
    address = new_address()
    database = database_at(address, create=True)
    migrations.migrate(database, migrations.STEPS[:1])
    old = {"id": "d-1", "action": {"to": ["boss"]}, "findings": [{"recipient": "boss"}], "permitted": True}
    with database.transaction() as transaction:
        document = json.dumps(case())
        transaction.execute('insert into "case" values (?, ?, ?, ?)', ("default", "northgate", document, 1))
        transaction.execute(
            "insert into decision (id, tenant, case_id, record, exported) values (?, ?, ?, ?, ?)",
            ("d-1", "default", "northgate", json.dumps(old), False),
        )
    database.close()
    assert 1 == ledger.init(address)
    with ledger.open(address, policy=POLICY, clock=SetClock(), log_key=KEY) as book:
        _ask(book, "week-one")
        assert (1, 0, 0, 1) == _exported(book, tmp_path / "log.jsonl")
        book.erase("northgate", "boss")
        with book._database.transaction() as transaction:
            told = transaction.rows("select record from decision order by seq")
    assert ["erased-1"] == json.loads(told[0]["record"])["action"]["to"]
    assert "boss" not in told[1]["record"]


def test_short_keys_are_refused(address: str) -> None:
    """A key that masks nothing is refused before the database is opened."""
    with pytest.raises(recording.UnusableKeyError):
        ledger.open(address, log_key=b"short")


def test_time_of_a_decision_is_that_of_the_database(opened: ledger.Ledger, tmp_path: Path) -> None:
    """Ids and times of records come from the clock that judges."""
    clock: Any = opened._clock
    clock.now += timedelta(days=30)
    _ask(opened, "much-later")
    _exported(opened, tmp_path / "log.jsonl")
    last = _records(tmp_path / "log.jsonl")[-1]
    assert clock.now.isoformat(timespec="milliseconds") == last["time"]
    assert last["id"].replace("-", "")[:12] == f"{int(clock.now.timestamp() * 1000):012x}"
