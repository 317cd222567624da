"""A policy, or one of its rules, as a page for the terminal; and the list of policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.fact_declarations import WEEKDAYS as WEEKDAY_WORDS
from courtesy.model.lineage import CALENDAR_WORDS, mentions
from courtesy.model.policy import Concerns
from courtesy.model.predicate import FALSE, TRUE, All
from courtesy.rendering.citation import origin
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, table, wrapped
from courtesy.rendering.origin_page import line_of
from courtesy.rendering.preferences_part import preference_rows
from courtesy.wording.calendars import calendar_sentences, whose_calendar
from courtesy.wording.clocks import clock
from courtesy.wording.facts import condition
from courtesy.wording.text import sentence
from courtesy.wording.times import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.model.almanac import WorkCalendar
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import Disabled, PolicySource
    from courtesy.model.predicate import Predicate
    from courtesy.model.preferences import Preferences
    from courtesy.rendering.ink import Paint

_LEVEL_INK = {"must": Ink.BAD, "should": Ink.CAUTION, "may": Ink.FAINT}
_LEVEL_WIDTH = len("should") + 2
_LABEL_WIDTH = 8
_CONCERNS = {
    Concerns.COPIED: "Everyone who gets a copy.",
    Concerns.EVERYONE: "Everyone it is addressed to, and everyone who gets a copy.",
}


def render_list(policies: Iterable[tuple[str, ...]]) -> str:
    """One line per policy: name, version, title, and where it comes from."""
    return block(table(policies))


def render_policy(
    policy: PolicySource,
    rules: Sequence[CompiledRule],
    calendar: WorkCalendar,
    preferences: Preferences,
    paint: Paint,
) -> str:
    """The whole policy: title, validity, calendar, sources, its rules by section, and its preferences."""
    return block(_policy(policy, rules, calendar, preferences, paint))


def render_rule(policy: PolicySource, rule: CompiledRule, place: str, paint: Paint) -> str:
    """One rule, with the place in the policy's files where it stands."""
    return block((*_rule(policy, rule, paint), *_row("File", place, paint)))


def render_disabled(one: Disabled, place: str, paint: Paint) -> str:
    """A rule that is disabled, with the reason, and the place in the policy's files where that is said."""
    return block((*_disabled_rule(one, paint), *_row("File", place, paint)))


def _policy(
    policy: PolicySource,
    rules: Sequence[CompiledRule],
    calendar: WorkCalendar,
    preferences: Preferences,
    paint: Paint,
) -> Iterator[str]:
    yield from wrapped(policy.title, paint=paint, ink=Ink.STRONG)
    yield from wrapped(f"{policy.id} {policy.version}, {validity(policy)}")
    if policy.parent is not None:
        yield from wrapped(f"Builds on {line_of(policy.parent)}.")
    yield from wrapped(unlisted(policy))
    yield from wrapped(calendar_days(policy, calendar))
    if policy.sources:
        yield from ("", paint("Sources", Ink.STRONG))
        for name, source in policy.sources.items():
            said = ", ".join(filter(None, (source.title, source.publisher, source.url)))
            yield from wrapped(said, indent=2, label=name, label_width=_LABEL_WIDTH + 2)
    section = None
    for rule in rules:
        if (of := rule.rule.id.partition(".")[0]) != section:
            section = of
            yield from ("", paint(section.replace("_", " ").capitalize(), Ink.STRONG))
        yield ""
        yield from _rule(policy, rule, paint)
    yield from _disabled(policy, paint)
    yield from _changes(policy, paint)
    if rows := tuple(preference_rows(preferences, policy.vocabulary)):
        yield from ("", paint("Preferences", Ink.STRONG))
        for label, said in rows:
            yield from wrapped(
                said, indent=2, label=label, label_width=_LABEL_WIDTH + 2, paint=paint, label_ink=Ink.FAINT
            )


def _disabled(policy: PolicySource, paint: Paint) -> Iterator[str]:
    """The rules that the policy does without, with the reasons."""
    if policy.disabled:
        yield from ("", paint("Disabled", Ink.STRONG))
    for one in policy.disabled:
        yield ""
        yield from _disabled_rule(one, paint)


def _disabled_rule(one: Disabled, paint: Paint) -> Iterator[str]:
    rule = one.rule
    yield from wrapped(
        rule.title or rule.id, indent=2, label="off", label_width=_LEVEL_WIDTH, label_ink=Ink.FAINT, paint=paint
    )
    yield from _row("Why", sentence(one.because), paint)
    yield from _row("By", f"{rule.author}, disabled by {one.by}", paint)
    yield from _row("Rule", f"{rule.id} ({rule.type})", paint)


def validity(policy: PolicySource) -> str:
    """From when and until when a policy holds."""
    bounds = [f"from {policy.valid_from}"] if policy.valid_from else []
    if policy.valid_until:
        bounds.append(f"until {policy.valid_until} (the first day without it)")
    if not bounds:
        return "valid at any time"
    return f"valid {' '.join(bounds)}{f', by the date in {policy.zone}' if policy.zone else ''}"


