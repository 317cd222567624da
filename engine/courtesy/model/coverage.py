"""What the tests of a policy try of its rules, and what they leave out."""

from __future__ import annotations

from msgspec import Struct

from courtesy.model.rule_parts import PartKind
from courtesy.model.shown import Shown
from courtesy.spans import Span
from courtesy.values import Word


class CoverageMeasure(Word):
    """What is counted: how rules come out, which way conditions go, and the sides of bounds."""

    RULES = "rules"
    CONDITIONS = "conditions"
    BOUNDS = "bounds"


class CoverageGap(Struct, frozen=True):
    """Something that no answered test shows: `wanted` is what of it, `says` what is missing, in a sentence.

    `open_in` is the test that shows it and is not answered yet, None where there is none.
    """

    wanted: str
    says: str
    open_in: str | None = None


class CoveredPart(Struct, frozen=True, kw_only=True):
    """One thing that tests should try: a rule (`path` None), or a part of it.

    `wanted` are the statuses of a rule, `true`, `false` and `unknown` of a condition, `before`, `at` and `after` of a
    bound, as far as it can show them; `seen` are those of them that tests show.
    """

    measure: CoverageMeasure
    rule_id: str
    place: Span
    wanted: tuple[str, ...]
    seen: tuple[str, ...]
    path: str | None = None
    kind: PartKind | None = None
    value: str = ""
    gaps: tuple[CoverageGap, ...] = ()


class CoverageFigure(Struct, frozen=True):
    """How much of something is tried. Nothing at all to try is tried in full."""

    seen: int
    wanted: int

    @property
    def percent(self) -> float:
        """Out of a hundred, rounded down to a tenth, so that only all of it is 100."""
        return 100.0 if not self.wanted else (1000 * self.seen // self.wanted) / 10


class Coverage(Shown, frozen=True, kw_only=True):
    """What the tests of one version of a policy try. `inherited` rules are left to the tests of where they come from.

    `tests` are the answered ones and `open_tests` those that are not; `unread` those on which the engine said nothing.
    """

    id: str
    version: str
    digest: str
    tests: int
    open_tests: int
    covered: tuple[CoveredPart, ...]
    inherited: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    looked_in: tuple[str, ...] = ()

    def figure(self, measure: CoverageMeasure | None = None) -> CoverageFigure:
        """How much of what is counted is tried, of one measure or of all."""
        counted = [one for one in self.covered if measure is None or one.measure is measure]
        return CoverageFigure(sum(len(one.seen) for one in counted), sum(len(one.wanted) for one in counted))
