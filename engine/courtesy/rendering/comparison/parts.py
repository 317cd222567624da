"""What every format says of two versions of a policy, part by part, in the order in which it is read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from courtesy.model.comparison import Effect, How, Unseen
from courtesy.model.turn import Side, Turn
from courtesy.rendering.comparison.entry import Entry, Part, Said, Was
from courtesy.rendering.comparison.history import history_part, turned, turned_duties
from courtesy.rendering.comparison.verdicts import act_entry, duty_entry, example_entry
from courtesy.rendering.ink import Ink
from courtesy.wording.text import agree, joined, sentence, short_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.comparison import ActChange, Comparison, Recorded, RuleChange, SettingChange, Trial
    from courtesy.model.origin import PolicyReference


_INKS = {Effect.LOOSER: Ink.BAD, Effect.STRICTER: Ink.LATER, Effect.OTHER: Ink.CAUTION, Effect.NONE: Ink.FAINT}
_HOW = {
    How.REMOVED: "removed",
    How.DISABLED: "disabled",
    How.LOOSER: "looser",
    How.ADDED: "added",
    How.STRICTER: "stricter",
    How.OTHER: "changed so that more may be refused, and more permitted",
    How.LOCKED: "locked",
    How.UNLOCKED: "unlocked",
    How.RENAMED: "renamed",
    How.REWORDED: "reworded",
}
_EFFECTS = {Effect.LOOSER: "looser", Effect.STRICTER: "stricter", Effect.OTHER: "other", Effect.NONE: "as before"}


_UNSEEN = {
    Unseen.WAIVERS: "It shows only where somebody grants an exception; none was made up.",
    Unseen.HINTS: "It is a hint (`may`), which changes no verdict.",
}
_MOST_LISTED = 10
_MOST_TESTS = 3
"""How many acts of a kind are told one by one: of recorded cases, and of the policy's own tests."""
_SUBJECTS = {
    "unlisted_channel": "how unlisted channels are judged",
    "zone": "its zone",
    "calendar": "its calendar of holidays",
    "weekend": "its weekend",
    "closed": "its closed days",
    "business_hours": "its business hours",
    "week_starts": "the first day of its week",
    "channel": "its channels",
    "fact": "its facts",
}
"""What judges of a policy as a whole."""


def title(of: Comparison) -> str:
    """The two versions, each with as much of its digest as tells it from any other."""
    return f"{_named(of.old)} and {_named(of.new)}"


def _named(policy: PolicyReference) -> str:
    return f"{policy.id} {policy.version} ({short_digest(policy.digest)})"


def summary(of: Comparison) -> Iterator[str]:
    """What it all comes to, a sentence each."""
    if of.identical:
        read = bool(of.rules or of.settings or of.notes)
        yield "Nothing that judges has changed: every act is judged as before."
        yield "What people read has changed." if read else "What people read has not changed either."
    else:
        yield from _changed(of)
    if of.history is not None and of.history.outcomes:
        yield f"Of past touches: {turned(of.history)}."
    if of.history is not None and of.history.duties:
        yield f"Of what is owed: {turned_duties(of.history)}."
    if of.acts:
        yield f"{_found(of.acts)}."
    elif of.effect is not Effect.NONE and (of.trials or of.recorded or of.tests):
        yield "No case was found on which the verdict changes."


def _changed(of: Comparison) -> Iterator[str]:
    hows = Counter(change.how for change in of.rules)
    told = [f"{agree(hows[how], 'rule', 'is')} {_HOW[how]}" for how in How if hows[how]]
    if told:
        yield sentence(joined(told))
    settings = [change for change in of.settings if change.line.judges and change.effect is not Effect.NONE]
    if settings:
        subjects = dict.fromkeys(_SUBJECTS[change.subject] for change in settings)
        yield f"Changed for the whole policy: {joined(subjects)}."
    effects = {
        Effect.LOOSER: "All of it only permits more: no act that was permitted is refused.",
        Effect.STRICTER: "All of it only refuses more: no act that was refused is permitted.",
        Effect.NONE: "No single act is judged otherwise.",
    }
    if of.effect in effects:
        yield effects[of.effect]


def _found(acts: Iterable[ActChange]) -> str:
    turns = Counter(one.turn for one in acts)
    words = {
        Turn.NEWLY_PERMITTED: "newly permitted",
        Turn.SOONER: "permitted sooner",
        Turn.NEWLY_REFUSED: "newly refused",
        Turn.LATER: "permitted later",
        Turn.OTHER: "judged otherwise",
    }
    told = [f"{agree(turns[turn], 'act')} {words[turn]}" for turn in Turn if turns[turn]]
    return f"Found: {joined(told)}"


