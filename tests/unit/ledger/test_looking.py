"""What whoever looks is told of a ledger: touches, what is in doubt, and cases as their files would state them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy import LedgerState, ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands."""
    return SetClock()


@pytest.fixture
def book(address: str, clock: SetClock) -> Iterator[ledger.Ledger]:
    """A ledger with one case."""
    with ledger.open(address, policy=POLICY, clock=clock) as found:
        found.import_case(case())
        yield found


def test_a_touch_is_found_by_its_names(book: ledger.Ledger) -> None:
    """A touch is found by its id, its number and the token of its claim, in its own tenant alone."""
    claim = book.claim("northgate", mail())
    found = [book.entry(claim.touch_id), book.entry(claim.entry.seq), book.entry(token=claim.token)]
    assert [claim.entry] * 3 == found
    assert NOW == book.now()
    with pytest.raises(ledger.UnknownEntryError, match="that token") as unknown:
        book.for_tenant("other").entry(token=claim.token)
    assert claim.token not in str(unknown.value)
    with pytest.raises(ledger.UnknownEntryError, match="`none`"):
        book.entry("none")


def test_doubts_are_counted(book: ledger.Ledger, clock: SetClock) -> None:
    """What was started and is over is in doubt, whoever it belongs to, and whether or not it is written yet."""
    other = book.for_tenant("other")
    other.import_case(case())
    for one in (book, other):
        one.claim("northgate", mail()).start()
    assert 0 == book.in_doubt()
    clock.now += timedelta(minutes=10)
    assert 2 == book.in_doubt()
    first = book.pending().entries[0]
    book.resolve(first.seq, sent=True, evidence="the provider's log")
    assert 1 == book.in_doubt()


def test_a_case_as_its_file_would_state_it(book: ledger.Ledger, clock: SetClock) -> None:
    """All that counts is its history, in the order of time; what failed may be tried again, and so bears no id."""
    bounced = book.claim("northgate", mail("first"))
    bounced.confirm(outcome="bounced")
    book.claim("northgate", mail("given-back")).release()
    book.record("northgate", {"channel": "letter", "to": "hr", "at": NOW - timedelta(days=1), "id": "letter"})
    clock.now += timedelta(minutes=1)
    book.claim("northgate", mail("second"))
    stated = ledger.stated(book.case("northgate"))
    told = [(one["channel"], one.get("id")) for one in stated["history"]]
    assert [("letter", "letter"), ("email", None), ("email", "second")] == told
    assert courtesy.Outcome.WAIT is POLICY.check(POLICY.case_from(stated), mail("third"), now=clock.now).outcome
    assert LedgerState.CLAIMED is book.pending().entries[0].state


def test_nothing_is_stated_of_what_was_erased(book: ledger.Ledger) -> None:
    """A case that was erased is stated by nobody."""
    book.erase("northgate")
    with pytest.raises(ledger.UnknownCaseError, match="was erased"):
        ledger.stated(book.case("northgate"))


def test_what_is_no_name_names_nothing(book: ledger.Ledger) -> None:
    """What cannot be the id of a case is none in a lenient look, and an error else, whatever database it is."""
    for name in ("none", "a\x00b", "", "x" * 2000, "\ud800"):
        assert () == book.report(name, lenient=True).cases
    assert ["northgate"] == [one.case_id for one in book.report("northgate", "\x00", lenient=True).cases]
    with pytest.raises(courtesy.UnusableArgumentError):
        book.case("a\x00b")


def test_all_cases_are_told_some_at_a_time(book: ledger.Ledger) -> None:
    """Reports have the cases in the order of their ids, each once, those of the tenant alone."""
    for name in ("a", "b", "z"):
        book.import_case(case(name))
    book.for_tenant("other").import_case(case("m"))
    told = [[one.case_id for one in report.cases] for report in book.reports(at_a_time=2)]
    assert [["a", "b"], ["northgate", "z"]] == told
    with pytest.raises(courtesy.UnusableArgumentError, match="at_a_time"):
        next(book.reports(at_a_time=0))
