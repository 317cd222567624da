"""One decision made again by another policy, and compared with what was said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import courtesy
from courtesy.recording import records
from courtesy.recording.language import language_of
from courtesy.recording.masking import masked_waivers
from courtesy.recording.rebuilding import rebuilt
from courtesy.recording.timetables import differing_stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from courtesy.recording.keys import Keys, Record
    from courtesy.recording.rebuilding import Rebuilt

    _Question: TypeAlias = Callable[[courtesy.Policy, courtesy.Case, dict[str, Any]], "_T"]

_T = TypeVar("_T")
_WAIVERS = "waivers"
_LACKING = "the log does not have what the policy reads"
_HASHED = "the log has words only as hashes, which its key would tell"
_UNKEYED = "a ledger without the key of the log has masked it, so that nobody can tell its words"


class NotReplayedError(Exception):
    """A decision cannot be made again."""

    def __init__(self, why: str, facts: frozenset[str] = frozenset()) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts


class _Judged(NamedTuple):
    """What came of one action, or of a plan."""

    outcome: courtesy.Outcome
    earliest: datetime | None = None
    broken: frozenset[str] = frozenset()


class Again:
    """Makes decisions again by one policy."""

    def __init__(self, policy: courtesy.Policy, keys: Keys | None) -> None:
        self._language, self._keys = language_of(policy), keys
        self._policy = (policy if keys is None else masked_waivers(policy, keys)).as_pinned()

    def compare(self, record: Record) -> Iterator[courtesy.ReplayedAction]:
        """The actions of a record that would be judged otherwise. Raises NotReplayedError."""
        keys = self._keys_of(record)
        if self._policy.waivers and keys is None:
            raise NotReplayedError(self._hidden, frozenset({_WAIVERS}))
        again = rebuilt(record, self._language, keys)
        same = record["policy"]["digest"] == self._policy.digest
        if again.hashed and not same:
            raise NotReplayedError(self._hidden, again.hashed)
        if record["kind"] == records.WINDOWS:
            yield from self._windows(record, again)
            return
        verdict = self._verdict(record, again)
        self._hold_known(again, verdict)
        found = _by_action(verdict)
        told: dict[str | None, _Judged] = {None: _Judged(courtesy.Outcome(record["outcome"]))}
        told.update(map(_as_told, record["actions"]))
        if record["kind"] == records.CHECK:
            del told[None], found[None]
        if told.keys() != found.keys():
            raise NotReplayedError("its actions are not those of its case")
        differing = [name for name, was in told.items() if _differ(was, found[name])]
        if len(differing) > 1:  # a plan as a whole differs by itself for what is owed alone
            differing = [name for name in differing if name is not None]
        for name in differing:
            was, would_be = told[name], found[name]
            yield courtesy.ReplayedAction(
                **_told_of(record),
                action=name,
                was=was.outcome,
                would_be=would_be.outcome,
                earliest_was=was.earliest,
                earliest=would_be.earliest,
                broken=tuple(sorted(would_be.broken - was.broken)),
                kept=tuple(sorted(was.broken - would_be.broken)),
            )

    @property
    def _hidden(self) -> str:
        """Why words of a record are not known although they may decide."""
        return _HASHED if self._keys is None else _UNKEYED

    def _keys_of(self, record: Record) -> Keys | None:
        """The keys, where they are those that masked the record: a ledger may have had none."""
        keys = self._keys
        return keys if keys is None or record.get("mask", keys.name) == keys.name else None

    def _windows(self, record: Record, again: Rebuilt) -> Iterator[courtesy.ReplayedAction]:
        """The action of a timetable whose times would be others, by the gravest difference."""
        until = datetime.fromisoformat(record["until"])
        table, verdict = self._asked(
            lambda policy, case, options: (
                policy.windows(case, until=until, **options),
                policy.check(case, explain=False, **options),
            ),
            record,
            again,
        )
        unsettled = (stretch for stretch in table.windows if stretch.outcome is courtesy.Outcome.UNDETERMINED)
        self._hold_known(again, verdict, frozenset(rule for one in unsettled for rule in one.rules))
        if (found := differing_stretch(record, table)) is None:
            yield from _later(record, table)
            return
        yield courtesy.ReplayedAction(
            **_told_of(record),
            action=table.action.id,
            at=found.at,
            was=found.was,
            would_be=found.would_be,
            broken=tuple(sorted(found.rules - found.rules_were)),
            kept=tuple(sorted(found.rules_were - found.rules)),
        )

    def _verdict(self, record: Record, again: Rebuilt) -> courtesy.Verdict | courtesy.PlanVerdict:
        return self._asked(
            lambda policy, case, options: (policy.check if record["kind"] == records.CHECK else policy.check_plan)(
                case, explain=False, **options
            ),
            record,
            again,
        )

    def _asked(self, question: _Question[_T], record: Record, again: Rebuilt) -> _T:
        """The answer of the policy. Raises NotReplayedError."""
        options = {"now": datetime.fromisoformat(record["now"]), "as_of": record["as_of"]}
        try:
            return question(self._policy, self._policy.case_from(again.document), options)
        except courtesy.FaultError:
            raise
        except courtesy.InvalidInputError as error:
            raise NotReplayedError(f"the case does not fit the policy: {error.problems[0]}") from None
        except courtesy.CourtesyError as error:
            raise NotReplayedError(str(error)) from None

    def _hold_known(
        self,
        again: Rebuilt,
        verdict: courtesy.Verdict | courtesy.PlanVerdict,
        unsettled: frozenset[str] = frozenset(),
    ) -> None:
        """Raise NotReplayedError where what the log does not have might decide; `unsettled` are undecided too."""
        lost = again.unlogged
        attributes = frozenset(name for name in lost if name.startswith("attributes."))
        if attributes and any(isinstance(touch, dict) for touch in again.document["history"]):
            raise NotReplayedError(_LACKING, attributes)  # a touch that does not say them is not counted
        read_by: Any = self._language.read_by
        undecided = unsettled | {
            finding.rule_id
            for one in _verdicts(verdict)
            for finding in one.findings
            if finding.status is courtesy.Status.UNDETERMINED
        }
        if isinstance(verdict, courtesy.PlanVerdict):
            undecided |= {one.rule_id for one in verdict.obligations if one.standing is courtesy.Standing.UNDETERMINED}
        wanted = frozenset(name for rule in undecided for name in read_by.get(rule, ()) if name in lost)
        if wanted:
            raise NotReplayedError(_LACKING, wanted)


def _later(record: Record, table: courtesy.Timetable) -> Iterator[courtesy.ReplayedAction]:
    """The action of a timetable that is as it was, where it is permitted from another time on after its end."""
    then = None if record["then"] is None else datetime.fromisoformat(record["then"])
    if then != table.then:
        outcome = table.windows[-1].outcome
        yield courtesy.ReplayedAction(
            **_told_of(record),
            action=table.action.id,
            at=table.windows[-1].start,
            was=outcome,
            would_be=outcome,
            earliest_was=then,
            earliest=table.then,
        )


def _told_of(record: Record) -> dict[str, Any]:
    """Which decision it is, and who made it."""
    return {
        "seq": record["seq"],
        "id": record["id"],
        "now": datetime.fromisoformat(record["now"]),
        "policy": courtesy.PolicyReference(**record["policy"]),
    }


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
