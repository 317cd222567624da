"""What the tests of a policy notice of changes to its rules."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model.rule_parts import RulePart
from courtesy.model.shown import Shown
from courtesy.values import Word


class Fate(Word):
    """What became of a change: a test `noticed` it, or it `survived` them all."""

    NOTICED = "noticed"
    SURVIVED = "survived"


class Meaning(Struct, frozen=True):
    """A sentence of a rule's page that a change makes another; None where the page says nothing under that label."""

    label: str
    old: str | None
    new: str | None


class Mutant(Struct, frozen=True, kw_only=True):
    """One change to one part of a rule, and whether a test notices it.

    `old` and `new` are what is written there; `new` None is that it is taken out. `line` is the line of the file as it
    stands. `noticed_by` is the first test that fails with the change, `tests` how many were run until then.
    """

    part: RulePart
    old: str
    new: str | None
    line: str
    meaning: tuple[Meaning, ...]
    fate: Fate
    noticed_by: str | None = None
    tests: int = 0


class MutationReport(Shown, frozen=True, kw_only=True):
    """What the tests of a policy notice of changes to its rules, each made alone.

    `tests` is how many tests have been answered, `open_tests` how many have not, so that they notice nothing.
    `failing` are the sentences of those that do not pass on the policy as it is: then no change was tried. `chosen` are
    the rules that were asked for; none where all were.
    """

    place: str
    id: str
    version: str
    digest: str
    tests: int
    open_tests: int = 0
    mutants: tuple[Mutant, ...] = ()
    failing: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The changes that no test noticed."""
        return tuple(one for one in self.mutants if one.fate is Fate.SURVIVED)

    @property
    def noticed(self) -> int:
        """How many changes some test noticed."""
        return len(self.mutants) - len(self.survivors)

    @property
    def percent(self) -> float:
        """How many of a hundred changes some test noticed; 0 where none was tried."""
        return 100 * self.noticed / len(self.mutants) if self.mutants else 0.0
