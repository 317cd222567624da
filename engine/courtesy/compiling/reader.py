"""Reads the parts of one rule for its rule type; each kind of part has a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.compiling.conditions import read_condition
from courtesy.compiling.hours import read_hours
from courtesy.compiling.known_names import read_names
from courtesy.compiling.moments import read_anchor, read_date, read_duration, read_window
from courtesy.compiling.obligations import check_act
from courtesy.compiling.selectors import read_selector
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from courtesy.compiling.scope import RuleScope
    from courtesy.model.almanac import OpenHours
    from courtesy.model.predicate import Anchor, CaseDate, Predicate, Selector, Window
    from courtesy.spans import Tree
    from courtesy.values import Duration


class RuleReader:
    """What a rule type reads its body with; see `model.requirement.Reader`."""

    def __init__(self, scope: RuleScope, applies: Predicate) -> None:
        self._scope = scope
        self.almanac = scope.almanac
        self.applies = applies

    def condition(self, tree: Tree) -> Predicate:
        """A condition: a map of fact to test."""
        return read_condition(tree, self._scope)

    def selector(self, tree: Tree | None) -> Selector:
        """Which touches are meant."""
        return read_selector(tree, self._scope)

    def act(self, tree: Tree) -> Selector:
        """Which acts of ours are meant: those of one kind, or of any of several."""
        kinds = [tree] if isinstance(tree, MappingNode) else list(tree)
        for kind in kinds:
            check_act(kind, self._scope)
        first, *others = (read_selector(kind, self._scope) for kind in kinds)
        return replace(first, others=tuple(others))

    def hours(self, tree: Tree) -> tuple[OpenHours, ...]:
        """One permitted stretch of hours, or a list of them."""
        return read_hours(tree, self._scope)

    def integer(self, tree: Tree) -> int:
        """A whole number, 0 or more; the schema has checked the form."""
        return int(str(tree))

    def roles(self, tree: Tree) -> tuple[str, ...]:
        """A role, or a list of them: each once, sorted."""
        return tuple(sorted(read_names(tree, "role", self._scope)))

    def duration(self, tree: Tree) -> Duration:
        """`7 days` and its like."""
        return read_duration(tree, self._scope)

    def window(self, tree: Tree, *, closed: bool = False) -> Window:
        """`7 days`, `calendar week`, `7 dates`, `case`; a `closed` one holds what is exactly as old as it is long."""
        return read_window(tree, self._scope, closed=closed)

    def anchor(self, tree: Tree, fallback: Tree | None = None) -> Anchor:
        """`interview`, a case date, or `last:`/`first:` with a selector."""
        return read_anchor(tree, fallback, self._scope)

    def date(self, tree: Tree, fallback: Tree | None = None) -> CaseDate:
        """`interview` or a case date: what can lie ahead of an act."""
        return read_date(tree, fallback, self._scope)
