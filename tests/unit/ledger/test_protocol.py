"""The protocol of the ledger: what each step answers, told by data and tried on both databases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy import ledger
from tests.helpers.ledgers import NOW, POLICY, SetClock, case, mail

if TYPE_CHECKING:
    from collections.abc import Callable

STORIES = yaml.load(Path(__file__).with_name("protocol.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  text alone


class Teller:
    """Takes the steps of a story, and says what they give."""

    def __init__(self, address: str) -> None:
        self.clock = SetClock()
        self.ledger = ledger.open(address, policy=POLICY, clock=self.clock)
        for name in ("northgate", "southgate"):
            self.ledger.import_case(case(name))
        self.known: dict[str, Any] = {}

    def claim(self, step: dict[str, Any]) -> Any:
        """Claim an action by its name."""
        said = {key: step[key] for key in ("to", "channel") if key in step}
        at = datetime.fromisoformat(step["at"]) if "at" in step else None
        action = mail(step["claim"], at=at, **said)
        return self.ledger.claim(step.get("case", "northgate"), action, key=step.get("key"))

    def record(self, step: dict[str, Any]) -> Any:
        """Record a touch."""
        return self.ledger.record("northgate", step["record"], key=step.get("key"))

    def start(self, step: dict[str, Any]) -> Any:
        """Start a claim."""
        return self.ledger.start(self.known[step["start"]].token)

    def confirm(self, step: dict[str, Any]) -> Any:
        """Confirm a claim."""
        said = {key: step[key] for key in ("outcome",) if key in step}
        return self.ledger.confirm(self.known[step["confirm"]].token, **said)

    def release(self, step: dict[str, Any]) -> Any:
        """Give a claim back."""
        return self.ledger.release(self.known[step["release"]].token, not_sent="not_sent" in step)

    def resolve(self, step: dict[str, Any]) -> Any:
        """End a doubt."""
        touch = self.known[step["resolve"]].touch_id
        return self.ledger.resolve(touch, sent=step["sent"] == "true", evidence="asked the provider")

    def amend(self, step: dict[str, Any]) -> Any:
        """Tell what came of a touch."""
        return self.ledger.amend(self.known[step["amend"]].touch_id, outcome=step["outcome"])

    def take(self, step: dict[str, Any]) -> None:
        """Take a step, and hold it to what it gives."""
        self.clock.now += timedelta(minutes=float(step.get("after", 0)))
        if "pending" in step:
            assert step["pending"] == [entry.state for entry in self.ledger.pending().entries]
            return
        verb = next(key for key in step if hasattr(self, key) and key not in {"known", "take", "clock", "ledger"})
        given: Any = None
        try:
            given = getattr(self, verb)(step)
        except courtesy.CourtesyError as error:
            told = error.code
            told += f" {error.verdict.outcome}" if isinstance(error, courtesy.RefusedError) else ""
            told += f" {state}" if (state := getattr(error, "state", None)) else ""
        else:
            entry = getattr(given, "entry", given)
            told = entry.state + (" late" if entry.late else "") + (" recorded" if entry.recorded else "")
        assert step["gives"] == told
        if "same" in step:
            assert self.known[step["same"]].touch_id == given.touch_id
            assert getattr(self.known[step["same"]], "token", None) == getattr(given, "token", None)
        if "other_than" in step:
            assert self.known[step["other_than"]].touch_id != given.touch_id
        if "as" in step:
            self.known[step["as"]] = given


@pytest.mark.parametrize("story", STORIES)
def test_the_protocol_answers_as_told(story: str, address: str) -> None:
    """Every step of a story gives the state, or the error, that is written beside it."""
    teller = Teller(address)
    with teller.ledger:
        for step in STORIES[story]:
            teller.take(step)


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands."""
    return SetClock()


@pytest.fixture
def opened(address: str, clock: SetClock) -> Any:
    """A ledger with one case."""
    with ledger.open(address, policy=POLICY, clock=clock) as found:
        found.import_case(case())
        yield found