def parts(of: Comparison) -> Iterator[Part]:
    """All parts that have something to say."""
    if of.notes:
        yield Part("What the policy tells of it", (), tuple(_notes(of)))
    judging = tuple(change for change in of.rules if change.how is not How.REWORDED)
    if judging:
        yield Part("Rules", (), tuple(map(_rule, judging)))
    settings = tuple(change for change in of.settings if change.line.judges)
    if settings:
        yield Part("The policy as a whole", _affected(of), tuple(map(_setting, settings)))
    words = (*map(_rule, (one for one in of.rules if one.how is How.REWORDED)), *map(_setting, _read(of)))
    if words:
        yield Part("Only read, not judged by", (), words)
    if of.history is not None:
        yield history_part(of.history)
    if of.recorded is not None:
        yield _recorded("Recorded cases", of.recorded, _MOST_LISTED)
    if of.trials:
        yield from _trials(of.trials)
    if of.tests is not None:
        yield _recorded("The policy's own tests", of.tests, _MOST_TESTS)


def _notes(of: Comparison) -> Iterator[Entry]:
    for note in of.notes:
        why = f" {sentence(note.because)}" if note.because else ""
        yield Entry(note.version, Ink.FAINT, f"{sentence(note.what)}{why} ({note.by}, {note.on})", ())


def _read(of: Comparison) -> Iterator[SettingChange]:
    return (change for change in of.settings if not change.line.judges)


def _rule(change: RuleChange) -> Entry:
    lines: list[Was | Said] = [Was(line.label, line.old, line.new) for line in change.lines]
    ids = Said("Rule", f"{change.rule_id} ({change.type})")
    rows = lines if change.how is How.RENAMED else [*lines, ids]
    label = "other" if change.how is How.OTHER else _HOW[change.how]
    return Entry(label, _INKS[change.how.effect], change.title, tuple(rows))


def _setting(change: SettingChange) -> Entry:
    line = change.line
    name = f"{line.label} {change.name}" if change.name and change.subject != "preferences" else line.label
    label = _EFFECTS[change.effect] if line.judges else "reworded"
    return Entry(label, _INKS[change.effect], name, (Was("", line.old, line.new),))


def _affected(of: Comparison) -> tuple[str, ...]:
    if not of.affected:
        return ()
    return (f"Written as before, and read by another clock or calendar: {joined(of.affected)}.",)


# ---------------------------------------------------------------- cases


def _recorded(heading: str, of: Recorded, most: int) -> Part:
    judged = f"{agree(of.cases, 'case')} with {agree(of.acts, 'act')}, judged by both versions"
    count = len(of.changes)
    changed = "no verdict changes" if not count else "1 verdict changes" if count == 1 else f"{count} verdicts change"
    lead = [f"{judged}: {changed}."] if of.cases else ["No case was judged by both versions."]
    if of.own_times:
        lead.append("Each is judged as of its first action or its last touch, whichever is later.")
    if of.not_run:
        lead.append(_not_run(of))
    entries = (*_acts(of.changes, most), *map(duty_entry, of.duties), *_left(of))
    return Part(heading, tuple(lead), entries)


def _acts(changes: tuple[ActChange, ...], most: int) -> Iterator[Entry]:
    """The first acts of each kind, and how many more there are."""
    for turn in Turn:
        alike = [change for change in changes if change.turn is turn]
        yield from map(act_entry, alike[:most])
        if (more := len(alike) - most) > 0:
            yield Entry(turn.value.replace("_", " "), Ink.FAINT, f"{more:,} more; `--format json` lists all", ())


def _not_run(of: Recorded) -> str:
    count = len(of.not_run)
    return f"{agree(count, 'case')} could not be judged by both; {'it is' if count == 1 else 'they are'} listed last."


def _left(of: Recorded) -> Iterator[Entry]:
    by = {Side.OLD: "the old version", Side.NEW: "the new version", Side.BOTH: "either version"}
    for one in of.not_run:
        yield Entry(
            "not run", Ink.CAUTION, one.case, (Said("Why", sentence(f"not judged by {by[one.by]}: {one.why}")),)
        )


def _trials(trials: tuple[Trial, ...]) -> Iterator[Part]:
    for trial in trials:
        entries = tuple(map(example_entry, (*trial.examples, *trial.masked)))
        yield Part(f"Made up for {trial.about}", _lead(trial), entries)


def _lead(trial: Trial) -> tuple[str, ...]:
    if trial.examples:
        missing = (turn.value.replace("_", " ") for turn in trial.missing)
        return tuple(f"Nothing was found that is {words}, {agree(trial.tried, 'case')} tried." for words in missing)
    if trial.unseen is not None:
        return (_UNSEEN[trial.unseen],)
    tried = f"{agree(trial.tried, 'case')} tried"
    if trial.masked:
        return (f"No verdict was found that changes, {tried}: where this rule judges otherwise, another one decides.",)
    if trial.one_sided:
        return (
            f"No case was found that both versions take and that shows it, {tried}: one lacks a word that it needs.",
        )
    return (f"No case was found that shows it, {tried}.",)
