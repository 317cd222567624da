"""What must hold of a policy that builds on another: it judges as the reference does, and keeps to the locks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from courtesy.api import load_policy, parse_policy
from courtesy.compiling.lock_errors import LockedError
from courtesy.errors import InvalidInputError
from courtesy.instants import instant
from courtesy.loading.inheritance_errors import EmptyChangeError
from courtesy.matching.errors import TooComplexRuleError
from courtesy.model.policy import Level
from courtesy.selfcheck.difference import DifferenceFoundError
from courtesy.selfcheck.examiner import TooComplexError
from courtesy.selfcheck.measures import EngineMeasures
from courtesy.selfcheck.random_children import PARENT
from courtesy.selfcheck.reference.inheriting import plain_policies
from courtesy.selfcheck.reference.planning import Reference
from courtesy.selfcheck.reference.validity import holds
from courtesy.selfcheck.shrinking import as_file

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy.model.case import Action, Case
    from courtesy.selfcheck.dice import Document
    from courtesy.selfcheck.reference.judging import Place

_KIND = "child"
_WORST_FIRST = ("refused", "undetermined", "warn", "allow")


class RefusedByLockError(Exception):
    """A random child loosens what its parent has locked, which is no difference."""


class ChildExaminer:
    """Examines cases by a policy that builds on another."""

    def __init__(self, parent: Document, child: Document) -> None:
        """Load both from their files.

        Raises RefusedByLockError, TooComplexError, and DifferenceFoundError where the child does not load otherwise.
        """
        try:
            with TemporaryDirectory() as folder:
                for name, document in ((PARENT, parent), ("child.yaml", child)):
                    (Path(folder) / name).write_bytes(as_file(document))
                self.policy = load_policy(Path(folder) / "child.yaml", matcher="native")
            plain = [parse_policy(as_file(one), matcher="native").source for one in plain_policies(parent, child)]
            whole = parse_policy(as_file(parent), matcher="native")
        except InvalidInputError as error:
            if all(isinstance(problem, LockedError) for problem in error.problems):
                raise RefusedByLockError from error
            if any(isinstance(problem, TooComplexRuleError | EmptyChangeError) for problem in error.problems):
                raise TooComplexError from error
            raise DifferenceFoundError("child-refused", f"the child does not load: {error}") from error
        if not plain:  # every rule is disabled, and there are no others
            raise TooComplexError
        self.references = [Reference(one, EngineMeasures()) for one in plain]
        self.parent = Reference(whole.source, EngineMeasures())
        self.locked = {rule.id for rule in whole.rules if rule.locked and rule.level is Level.MUST}

    def load(self, document: Document) -> Case:
        """The case in a document."""
        return self.policy.case_from(document)

    def examine(self, case: Case, action: Action, now: datetime) -> bool:
        """Hold one action to the reference and to the locks; whether the policy holds at its time.

        Raises DifferenceFoundError.
        """
        turns = [one.turn(case, action, one.so_far(case, now), now) for one in self.references]
        at, done = turns[0].at, turns[0].done
        if not (done or holds(self.references[0].policy, at)):
            return False
        as_of = case.history is not None and any(instant(one.at) > instant(now) for one in case.history.touches)
        verdict = self.policy.check(case, action, now=now, as_of=as_of, all_findings=True)
        expected: dict[Place, str] = {}
        outcomes = []
        for turn in turns:
            statuses = dict(turn.trial.statuses(at))
            expected |= statuses
            outcomes.append(turn.trial.worst(statuses))
        said = {
            (one.rule_id, one.recipient): one.status.value
            for one in verdict.findings
            if one.rule_id != "defaults.unlisted_channel"
        }
        if said != expected:
            places = [place for place in {**said, **expected} if said.get(place) != expected.get(place)]
            told = "; ".join(f"{one}: {said.get(one)}, by the reference {expected.get(one)}" for one in places)
            raise DifferenceFoundError(_KIND, f"action `{action.id}`: {told}")
        outcome = "refused" if verdict.outcome.refused else verdict.outcome.value
        if outcome != min(outcomes, key=_WORST_FIRST.index):
            raise DifferenceFoundError(
                _KIND, f"action `{action.id}` comes to {outcome}, by the reference to {outcomes}"
            )
        self._check_locks(case, action, now, at, refused=verdict.outcome.refused)
        return True

    def _check_locks(self, case: Case, action: Action, now: datetime, at: datetime, *, refused: bool) -> None:
        """What a locked rule of the parent refuses is refused."""
        turn = self.parent.turn(case, action, self.parent.so_far(case, now), now)
        broken = [rule for (rule, _), status in turn.trial.statuses(at).items() if status == "violated"]
        if not refused and not self.locked.isdisjoint(broken):
            names = ", ".join(sorted(self.locked.intersection(broken)))
            raise DifferenceFoundError("lock", f"action `{action.id}` is permitted, though the parent locks {names}")