def test_leaving_without_a_start_gives_the_slot_back(opened: ledger.Ledger) -> None:
    """A block that is left before anything was started leaves the slot free, with and without an error."""
    with opened.claim("northgate", mail()) as claim:
        assert claim.state is courtesy.LedgerState.CLAIMED
    assert claim.state is courtesy.LedgerState.RELEASED
    with pytest.raises(ValueError, match="no paper"), opened.claim("northgate", mail()):
        raise ValueError("no paper")
    assert opened.claim("northgate", mail()).state is courtesy.LedgerState.CLAIMED


def test_leaving_after_a_start_leaves_doubt(opened: ledger.Ledger) -> None:
    """A block that is left after the start, and before it was confirmed, leaves a touch in doubt at once."""
    claim = opened.claim("northgate", mail())
    claim.start()
    with pytest.raises(OSError, match="line is cut"), claim:
        raise OSError("the line is cut")
    assert [courtesy.LedgerState.IN_DOUBT] == [entry.state for entry in opened.pending().entries]
    with pytest.raises(courtesy.RefusedError):
        opened.claim("northgate", mail("other"))
    claim.confirm(provider_id="p-1")
    assert (courtesy.LedgerState.DONE, "p-1") == (claim.state, claim.entry.provider_id)


def test_who_finds_it_started_by_another_does_not_put_it_in_doubt(opened: ledger.Ledger) -> None:
    """A second sender with the same key is told not to send, and leaves the first one's touch as it is."""
    first = opened.claim("northgate", mail(), key="job")
    first.start()
    with (
        pytest.raises(ledger.ClaimLostError, match="in state `sending`"),
        opened.claim("northgate", mail(), key="job") as second,
    ):
        second.start()
    assert [courtesy.LedgerState.SENDING] == [entry.state for entry in opened.pending().entries]


def test_a_refusal_carries_its_verdict_and_leaves_a_decision(opened: ledger.Ledger) -> None:
    """What is refused says so with a whole verdict, and what was decided is written either way."""
    opened.claim("northgate", mail())
    with pytest.raises(courtesy.RefusedError) as refused:
        opened.claim("northgate", mail("other"))
    verdict = refused.value.verdict
    assert isinstance(verdict, courtesy.Verdict)
    assert NOW + timedelta(days=7) == verdict.earliest
    assert ["slot.one-a-week"] == [finding.rule_id for finding in verdict.findings]
    with opened._database.transaction() as transaction:
        rows = transaction.rows("select record, exported from decision order by seq")
    records = [json.loads(row["record"]) for row in rows]
    assert [True, False] == [record["actions"][0]["permitted"] for record in records]
    assert not any(row["exported"] or "boss" in row["record"] for row in rows)


def test_an_action_of_the_case_is_claimed_by_its_id(opened: ledger.Ledger) -> None:
    """What the case proposes is claimed by its id, and an id that it does not have is an error."""
    action = {"id": "week-two", "channel": "email", "to": "boss", "at": "2026-11-27T10:00"}
    opened.import_case(case(actions=[action]))
    claim = opened.claim("northgate", "week-two")
    assert ("week-two", ("boss",), NOW) == (claim.entry.touch.id, claim.entry.touch.to, claim.entry.touch.at)
    with pytest.raises(courtesy.UnusableArgumentError, match="no action `week-three`"):
        opened.claim("northgate", "week-three")


def test_the_time_of_a_confirmation_lies_between_the_claim_and_now(opened: ledger.Ledger, clock: SetClock) -> None:
    """A time that is told with a confirmation is kept inside what the database knows."""
    for told, kept in ((-5, 0), (3, 3), (90, 4)):
        claim = opened.claim("northgate", mail("proposed"))
        begun = clock.now
        clock.now += timedelta(minutes=4)
        claim.confirm(happened_at=begun + timedelta(minutes=told))
        assert begun + timedelta(minutes=kept) == claim.entry.touch.at
        clock.now += timedelta(days=8)


