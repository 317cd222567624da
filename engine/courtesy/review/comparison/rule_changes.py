"""What became of each rule, in the words of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from courtesy.compiling.canonical import form, without_clocks
from courtesy.compiling.standing import standing
from courtesy.model.comparison import How, Line, RuleChange
from courtesy.model.lineage import field_origins
from courtesy.model.order import Standing
from courtesy.rendering.citation import origin
from courtesy.rendering.policy_page import meaning
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api import Policy
    from courtesy.model.compiled import CompiledRule

_HOW = {Standing.STRICTER: How.STRICTER, Standing.LOOSER: How.LOOSER}
_ORDER = {how: place for place, how in enumerate(How)}


def rule_changes(old: Policy, new: Policy) -> tuple[RuleChange, ...]:
    """The rules that are not as they were, those first that may permit more; each kind in the policy's order."""
    before, after = rules_of(old), rules_of(new)
    gone = {rule_id: rule for rule_id, rule in before.items() if rule_id not in after}
    come = {rule_id: rule for rule_id, rule in after.items() if rule_id not in before}
    found = [
        change
        for rule_id in after
        if rule_id in before and (change := _changed(old, before[rule_id], new, after[rule_id])) is not None
    ]
    for rule_id, rule in list(gone.items()):
        if heir := next((other for other in come.values() if _asks(rule) == _asks(other)), None):
            lines = (Line("Rule", rule_id, heir.rule.id), *_read_lines(old, rule, new, heir))
            found.append(_change(heir, How.RENAMED, lines))
            del gone[rule_id], come[heir.rule.id]
    found += (_gone(old, rule, new) for rule in gone.values())
    found += (_come(rule, old, new) for rule in come.values())
    return tuple(sorted(found, key=lambda change: _ORDER[change.how]))


def affected(old: Policy, new: Policy) -> tuple[str, ...]:
    """The rules that are written as they were, and read a clock or a calendar that is another one."""
    before = rules_of(old)
    both = [(before[rule_id], rule) for rule_id, rule in rules_of(new).items() if rule_id in before]
    return tuple(
        one.rule.id for was, one in both if _asks(was) != _asks(one) and _asks_anyway(was) == _asks_anyway(one)
    )


def rules_of(policy: Policy) -> Mapping[str, CompiledRule]:
    """The compiled rules of a policy by their ids."""
    return {one.rule.id: one for one in policy.compiled}


def _change(rule: CompiledRule, how: How, lines: tuple[Line, ...]) -> RuleChange:
    stated = rule.rule
    return RuleChange(
        rule_id=stated.id, how=how, type=stated.type, level=stated.level, title=stated.title or stated.id, lines=lines
    )


def _changed(old: Policy, was: CompiledRule, new: Policy, now: CompiledRule) -> RuleChange | None:
    """A rule that both have: what it asks otherwise, and what is only read otherwise; None where nothing is."""
    read = tuple(_read_lines(old, was, new, now))
    if _asks(was) == _asks(now):
        return _change(now, How.REWORDED, read) if read else None
    asked = tuple(_asked_lines(old, was, new, now))
    if _asks_anyway(was) == _asks_anyway(now):  # by another clock or calendar of the policy, which is told with it
        kept = tuple(line for line in asked if line.label in {"Clock", "Days"})
        return _change(now, How.OTHER if kept else How.REWORDED, (*kept, *read)) if kept or read else None
    lines = (*(asked or _written_lines(old, was, new, now)), *read)
    if _acts(was) == _acts(now):
        return _change(now, How.LOCKED if now.rule.locked else How.UNLOCKED, lines)
    return _change(now, _HOW.get(_standing(was, now), How.OTHER), lines)


def differ_by_waivers(was: CompiledRule, now: CompiledRule) -> bool:
    """Whether two rules judge alike wherever nobody grants an exception."""
    return _acts(was)[1:] == _acts(now)[1:]


def _standing(was: CompiledRule, now: CompiledRule) -> Standing:
    same_clock = _clocks(was) == _clocks(now)
    return standing(was, now) if same_clock else Standing.UNCOMPARABLE


