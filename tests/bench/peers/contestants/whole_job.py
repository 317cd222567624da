"""Those that do the whole job: from case and history to an explained verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import courtesy
from courtesy.instants import instant
from courtesy.judging.occasions import occasions_of
from tests.bench.peers import hand_written
from tests.bench.peers.contestant import ALL_ACTS, CASES, Contestant

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tests.bench.peers.cases import Check


class _Ours(Contestant):
    """Not a peer."""

    @property
    def is_peer(self) -> bool:
        """No."""
        return False


class Courtesy(_Ours):
    """Courtesy's public `check`, with one of its matchers or both."""

    name: ClassVar[str] = "Courtesy"
    given: ClassVar[str] = CASES
    form: ClassVar[str] = "derive, match, explain"

    def __init__(self, policy: Path, matcher: str, checks: list[Check], *, acts: str = ALL_ACTS) -> None:
        """`acts` tells which checks these are."""
        self.acts, self.count = acts, len(checks)
        self._policy, self._matcher, self._checks = courtesy.load_policy(policy, matcher=matcher), matcher, checks

    @property
    def title(self) -> str:
        """With the matcher's name."""
        return f"Courtesy, {self._matcher}"

    def verdicts(self) -> list[courtesy.Verdict]:
        """What it says of every check."""
        check = self._policy.check
        return [check(case, action, now=now) for case, action, now in self._checks]

    def answers(self) -> list[Collection[str]]:
        """The rules that the findings name."""
        return [[finding.rule_id for finding in verdict.findings] for verdict in self.verdicts()]


class CourtesyMatching(_Ours):
    """One of Courtesy's matchers alone, on fact sheets that it has derived before: like for like with the peers."""

    name: ClassVar[str] = "Courtesy"
    form: ClassVar[str] = "its own sheets, derived before"

    def __init__(self, policy: Path, matcher: str, checks: list[Check]) -> None:
        self.count, self._matcher = len(checks), matcher
        profiles = courtesy.load_policy(policy, matcher=matcher).dated.profiles
        self._ready = []
        for case, action, now in checks:
            profile = profiles.of(action)
            occasions = occasions_of(case, action, case.history, instant(action.at or now))
            sheets = [profile.derive(occasion) for occasion in occasions]
            self._ready.append((profile.match, sheets, [rule.rule.id for rule in profile.rules]))

    @property
    def title(self) -> str:
        """With the matcher's name."""
        return f"Courtesy, {self._matcher}, matching alone"

    def answers(self) -> list[Collection[str]]:
        """The rules that are violated."""
        return [[ids[rule] for sheet in sheets for rule in match(sheet).violated] for match, sheets, ids in self._ready]


class HandWritten(_Ours):
    """The function in hand_written.py."""

    name: ClassVar[str] = "hand-written function"
    given: ClassVar[str] = CASES
    form: ClassVar[str] = "the same job for these rules only"

    def __init__(self, policy: Path, checks: list[Check], *, acts: str = ALL_ACTS) -> None:
        """`acts` tells which checks these are."""
        self.acts, self.count = acts, len(checks)
        self._rules, self._checks = {rule.id: rule for rule in courtesy.load_policy(policy).rules}, checks

    def verdicts(self) -> list[hand_written.Verdict]:
        """What it says of every check."""
        check, rules = hand_written.check, self._rules
        return [check(rules, case, action, now) for case, action, now in self._checks]

    def answers(self) -> list[Collection[str]]:
        """The rules that the findings name."""
        return [[finding.rule.id for finding in verdict.findings] for verdict in self.verdicts()]
