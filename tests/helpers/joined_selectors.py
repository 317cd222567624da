"""Selectors joined to others in the rules of a policy, in ways in which no policy can write them today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from courtesy.judging.profile import Profiles
from courtesy.model.predicate import FieldTest, Recipients, Selector
from courtesy.selfcheck.dice import chance, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from random import Random

    from courtesy.judging.version import Version
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.vocabulary import Vocabulary

_T = TypeVar("_T")
_DUE = "attributes.due"


def joined(version: Version, vocabulary: Vocabulary, random: Random, days: tuple[date, ...]) -> Version:
    """The version with selectors that mean what others of its rules mean as well, or ask for a day of a contact."""
    known = sorted({one for rule in version.rules for one in _selectors(_tree(rule))}, key=repr)

    def change(selector: Selector) -> Selector:
        found = _with_day(selector, random, days)
        others = [_with_day(one, random, days) for one in some(random, known)] if chance(random, 0.6) else []
        return msgspec.structs.replace(found, others=tuple(others))

    rules = tuple(_changed(rule, change) for rule in version.rules)
    return msgspec.structs.replace(version, rules=rules, profiles=Profiles(rules, "native", vocabulary))


def _with_day(selector: Selector, random: Random, days: tuple[date, ...]) -> Selector:
    tests, to = selector.tests, random.choice((selector.to, *Recipients))
    if chance(random, 0.4):
        tests = (FieldTest(_DUE, frozenset(some(random, days)), negated=chance(random, 0.3)),)
    return msgspec.structs.replace(selector, tests=tests, to=to)


def _tree(rule: CompiledRule) -> tuple[object, ...]:
    return rule.applies, rule.unless, rule.required


def _changed(rule: CompiledRule, change: Callable[[Selector], Selector]) -> CompiledRule:
    once: dict[object, Any] = {}
    applies, unless, required = (_rewritten(part, change, once) for part in _tree(rule))
    return msgspec.structs.replace(rule, applies=applies, unless=unless, required=required)


def _rewritten(part: _T, change: Callable[[Selector], Selector], once: dict[object, Any]) -> _T:
    """The same tree with other selectors; where one stands twice it stays one."""
    if isinstance(part, Selector):
        if part not in once:
            once[part] = change(part)
        return once[part]  # type: ignore[no-any-return]  # another selector
    if not any(_selectors(part)):
        return part
    if isinstance(part, tuple):
        return tuple(_rewritten(one, change, once) for one in part)  # type: ignore[return-value]  # a tuple again
    if isinstance(part, msgspec.Struct):
        fields = {name: _rewritten(getattr(part, name), change, once) for name in part.__struct_fields__}
        return type(part)(**fields)
    return part


def _selectors(part: object) -> Iterator[Selector]:
    if isinstance(part, Selector):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _selectors(one)
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _selectors(getattr(part, name))
