"""What those have said of a rule on whom a policy builds: who changed it, from what, and who has locked it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from courtesy.api import Policy
from courtesy.model.comparison import How
from courtesy.review.comparison.rule_changes import rule_changes
from courtesy.wording.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.comparison import RuleChange
    from courtesy.model.policy import Rule

_ASKED, _LOCKED = "Asks", "Locked"
_HOW = {How.STRICTER: "stricter", How.LOOSER: "looser"}
_LOCKED_HERE = "Who builds on this policy may only make it stricter."


class Ancestry:
    """The rules of a policy as each policy of its line has them, the first one first."""

    def __init__(self, policy: Policy) -> None:
        older = [Policy(source, matcher="native") for source in policy.source.lineage if source is not policy.source]
        self._line = (*reversed(older), policy)
        self._changes = [
            (older, newer, {one.rule_id: one for one in rule_changes(older, newer)})
            for older, newer in pairwise(self._line)
        ]

    def rows(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """Whose the rule is, what each one that changed it found, and who has locked it; each under a label."""
        if len(self._line) > 1 and rule.author is not None:
            yield "From", f"{rule.author}."
        for older, newer, changes in self._changes:
            own = next((one for one in newer.rules if one.id == rule.id), None)
            if own is not None and own.changed_by == newer.source.author and rule.id in changes:
                yield "Changed", " ".join(_changed(older, newer, changes[rule.id]))
        locked = [
            policy.source.author for policy in self._line for one in policy.rules if one.id == rule.id and one.locked
        ]
        if locked and locked[0] != self._line[-1].source.author:
            yield _LOCKED, f"{locked[0]} has locked this rule: who builds on it may only make the rule stricter."
        elif locked:
            yield _LOCKED, _LOCKED_HERE


def _changed(older: Policy, newer: Policy, change: RuleChange) -> Iterator[str]:
    """What the older one says and what the newer one says instead, in the words of a comparison."""
    by, of = newer.source.author, older.source.author
    judging = [line for line in change.lines if line.judges and line.label != _LOCKED]
    was, now = (
        " ".join(said if line.label == _ASKED else f"{line.label}: {said}" for line, said in told if said is not None)
        for told in ([(line, line.old) for line in judging], [(line, line.new) for line in judging])
    )
    if change.how in _HOW:
        yield f"{by} has made it {_HOW[change.how]}."
    if was and now:
        yield f"{of} says: {quoted(was)} {by} says: {quoted(now)}"
    elif now:
        yield f"{by} adds: {quoted(now)}"
    elif was:
        yield f"{by} leaves out what {of} says: {quoted(was)}"
    else:
        yield f"{by} has changed its words, and nothing that it asks for."
