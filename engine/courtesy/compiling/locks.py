"""Whether a policy keeps to the locks of the one it builds on: what is locked may only be made stricter."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from courtesy.compiling.compiler import try_compiling
from courtesy.compiling.field_changes import HIGHER, MORE, field_changes
from courtesy.compiling.lock_errors import LockedError
from courtesy.compiling.locked_manifest import manifest_problems
from courtesy.compiling.written import place_of, written
from courtesy.model.order import Standing
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.order import Order
    from courtesy.model.policy import Author, PolicySource

_WORDS = ("title", "because", "remedy", "source", "interpretation")
"""What may be said in other words where the rule is stricter."""


def lock_problems(policy: PolicySource) -> list[LockedError]:
    """Everything in which a policy, or one that it builds on, loosens what is locked.

    Policies that cannot be compiled have other problems, and are passed over.
    """
    found: list[LockedError] = []
    for heir, parent in pairwise(policy.lineage):
        if not any(rule.locked for rule in parent.rules):
            continue
        (theirs, wrong), (own, more) = try_compiling(parent), try_compiling(heir)
        if not wrong and not more:
            locked = tuple(rule for rule in theirs if rule.rule.locked)
            found += _of_rules(heir, parent, locked, {rule.rule.id: rule for rule in own})
            found += manifest_problems(heir, parent, locked)
    return found


def _of_rules(
    heir: PolicySource, parent: PolicySource, locked: tuple[CompiledRule, ...], own: dict[str, CompiledRule]
) -> Iterator[LockedError]:
    gone = {one.rule.id: one for one in heir.disabled}
    for rule in locked:
        by_whom = _locked_by(rule.rule.id, parent)
        if rule.rule.id in gone:
            yield LockedError(
                gone[rule.rule.id].span,
                f"`{rule.rule.id}` in force",
                "it disabled",
                field="disable",
                of_a_rule=True,
                by=heir.author,
                locked_by=by_whom,
                rule_id=rule.rule.id,
                parent_span=rule.rule.span,
            )
        elif rule.rule.id in own and own[rule.rule.id].rule.change is not None:
            yield from _Comparison(rule, own[rule.rule.id], heir.author, by_whom).problems()


def _locked_by(rule_id: str, parent: PolicySource) -> Author:
    """The first policy of the line that locks the rule."""
    lockers = [
        policy.author for policy in parent.lineage if any(rule.id == rule_id and rule.locked for rule in policy.rules)
    ]
    return lockers[-1]


class _Comparison:
    """A locked rule as it was and as it is changed."""

    def __init__(self, before: CompiledRule, after: CompiledRule, by: Author, locked_by: Author) -> None:
        self.before, self.after, self.by, self.locked_by = before, after, by, locked_by
        self.stricter = False

    def problems(self) -> Iterator[LockedError]:
        """Everything that is not stricter."""
        was, rule = self.before.rule, self.after.rule
        if was.type != rule.type:
            yield self._error((rule.type,), f"a rule of the type `{was.type}`", f"`{rule.type}`", (was.type,))
            return
        yield from self._ordered(("level",), was.level, rule.level, HIGHER)
        yield from self._ordered(("concerns",), was.concerns, rule.concerns, MORE)
        if rule.waivable and not was.waivable:
            yield self._changed(("waivable",))
        self.stricter |= was.waivable and not rule.waivable
        for key, same in (
            ("applies_to", self.before.applies == self.after.applies or was.applies_to == rule.applies_to),
            ("unless", self.before.unless == self.after.unless),
        ):
            if not same:
                yield self._changed((key,))
        for key in ("zone", "calendar", "week_starts"):
            if key in (rule.change or ()) and (
                written(was.tree, key) != written(rule.tree, key) or was.setting != rule.setting
            ):
                yield self._changed((key,))
        yield from self._of_fields()
        if self._tells("locked"):
            yield self._changed(("locked",))
        if not self.stricter:
            yield from (self._changed((key,)) for key in _WORDS if self._tells(key))

    def _of_fields(self) -> Iterator[LockedError]:
        for keys, was, now, order in field_changes(self.before, self.after):
            if order is None:
                yield self._changed(keys)
            else:
                yield from self._ordered(keys, was, now, order)

    def _ordered(self, keys: tuple[str, ...], was: object, now: object, order: Order) -> Iterator[LockedError]:
        match order.of(was, now):
            case Standing.EQUAL:
                return
            case Standing.STRICTER:
                self.stricter = True
            case Standing.LOOSER:
                yield self._error(keys, self._bound(keys, order), self._found(keys), keys)
            case _:
                found = f"{self._found(keys)}, which cannot be compared with it for certain"
                yield self._error(keys, self._bound(keys, order), found, keys)

    def _bound(self, keys: tuple[str, ...], order: Order) -> str:
        return f"{self._as_it_is(keys)}, or {order.words}"

    def _found(self, keys: tuple[str, ...]) -> str:
        return written(self.after.rule.tree, *self._known(keys))

    def _as_it_is(self, keys: tuple[str, ...]) -> str:
        known = self._known(keys)
        was = written(self.before.rule.tree, *known)
        return f"`{'.'.join(known)}` as it is{'' if was == 'none' else f' ({was})'}"

    def _changed(self, keys: tuple[str, ...]) -> LockedError:
        return self._error(keys, self._as_it_is(keys), self._found(keys), keys)

    def _known(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys as far as either rule is written in them: the hours of an `hours` rule have no key of their own."""
        bodies = [(rule.rule.tree or MappingNode({})).get(keys[0]) for rule in (self.before, self.after)]
        inner = any(isinstance(body, MappingNode) and keys[-1] in body for body in bodies)
        return keys if len(keys) == 1 or inner else keys[:1]

    def _error(self, keys: tuple[str, ...], expected: str, found: str, parents: tuple[str, ...]) -> LockedError:
        was, rule = self.before.rule, self.after.rule
        place = place_of(rule.change, keys) or place_of(rule.tree, keys) or rule.span
        return LockedError(
            place,
            expected,
            found,
            field=".".join(keys),
            of_a_rule=True,
            by=self.by,
            locked_by=self.locked_by,
            rule_id=rule.id,
            parent_span=place_of(was.tree, parents) or was.span,
        )

    def _tells(self, key: str) -> bool:
        """Whether the rule says something else under a key."""
        return written(self.before.rule.tree, key) != written(self.after.rule.tree, key)
