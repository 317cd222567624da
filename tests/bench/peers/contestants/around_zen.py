"""What a user of the fastest peer would write around it, to do the whole job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

import courtesy
from tests.bench.peers import hand_written
from tests.bench.peers.contestant import ALL_ACTS, CASES, Contestant
from tests.bench.peers.contestants.zen_engine import ZenList
from tests.bench.peers.facts import sheet_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tests.bench.peers.cases import Check


class AroundZen(Contestant):
    """A peer at work: sheets derived by hand, ZEN matches, and where it finds a rule broken, words found by hand."""

    name: ClassVar[str] = "hand-written around zen-engine"
    given: ClassVar[str] = CASES
    form: ClassVar[str] = "facts by hand, one expression, words by hand for what it finds"

    def __init__(self, policy: Path, checks: list[Check], *, acts: str = ALL_ACTS) -> None:
        """`acts` tells which checks these are."""
        self.acts, self.count = acts, len(checks)
        self._rules, self._checks = {rule.id: rule for rule in courtesy.load_policy(policy).rules}, checks
        self._zen = ZenList([])

    @property
    def is_peer(self) -> bool:
        """No: it is what is built around one."""
        return False

    def answers(self) -> list[Collection[str]]:
        """The rules that both ZEN and the words name."""
        return [self._broken(check) for check in self._checks]

    def _broken(self, check: Check) -> Collection[str]:
        found = self._zen.broken(json.dumps(sheet_of(*check)))
        told = hand_written.check(self._rules, *check).findings if found else ()
        return [finding.rule.id for finding in told if finding.rule.id in found]
