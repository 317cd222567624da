"""Cases in a ledger: taken in, taken in again, shown, and erased."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

import courtesy
from courtesy import LedgerState, ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

NOTE = {"channel": "letter", "purpose": "thank_you", "to": ["boss"], "cc": ["hr"], "at": "2026-11-20T18:00-05:00"}
NOTE |= {"tags": ["late_night"]}
REPLY = {"channel": "email", "direction": "inbound", "from": ["hr"], "at": "2026-11-23T09:00-05:00", "event": "reply"}


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands."""
    return SetClock()


@pytest.fixture
def opened(address: str, clock: SetClock) -> Any:
    """A ledger without cases."""
    with ledger.open(address, policy=POLICY, clock=clock) as found:
        yield found


def test_a_case_comes_back_as_it_went_in(opened: ledger.Ledger) -> None:
    """What a case says, and each touch of its history, is in the ledger as the file has it."""
    given = POLICY.case_from(case(history=[REPLY, NOTE], interview={"ended_at": "2026-11-20T15:30"}))
    kept = opened.import_case(given)
    again = POLICY.case_from({**dict(kept.document or {}), "history": [entry.touch for entry in kept.entries]})
    assert given == again
    assert [1, 2] == [entry.seq for entry in kept.entries]
    assert all(entry.recorded and entry.state is LedgerState.DONE for entry in kept.entries)


def test_a_case_that_comes_in_again_changes_nothing(opened: ledger.Ledger) -> None:
    """The same file adds no touch, whatever the ledger has learned since; two touches alike are two."""
    stated = case(history=[NOTE, REPLY, REPLY])
    first = opened.import_case(stated)
    assert first == opened.import_case(stated)
    claim = opened.claim("northgate", mail())
    claim.confirm()
    opened.amend(1, outcome="bounced")
    known = opened.case("northgate")
    done = {"id": "week-one", "channel": "email", "to": "boss", "at": "2026-11-27T10:00"}
    assert known == opened.import_case(case(history=[NOTE, REPLY, REPLY, done]))
    assert 5 == len(opened.import_case(case(history=[NOTE, REPLY, REPLY, REPLY, done])).entries)


def test_any_text_of_a_case_is_kept(opened: ledger.Ledger) -> None:
    """Names in any script, and with signs that mean something to databases, come back as they were."""
    names = {"boss": {"name": "Zoë 田中 🙂"}, "hr": {"name": "O'Neill; drop table"}}
    contacts = (opened.import_case(case(contacts=names)).document or {})["contacts"]
    assert ["Zoë 田中 🙂", "O'Neill; drop table"] == [one["name"] for one in contacts.values()]  # type: ignore[attr-defined]


def test_what_is_corrected_takes_the_place_of_what_was(opened: ledger.Ledger) -> None:
    """A file that says something else is what is judged from then on."""
    before = opened.import_case(case())
    after = opened.import_case(case(zone="Europe/London"))
    assert ("Europe/London", before.revision + 1) == ((after.document or {})["zone"], after.revision)


def test_every_change_of_what_counts_has_a_revision(opened: ledger.Ledger, clock: SetClock) -> None:
    """The revision grows with every step, and stays while one looks or is refused."""
    revisions = [opened.import_case(case()).revision]
    claim = opened.claim("northgate", mail())
    revisions.append(claim.revision)
    for step in (claim.start, claim.confirm, lambda: opened.record("northgate", REPLY)):
        step()
        revisions.append(opened.case("northgate").revision)
    assert sorted(set(revisions)) == revisions
    with pytest.raises(courtesy.RefusedError):
        opened.claim("northgate", mail("other"))
    claim.confirm()
    clock.now += timedelta(days=8)
    assert revisions[-1] == opened.case("northgate").revision


def test_those_who_look_see_what_has_run_out(opened: ledger.Ledger, clock: SetClock) -> None:
    """A claim whose time is over is shown as released or in doubt, although nobody has asked for it since."""
    opened.import_case(case())
    opened.claim("northgate", mail())
    opened.claim("northgate", mail("for-hr", to="hr")).start()
    clock.now += timedelta(minutes=10)
    states = [entry.state for entry in opened.case("northgate").entries]
    assert [LedgerState.RELEASED, LedgerState.IN_DOUBT] == states
    assert [2] == [entry.seq for entry in opened.pending().entries]


def test_an_erased_person_leaves_a_tombstone_that_counts(opened: ledger.Ledger, clock: SetClock) -> None:
    """No word of a person is left in any table; what was done counts, and decisions stay."""
    person = {"name": "The interviewer", "emails": ["interviewer@example.com"], "roles": ["interviewer"]}
    action = {"id": "later", "channel": "letter", "to": "boss", "message": {"body": "Dear interviewer"}}
    stated = case(contacts={"boss": person, "hr": {}}, history=[NOTE], actions=[action])
    opened.import_case(stated)
    claim = opened.claim("northgate", mail(), key="job")
    claim.confirm(provider_id="to-interviewer@example.com")
    with pytest.raises(courtesy.RefusedError):
        opened.claim("northgate", mail("other"))
    erased = opened.erase("northgate", "boss")
    assert [("erased-1",), ("erased-1",)] == [entry.touch.to for entry in erased.entries]
    assert [("hr",), ()] == [entry.touch.cc for entry in erased.entries]
    with opened._database.transaction() as transaction:
        tables = {name: transaction.rows(f'select * from "{name}"') for name in ("case", "touch", "decision")}  # noqa: S608
    written = json.dumps(tables, default=str)
    assert not [word for word in ("boss", "The interviewer", "example.com", "Dear", "late_night") if word in written]
    assert [2, 2] == [len(tables["decision"]), len(tables["touch"])]
    with pytest.raises(courtesy.RefusedError):
        opened.claim("northgate", mail("third", to="erased-1"))
    clock.now += timedelta(days=7)
    assert opened.claim("northgate", mail("third", to="erased-1")).state is LedgerState.CLAIMED
    assert "erased-2" in (opened.erase("northgate", "hr").document or {})["contacts"]  # type: ignore[operator]


def test_an_erased_case_is_no_longer_judged(opened: ledger.Ledger) -> None:
    """What is left of a case is when something was done; what was claimed can still be confirmed."""
    opened.import_case(case(history=[NOTE]))
    claim = opened.claim("northgate", mail())
    assert opened.erase("northgate").document is None
    for ask in (
        lambda: opened.claim("northgate", mail("other")),
        lambda: opened.record("northgate", REPLY),
        lambda: opened.import_case(case()),
        lambda: opened.erase("northgate"),
    ):
        with pytest.raises(ledger.UnknownCaseError, match="the case `northgate` was erased"):
            ask()
    claim.confirm()
    assert [NOW - timedelta(days=6, hours=16, minutes=30), NOW] == [
        entry.touch.at for entry in opened.case("northgate").entries
    ]
    assert "boss" not in json.dumps(courtesy.to_dict(opened.case("northgate")))
