"""The decisions of a log made again by another policy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import courtesy
from courtesy.recording import records
from courtesy.recording.errors import BrokenLogError, UnreadableLogError
from courtesy.recording.keys import Keys
from courtesy.recording.language import language_of
from courtesy.recording.masking import masked_waivers
from courtesy.recording.rebuilding import rebuilt
from courtesy.recording.verifying import read_log, record_in, verify

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from courtesy.recording.keys import Record
    from courtesy.recording.rebuilding import Rebuilt

_WAIVERS = "waivers"
_LACKING = "the log does not have what the policy reads"
_HASHED = "the log has words only as hashes, which its key would tell"


class _NotReplayedError(Exception):
    """A decision cannot be made again."""

    def __init__(self, why: str, facts: frozenset[str] = frozenset()) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts


def replay(
    path: str | os.PathLike[str],
    policy: courtesy.Policy,
    *,
    key: bytes | None = None,
    checkpoint_path: str | os.PathLike[str] | None = None,
) -> courtesy.Replay:
    """What a policy would have said to the decisions of a log, whatever its dates.

    With the key of the log it is verified first, and words of cases that the log has only as hashes are known again
    where the policy says them. Raises UnreadableLogError, UnusableKeyError, and BrokenLogError for a log that is not
    whole.
    """
    log, keys = Path(path), None if key is None else Keys(key)
    if key is not None:
        report = verify(log, key=key, checkpoint_path=checkpoint_path)
        if not report.whole:
            raise BrokenLogError(log, report.flaws[0].message)
    again = _Again(policy, keys)
    changed: list[courtesy.ReplayedAction] = []
    unreplayed: list[courtesy.UnreplayedDecision] = []
    decisions = actions = 0
    for record in _decisions(log):
        decisions += 1
        try:
            compared = list(again.compare(record))
        except _NotReplayedError as error:
            why, facts = error.why, tuple(sorted(error.facts))
            unreplayed.append(courtesy.UnreplayedDecision(seq=record["seq"], id=record["id"], why=why, facts=facts))
        else:
            actions += len(record["actions"])
            changed += compared
    return courtesy.Replay(
        policy=courtesy.PolicyReference(policy.id, policy.version, policy.digest, policy.text_digest),
        verified=key is not None,
        decisions=decisions,
        actions=actions,
        newly_permitted=tuple(one for one in changed if one.would_be.permitted and not one.was.permitted),
        newly_refused=tuple(one for one in changed if one.was.permitted and not one.would_be.permitted),
        otherwise=tuple(one for one in changed if one.was.permitted is one.would_be.permitted),
        unreplayed=tuple(unreplayed),
    )


def _decisions(path: Path) -> Iterator[Record]:
    """The records of decisions. Raises UnreadableLogError where a line is none."""
    for number, line in enumerate(read_log(path).splitlines(), 1):
        record = record_in(line)
        if record is None or record.get("v") != records.FORMAT:
            raise UnreadableLogError(path, f"line {number} is no record of format {records.FORMAT}")
        if record.get("kind") in records.DECISIONS:
            if not record.keys() >= _DECISION_KEYS:
                raise UnreadableLogError(path, f"line {number} is not whole")
            yield record


_DECISION_KEYS = frozenset(
    {"seq", "id", "now", "as_of", "reads", "case", "texts", "policy", "outcome", "actions", "obligations"}
)


class _Judged(NamedTuple):
    """What came of one action, or of a plan."""

    outcome: courtesy.Outcome
    earliest: datetime | None = None
    broken: frozenset[str] = frozenset()


class _Again:
    """Makes decisions again by one policy."""

    def __init__(self, policy: courtesy.Policy, keys: Keys | None) -> None:
        self._language, self._keys = language_of(policy), keys
        self._untold_waivers = bool(policy.waivers) and keys is None
        self._policy = (policy if keys is None else masked_waivers(policy, keys)).as_pinned()

    def compare(self, record: Record) -> Iterator[courtesy.ReplayedAction]:
        """The actions of a record that would be judged otherwise. Raises _NotReplayedError."""
        if self._untold_waivers:
            raise _NotReplayedError(_HASHED, frozenset({_WAIVERS}))
        again = rebuilt(record, self._language, self._keys)
        same = record["policy"]["digest"] == self._policy.digest
        if again.hashed and not same:
            raise _NotReplayedError(_HASHED, again.hashed)
        verdict = self._verdict(record, again)
        self._hold_known(again, verdict)
        found = _by_action(verdict)
        told: dict[str | None, _Judged] = {None: _Judged(courtesy.Outcome(record["outcome"]))}
        told.update(map(_as_told, record["actions"]))
        if record["kind"] == records.CHECK:
            del told[None], found[None]
        if told.keys() != found.keys():
            raise _NotReplayedError("its actions are not those of its case")
        differing = [name for name, was in told.items() if _differ(was, found[name])]
        if len(differing) > 1:  # a plan as a whole differs by itself for what is owed alone
            differing = [name for name in differing if name is not None]
        for name in differing:
            was, would_be = told[name], found[name]
            yield courtesy.ReplayedAction(
                seq=record["seq"],
                id=record["id"],
                now=datetime.fromisoformat(record["now"]),
                action=name,
                policy=courtesy.PolicyReference(**record["policy"]),
                was=was.outcome,
                would_be=would_be.outcome,
                earliest_was=was.earliest,
                earliest=would_be.earliest,
                broken=tuple(sorted(would_be.broken - was.broken)),
                kept=tuple(sorted(was.broken - would_be.broken)),
            )

    def _verdict(self, record: Record, again: Rebuilt) -> courtesy.Verdict | courtesy.PlanVerdict:
        now, as_of = datetime.fromisoformat(record["now"]), record["as_of"]
        try:
            case = self._policy.case_from(again.document)
            if record["kind"] == records.CHECK:
                return self._policy.check(case, now=now, as_of=as_of, explain=False)
            return self._policy.check_plan(case, now=now, as_of=as_of, explain=False)
        except courtesy.FaultError:
            raise
        except courtesy.InvalidInputError as error:
            raise _NotReplayedError(f"the case does not fit the policy: {error.problems[0]}") from None
        except courtesy.CourtesyError as error:
            raise _NotReplayedError(str(error)) from None

    def _hold_known(self, again: Rebuilt, verdict: courtesy.Verdict | courtesy.PlanVerdict) -> None:
        """Raise _NotReplayedError where what the log does not have might decide."""
        lost = again.unlogged
        attributes = frozenset(name for name in lost if name.startswith("attributes."))
        if attributes and any(isinstance(touch, dict) for touch in again.document["history"]):
            raise _NotReplayedError(_LACKING, attributes)  # a touch that does not say them is not counted
        read_by: Any = self._language.read_by
        undecided = {
            finding.rule_id
            for one in _verdicts(verdict)
            for finding in one.findings
            if finding.status is courtesy.Status.UNDETERMINED
        }
        if isinstance(verdict, courtesy.PlanVerdict):
            undecided |= {one.rule_id for one in verdict.obligations if one.standing is courtesy.Standing.UNDETERMINED}
        wanted = frozenset(name for rule in undecided for name in read_by.get(rule, ()) if name in lost)
        if wanted:
            raise _NotReplayedError(_LACKING, wanted)


def _verdicts(verdict: courtesy.Verdict | courtesy.PlanVerdict) -> tuple[courtesy.Verdict, ...]:
    return verdict.actions if isinstance(verdict, courtesy.PlanVerdict) else (verdict,)


def _by_action(verdict: courtesy.Verdict | courtesy.PlanVerdict) -> dict[str | None, _Judged]:
    found: dict[str | None, _Judged] = {None: _Judged(verdict.outcome)}
    for one in _verdicts(verdict):
        found[one.id] = _Judged(one.outcome, one.earliest, frozenset(finding.rule_id for finding in one.broken()))
    return found


def _as_told(action: Record) -> tuple[str, _Judged]:
    earliest = action["earliest"]
    violated = (rule["id"] for rule in action["rules"] if rule["status"] == courtesy.Status.VIOLATED)
    return action["id"], _Judged(
        courtesy.Outcome(action["outcome"]),
        None if earliest is None else datetime.fromisoformat(earliest),
        frozenset(violated),
    )


def _differ(was: _Judged, would_be: _Judged) -> bool:
    """Whether the outcome or the earliest permitted time is another one."""
    return (was.outcome, was.earliest) != (would_be.outcome, would_be.earliest)
