"""What a self-check has seen, so that it can be told that nothing was left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from courtesy.model.verdict import Status

if TYPE_CHECKING:
    from courtesy.model.verdict import Verdict


@dataclass
class Tally:
    """Counts over cases. `findings` are by rule type and status, `outcomes` and `findings` by the words of verdicts."""

    cases: int = 0
    policies: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    undecided: int = 0
    clock_changes: int = 0
    times_tried: int = 0
    brute_force: int = 0
    everything: int = 0
    schema: int = 0
    matchers: set[str] = field(default_factory=set)

    def add(self, verdicts: tuple[Verdict, ...]) -> None:
        """Count one case by its verdict, and by the one with all findings where there is one."""
        self.cases += 1
        self.outcomes[verdicts[0].outcome.value] += 1
        self.undecided += any(finding.status is Status.UNDETERMINED for finding in verdicts[0].findings)
        self.everything += len(verdicts) > 1
        for finding in verdicts[-1].findings:
            self.findings[finding.type, finding.status.value] += 1

    def merge(self, other: Tally) -> None:
        """Count in what another run has seen."""
        for name in ("cases", "policies", "undecided", "clock_changes", "times_tried", "brute_force", "everything",
                     "schema"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.outcomes.update(other.outcomes)
        self.findings.update(other.findings)
        self.matchers |= other.matchers
