"""Comparisons that are to be true or false, and what they say of the numbers and words that they are about."""

from __future__ import annotations

from math import inf

from courtesy.model.predicate import AtLeast, AtMost, Leaf, OneOf

Literal = tuple[Leaf, bool]
"""A comparison, and whether it is to be true."""


class Range:
    """The numbers that comparisons leave open: between two bounds, among listed ones, and none of others."""

    def __init__(self, least: float = -inf, *, whole: bool = False) -> None:
        self.whole = whole
        self.least, self.most = least, inf
        self.above, self.below = -inf, inf  # exclusive bounds
        self.among: frozenset[float] | None = None
        self.without: frozenset[float] = frozenset()

    def narrow(self, leaf: Leaf, *, wanted: bool) -> None:
        """Keep what a comparison of the number leaves open."""
        match leaf:
            case AtLeast(_, bound) if wanted:
                self.least = max(self.least, bound)
            case AtLeast(_, bound):
                self.below = min(self.below, bound)
            case AtMost(_, bound) if wanted:
                self.most = min(self.most, bound)
            case AtMost(_, bound):
                self.above = max(self.above, bound)
            case OneOf(_, values):
                self.keep(frozenset(float(value) for value in values if not isinstance(value, str)), wanted=wanted)

    def keep(self, values: frozenset[float], *, wanted: bool) -> None:
        """Keep these numbers only, or (`wanted` false) all but these."""
        if not wanted:
            self.without |= values
        elif self.among is None:
            self.among = values
        else:
            self.among &= values

    @property
    def smallest(self) -> float:
        """A number that none of them is below."""
        return max(self.least, self.above + 1 if self.whole else self.above)

    @property
    def largest(self) -> float:
        """A number that none of them is above."""
        return min(self.most, self.below - 1 if self.whole else self.below)

    def holds(self, value: float) -> bool:
        """Whether a number is still open."""
        inside = self.least <= value <= self.most and self.above < value < self.below
        return inside and value not in self.without and (self.among is None or value in self.among)

    @property
    def empty(self) -> bool:
        """Whether nothing is left for certain."""
        if self.among is not None:
            return not any(map(self.holds, self.among))
        if self.smallest < self.largest:
            if self.whole and self.largest - self.smallest < len(self.without) + 1:
                return not any(self.holds(value) for value in range(int(self.smallest), int(self.largest) + 1))
            return False
        return self.smallest > self.largest or not self.holds(self.smallest)


class Words:
    """The values that comparisons leave open for a fact that has one value; `closed` lists all there can be."""

    def __init__(self, closed: frozenset[object] | None) -> None:
        self.among, self.without = closed, frozenset[object]()

    def narrow(self, values: frozenset[object], *, wanted: bool) -> None:
        """Keep these, or (`wanted` false) all but these."""
        if not wanted:
            self.without |= values
        else:
            self.among = values if self.among is None else self.among & values

    @property
    def empty(self) -> bool:
        """Whether nothing is left."""
        return self.among is not None and not self.among - self.without


class Members:
    """What comparisons say of a fact that has several values: some of these, and none of those.

    With `one` it is taken to have a single value, as most contacts have one role.
    """

    def __init__(self, *, one: bool = False) -> None:
        self.one = one
        self.some: list[frozenset[object]] = []
        self.none: frozenset[object] = frozenset()

    def narrow(self, values: frozenset[object], *, wanted: bool) -> None:
        """At least one of the values, or (`wanted` false) none of them."""
        if wanted:
            self.some.append(values)
        else:
            self.none |= values

    @property
    def empty(self) -> bool:
        """Whether no set of values can be so."""
        if self.one and self.some:
            return not frozenset.intersection(*self.some) - self.none
        return any(values <= self.none for values in self.some)