def calendar_days(policy: PolicySource, calendar: WorkCalendar) -> str:
    """What business days, holidays and calendar weeks of its rules are."""
    weeks = f"weeks start on {WEEKDAYS[policy.defaults.week_starts]}"
    return " ".join(map(sentence, (*calendar_sentences(calendar), weeks)))


def unlisted(policy: PolicySource) -> str:
    """How actions are judged on channels that nobody lists."""
    judged = {"deny": "denied", "warn": "warned about", "allow": "permitted"}
    how = judged.get(policy.defaults.unlisted_channel, policy.defaults.unlisted_channel)
    return f"Actions on channels that are neither built in nor declared under `channels` are {how}."


def _rule(policy: PolicySource, compiled: CompiledRule, paint: Paint) -> Iterator[str]:
    rule, level = compiled.rule, compiled.rule.level.value
    yield from wrapped(
        rule.title or rule.id,
        indent=2,
        label=level,
        label_width=_LEVEL_WIDTH,
        paint=paint,
        ink=Ink.STRONG,
        label_ink=_LEVEL_INK[level],
    )
    for label, said in told_of_rule(policy, compiled):
        yield from _row(label, said, paint)


def told_of_rule(policy: PolicySource, compiled: CompiledRule) -> Iterator[tuple[str, str]]:
    """All that is told of a rule below its title, each under its label."""
    rule = compiled.rule
    yield from meaning(policy, compiled)
    if rule.because:
        yield "Why", sentence(rule.because)
    if rule.remedy:
        yield "To do", sentence(rule.remedy)
    if rule.source is not None:
        yield "Source", origin(rule.source, policy, interpretation=rule.interpretation)
    if rule.changed_by is not None:
        yield "By", f"{rule.author}, changed by {rule.changed_by}"
    if rule.locked:
        yield "Locked", "Who builds on this may only make it stricter."
    yield "Rule", f"{rule.id} ({rule.type})"


def meaning(policy: PolicySource, compiled: CompiledRule) -> Iterator[tuple[str, str]]:
    """What a rule asks for and of which acts, each under its label: rules that can judge differently differ here."""
    vocabulary = policy.vocabulary
    yield "Asks", sentence(compiled.requirement.summary(vocabulary))
    if compiled.rule.concerns in _CONCERNS:
        yield "For", _CONCERNS[compiled.rule.concerns]
    if (when := applies_when(compiled)) != TRUE:
        yield "When", sentence(condition(when, vocabulary))
    if compiled.unless != FALSE:
        yield "Unless", sentence(condition(compiled.unless, vocabulary))
    if not compiled.rule.waivable:
        yield "Waivers", "None: nobody may grant an exception."
    if compiled.rule.zone is not None:
        zone = policy.setting_of(compiled.rule).zone if compiled.rule.zone == "policy" else str(compiled.rule.zone)
        yield "Clock", sentence(clock(zone, vocabulary))
    yield from _own_calendar(policy, compiled)


def _own_calendar(policy: PolicySource, compiled: CompiledRule) -> Iterator[tuple[str, str]]:
    """The calendar and the week of a rule where it names them, or they are not the policy's."""
    rule, policys, setting = compiled.rule, policy.setting, policy.setting_of(compiled.rule)
    said = []
    if setting.with_calendar_of(policys) != setting and mentions(rule.tree, *CALENDAR_WORDS):
        days = "; ".join(calendar_sentences(compiled.calendar)) or "there is none"
        said.append(f"the calendar of {rule.author} holds: {days}")
    elif rule.calendar is not None:
        said.append(f"holidays and business days follow {whose_calendar(compiled.calendar)}")
    stated = rule.week_starts
    week = setting.week_starts if stated is None or stated == "policy" else WEEKDAY_WORDS.index(stated)
    if week != policys.week_starts and mentions(rule.tree, "calendar week"):
        said.append(f"weeks start on {WEEKDAYS[week]}")
    if said:
        yield "Days", " ".join(map(sentence, said))


def applies_when(compiled: CompiledRule) -> Predicate:
    """When the rule applies, but for what its requirement says itself: to whom something is owed, and since when."""
    applies, said = compiled.applies, compiled.requirement.premises()
    if not said:
        return applies
    parts = tuple(part for part in (applies.parts if isinstance(applies, All) else (applies,)) if part not in said)
    return parts[0] if len(parts) == 1 else All(parts)


def _changes(policy: PolicySource, paint: Paint) -> Iterator[str]:
    """What has changed, the newest first."""
    if policy.changes:
        yield from ("", paint("Changes", Ink.STRONG))
    for change in sorted(policy.changes, key=lambda change: change.on, reverse=True):
        why = f" {sentence(change.because)}" if change.because else ""
        said = f"{sentence(change.what)}{why} ({change.by}, {change.on})"
        width = max(len(one.version) for one in policy.changes) + 2
        yield from wrapped(said, indent=2, label=change.version, label_width=width)


def _row(label: str, said: str, paint: Paint) -> Iterator[str]:
    return wrapped(
        said, indent=2 + _LEVEL_WIDTH, label=label, label_width=_LABEL_WIDTH, paint=paint, label_ink=Ink.FAINT
    )