def test_tenants_do_not_see_each_other(opened: ledger.Ledger) -> None:
    """A case, a key and a token of one tenant are nothing to another."""
    claim = opened.claim("northgate", mail(), key="job")
    other = opened.for_tenant("southern")
    with pytest.raises(ledger.UnknownCaseError, match="of the tenant `southern`"):
        other.claim("northgate", mail())
    with pytest.raises(ledger.UnknownEntryError, match="a touch with that token, found none") as unknown:
        other.start(claim.token)
    assert claim.token not in str(unknown.value) + str(vars(unknown.value))
    other.import_case(case())
    assert other.claim("northgate", mail("other"), key="job").touch_id != claim.touch_id
    assert ["default", "southern"] == [one.pending().entries[0].tenant for one in (opened, other)]


def test_versions_by_date_judge_too(opened: ledger.Ledger) -> None:
    """All versions of a policy judge as one does, each on its dates."""
    policies = courtesy.load_policies("hire-wire", matcher="native")
    opened.import_case(case(interview={"ended_at": "2026-11-25T15:30"}), policy=policies)
    with pytest.raises(courtesy.RefusedError) as refused:
        opened.claim("northgate", mail(cc=("hr",)), policy=policies)
    assert "2026-12-02T15:30:00-05:00" == refused.value.verdict.earliest.isoformat()  # type: ignore[union-attr]
    assert policies.sources[-1].id == refused.value.verdict.policy.id


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda it: it.claim("northgate", {"channel": "email"}), "expected an action, found a value of type `dict`"),
        (lambda it: it.claim("northgate", mail(), key=""), "printable characters as `key`"),
        (lambda it: it.claim("northgate", mail(), key="a\x00"), "printable characters as `key`"),
        (lambda it: it.claim("northgate", mail(), lease=timedelta(0)), "at most a day, found `0:00:00`"),
        (lambda it: it.claim("northgate", mail(), policy="hire-wire"), "loaded policy, found a value of type `str`"),
        (lambda it: it.claim("northgate", mail(to="bos")), "expected a known contact, found `bos`"),
        (lambda it: it.confirm("x", outcome="deliverd"), "expected a known outcome, found `deliverd`"),
        (lambda it: it.confirm("x", happened_at=datetime(2026, 1, 1)), "aware datetime as `happened_at`"),  # noqa: DTZ001
        (lambda it: it.confirm("x"), "expected a touch with that token, found none"),
        (lambda it: it.resolve(99, sent=True, evidence="x"), "expected the touch `99`, found none"),
        (lambda it: it.resolve("9" * 30, sent=True, evidence="x"), "expected the touch `999"),
        (lambda it: it.claim(7, mail()), "as `case_id`, found a value of type `int`"),
        (lambda it: it.start("a\x00"), "printable characters as `token`"),
        (lambda it: it.resolve(1, sent=True, evidence=""), "printable characters as `evidence`"),
        (lambda it: it.record("northgate", {"channel": "email", "to": "bos", "at": NOW}), "found `bos`"),
        (lambda it: it.import_case(case(history="unknown")), "found that it is unknown"),
        (lambda it: it.import_case({"zone": "UTC"}), "a case with an `id`"),
        (
            lambda it: it.import_case(case(history=[{"channel": "phone", "to": "hr", "at": "2026-11-28T10:00"}])),
            "up to now, which is 2026-11-27T15:30",
        ),
        (lambda it: it.erase("northgate", "bos"), "the case has no contact `bos`"),
    ],
)
def test_what_cannot_be_used_is_told_and_changes_nothing(
    ask: Callable[[ledger.Ledger], object], told: str, opened: ledger.Ledger
) -> None:
    """What a caller got wrong is an error that names it, and the case is as it was."""
    before = opened.case("northgate")
    with pytest.raises(courtesy.CourtesyError) as error:
        ask(opened)
    assert told in str(error.value)
    assert not isinstance(error.value, courtesy.FaultError)
    assert before == opened.case("northgate")
