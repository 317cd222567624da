"""What the manifest of a policy may not say where the one it builds on has locked rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.compiling.lock_errors import LockedError
from courtesy.model.declaration import Kind
from courtesy.model.fact_declarations import WEEKDAYS
from courtesy.model.lineage import CALENDAR_WORDS, mentions
from courtesy.model.predicate import All, Any, Fact, Not, OneOf, Selector
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource
    from courtesy.model.predicate import Predicate
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Span

_UNLISTED = ("allow", "warn", "deny")
_SECTIONS = {"channels": Kind.CHANNEL, "purposes": Kind.PURPOSE, "roles": Kind.ROLES}
_NO_PLACE = MappingNode({})


def manifest_problems(
    heir: PolicySource, parent: PolicySource, locked: tuple[CompiledRule, ...]
) -> Iterator[LockedError]:
    """Everything in the manifest of `heir` that loosens what its parent has locked."""
    manifest = _Manifest(heir, parent, locked)
    yield from manifest.unlisted()
    yield from manifest.dates()
    yield from manifest.settings()
    for section in _SECTIONS:
        yield from manifest.words(section)


class _Manifest:
    """The manifest of a policy beside the one that it builds on, some of whose rules are locked."""

    def __init__(self, heir: PolicySource, parent: PolicySource, locked: tuple[CompiledRule, ...]) -> None:
        self.heir, self.parent, self.locked = heir, parent, locked
        self.tree = heir.manifest or _NO_PLACE

    def unlisted(self) -> Iterator[LockedError]:
        """Channels that nobody lists are judged no less strictly."""
        was, now = self.parent.defaults.unlisted_channel, self.heir.defaults.unlisted_channel
        if _UNLISTED.index(now) < _UNLISTED.index(was):
            place = self.tree["defaults"].span_of("unlisted_channel")
            yield self._error("unlisted_channel", place, f"`unlisted_channel` as it is (`{was}`), or stricter", now)

    def dates(self) -> Iterator[LockedError]:
        """The policy holds on no day on which the other does not."""
        tree: MappingNode = self.tree.get("valid", _NO_PLACE)
        start, end = self.parent.valid_from, self.parent.valid_until
        since, until = self.heir.valid_from, self.heir.valid_until
        if start is not None and (since is None or since < start):
            yield self._error("valid", tree.span_of("from"), f"`{start}` or later", since)
        if end is not None and (until is None or until > end):
            yield self._error("valid", tree.span_of("until"), f"`{end}` or earlier", until)

    def settings(self) -> Iterator[LockedError]:
        """No other zone, calendar or week than locked rules are read by, and no other zone than dates are."""
        was, now = self.parent, self.heir
        defaults: MappingNode = self.tree.get("defaults", _NO_PLACE)
        by_zone = self._first(lambda rule: rule.rule.zone == "policy")
        if was.zone != now.zone and (by_zone or was.valid_from or was.valid_until):
            yield self._error("zone", self.tree.span_of("zone"), f"the zone `{was.zone}`", now.zone, by_zone)
        by_calendar = self._first(lambda rule: mentions(rule.rule.tree, *CALENDAR_WORDS))
        if by_calendar and _calendar(was) != _calendar(now):
            expected = f"the calendar `{_calendar(was)}`"
            yield self._error("calendar", defaults.span_of("calendar"), expected, _calendar(now), by_calendar)
        by_week = self._first(lambda rule: mentions(rule.rule.tree, "calendar week"))
        if by_week and was.defaults.week_starts != now.defaults.week_starts:
            place, day = defaults.span_of("week_starts"), WEEKDAYS[was.defaults.week_starts]
            expected = f"weeks that start on `{day}`"
            yield self._error("week_starts", place, expected, WEEKDAYS[now.defaults.week_starts], by_week)

    def words(self, section: str) -> Iterator[LockedError]:
        """No words of its own of a kind of which locked rules list those that they are about."""
        kind, parent = _SECTIONS[section], self.parent
        declared: MappingNode = self.tree.get(section, _NO_PLACE)
        listing = self._first(lambda rule: kind in set(_kinds(rule, parent.vocabulary)))
        all_locked = len(self.locked) == len(parent.rules)
        refused = kind is Kind.CHANNEL and parent.defaults.unlisted_channel != "allow" and all_locked
        if listing is None and not refused:
            return
        expected = f"{section} that the locked rules list" if listing else f"{section} that {parent.author} knows"
        for name in declared:
            yield self._error(section, declared.span_of(name), expected, name, listing)

    def _first(self, has: Callable[[CompiledRule], bool]) -> CompiledRule | None:
        return next(filter(has, self.locked), None)

    def _error(
        self, field: str, span: Span, expected: str, found: object, rule: CompiledRule | None = None
    ) -> LockedError:
        place = (self.parent.manifest or _NO_PLACE).span if rule is None else rule.rule.span
        return LockedError(
            span,
            expected,
            f"`{found}`",
            field=field,
            by=self.heir.author,
            locked_by=self.parent.author,
            rule_id=None if rule is None else rule.rule.id,
            parent_span=replace(place, end_line=place.line, end_column=place.column),
        )


def _calendar(policy: PolicySource) -> str:
    defaults = policy.defaults
    of_recipient = ["recipient"] if defaults.calendar_of_recipient else []
    return ", ".join([*of_recipient, *([] if defaults.calendar is None else [str(defaults.calendar)])]) or "none"


def _kinds(rule: CompiledRule, vocabulary: Vocabulary) -> Iterator[str]:
    """The kinds of words of which the rule lists those that it is about."""
    of_body = getattr(rule.requirement, "forbidden", None)
    for predicate in (rule.applies, *(() if of_body is None else (of_body,))):
        for name in _listed(predicate, kept=True):
            if (kind := vocabulary.kind_of(name)) is not None:
                yield kind
    counted = getattr(rule.requirement, "counting", None)
    if isinstance(counted, Selector):
        yield from (test.field for test in counted.tests if not test.negated)


def _listed(predicate: Predicate, *, kept: bool) -> Iterator[str]:
    """The facts that have to be one of the listed values."""
    match predicate:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _listed(part, kept=kept)
        case Not(part):
            yield from _listed(part, kept=not kept)
        case OneOf(Fact(name)) if kept:
            yield name
        case _:
            return