def _gone(old: Policy, rule: CompiledRule, new: Policy) -> RuleChange:
    off = next((one for one in new.source.disabled if one.rule.id == rule.rule.id), None)
    lines = tuple(Line(label, said, None) for label, said in _asked(old, rule).items())
    if off is None:
        return _change(rule, How.REMOVED, lines)
    why = Line("Why off", None, f"{sentence(off.because)} ({off.by})", judges=False)
    return _change(rule, How.DISABLED, (*lines, why))


def _come(rule: CompiledRule, old: Policy, new: Policy) -> RuleChange:
    off = next((one for one in old.source.disabled if one.rule.id == rule.rule.id), None)
    lines = [Line(label, None, said) for label, said in _asked(new, rule).items()]
    if off is not None:
        lines.append(Line("Was off", f"{sentence(off.because)} ({off.by})", None, judges=False))
    if rule.rule.because:
        lines.append(Line("Why", None, sentence(rule.rule.because), judges=False))
    return _change(rule, How.ADDED, tuple(lines))


# ---------------------------------------------------------------- what is asked


def _asked(policy: Policy, rule: CompiledRule) -> dict[str, str]:
    """All that a page says of what a rule asks for, by its labels."""
    said = {"Level": rule.rule.level.value, **dict(meaning(policy.source, rule))}
    return said | ({"Locked": "Who builds on this may only make it stricter."} if rule.rule.locked else {})


def _asked_lines(old: Policy, was: CompiledRule, new: Policy, now: CompiledRule) -> Iterator[Line]:
    return _lines(_asked(old, was), _asked(new, now), judges=True)


def _lines(before: Mapping[str, str], after: Mapping[str, str], *, judges: bool) -> Iterator[Line]:
    for label in {**after, **before}:
        if before.get(label) != after.get(label):
            yield Line(label, before.get(label), after.get(label), judges)


def _written_lines(old: Policy, was: CompiledRule, new: Policy, now: CompiledRule) -> Iterator[Line]:
    """What is written otherwise, where it does not show in what is read."""
    before, after = (
        {one.field: one.value for one in field_origins(policy.source, rule.rule)}
        for policy, rule in ((old, was), (new, now))
    )
    return _lines(before, after, judges=True)


def _read_lines(old: Policy, was: CompiledRule, new: Policy, now: CompiledRule) -> Iterator[Line]:
    """What is read of a rule and judges nothing."""
    before, after = _read(old, was), _read(new, now)
    if _cited(was) == _cited(now) and before.get("Source", "") != "":
        before["Source"] = after.get("Source", before["Source"])
    return _lines(before, after, judges=False)


def _cited(rule: CompiledRule) -> object:
    """What a rule cites, whichever version of a policy it is that changes what the source says."""
    source = rule.rule.source
    if source is None or source.changed_by is None:
        return source
    return replace(source, changed_by=source.changed_by.partition("@")[0])


def _read(policy: Policy, compiled: CompiledRule) -> dict[str, str]:
    rule = compiled.rule
    source = None if rule.source is None else origin(rule.source, policy.source, interpretation=rule.interpretation)
    said = {
        "Title": rule.title,
        "Why": rule.because and sentence(rule.because),
        "To do": rule.remedy and sentence(rule.remedy),
        "Source": source,
    }
    return {label: text for label, text in said.items() if text}


# ---------------------------------------------------------------- forms to compare


def _asks(rule: CompiledRule) -> tuple[Any, ...]:
    """All that a rule judges by, whatever it is called."""
    return (*_stated(rule), form(rule.requirement), form(rule.applies), form(rule.unless))


def _asks_anyway(rule: CompiledRule) -> Any:
    """The same by any clock and calendar of the policy."""
    parts = (rule.requirement, rule.applies, rule.unless)
    return (*_stated(rule), *_clocks(rule), *map(without_clocks, parts))


def _stated(rule: CompiledRule) -> tuple[object, ...]:
    stated = rule.rule
    return stated.locked, stated.waivable, stated.type, stated.level, stated.concerns


def _acts(rule: CompiledRule) -> tuple[Any, ...]:
    """All by which it judges acts, whoever may change it; who may be excepted comes first."""
    return _asks(rule)[1:]


def _clocks(rule: CompiledRule) -> tuple[object, ...]:
    """The clock and calendar that the rule itself names."""
    return rule.rule.zone, rule.rule.calendar, rule.rule.week_starts
