"""What every format says about an agenda: its headline, its days, and what each case leaves open."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.instants import instant
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.policy import Level
from courtesy.rendering import judged, titles
from courtesy.rendering.obligations.phrases import subject
from courtesy.rendering.plan import phrases as plan_phrases
from courtesy.wording import times
from courtesy.wording.clocks import city
from courtesy.wording.rule_titles import rule_title
from courtesy.wording.text import agree, joined, sentence, verb_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.agenda import Agenda, AgendaCase, AgendaEntry
    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource
    from courtesy.rendering.plan.phrases import Row

OVERDUE, QUESTIONS, LEFT_OUT, QUIET, UNREAD = (
    "Overdue",
    "Open questions",
    "Not planned",
    "Nothing to do in",
    "Could not be read",
)


class Section(Struct, frozen=True):
    """The entries of a day, or those that are overdue."""

    title: str
    entries: tuple[AgendaEntry, ...]
    overdue: bool = False


# ---------------------------------------------------------------- the whole


def title(agenda: Agenda) -> str:
    """What there is to do: `12 actions in 9 cases`."""
    if not agenda.cases:
        return "No case could be read" if agenda.unread else "No cases"
    concerned = len({entry.case for entry in agenda.entries})
    if not concerned:
        nothing = "Nothing to do" if len(quiet(agenda)) == len(agenda.cases) else "Nothing planned"
        return f"{nothing} in {agree(len(agenda.cases), 'case')}"
    return f"{agree(len(agenda.entries), 'action')} in {agree(concerned, 'case')}"


def advice(agenda: Agenda) -> str:
    """How urgent it is, and what else there is to see to."""
    asking = sum(bool(questions_of(case.plan)) for case in agenda.cases)
    parts = (
        _urgency(agenda),
        f"{agree(asking, 'case')} {'leaves' if asking == 1 else 'leave'} questions open." if asking else "",
        f"{agree(len(agenda.unread), 'case')} could not be read." if agenda.unread else "",
    )
    return " ".join(filter(None, parts))


def _urgency(agenda: Agenda) -> str:
    """How many entries are overdue, how many have a deadline to come, and how many have none."""
    if not agenda.entries:
        return "Nothing needs to be done in this period." if len(quiet(agenda)) == len(agenda.cases) > 0 else ""
    counted = Counter(entry.standing for entry in agenda.entries)
    said = [(counted[standing], words) for standing, words in _URGENCY.items() if counted[standing]]
    if len(said) > 1:
        return sentence(joined(f"{agree(count, '', verb)} {what}" for count, (verb, what) in said))
    count, (verb, what) = said[0]
    if count == 1:
        return f"It {verb} {what}."
    return "None of them has a deadline." if counted[Standing.PLANNED] else f"All {verb_for(count, verb)} {what}."


_URGENCY = {
    Standing.OVERDUE: ("is", "overdue"),
    Standing.DUE: ("has", "a deadline to come"),
    Standing.PLANNED: ("has", "no deadline"),
}


def made_by(agenda: Agenda) -> str:
    """Which policies the plans were made by, as of when, and on whose clock times are shown."""
    clock = f"; times are on the clock in {city(place)}" if (place := getattr(agenda.now.tzinfo, "key", "")) else ""
    plans = [case.plan for case in agenda.cases]
    each = (judged.versions(plan.policy, [planned.verdict.policy for planned in plan.actions]) for plan in plans)
    named = joined(dict.fromkeys(each))
    as_of = f"as of {times.day_and_clock(agenda.now)}{clock}"
    return f"According to {named} {as_of}." if named else sentence(as_of)


# ---------------------------------------------------------------- the entries


def sections(agenda: Agenda) -> Iterator[Section]:
    """What is overdue, then the rest by the day on which it is to be done."""
    late = tuple(entry for entry in agenda.entries if entry.standing is Standing.OVERDUE)
    if late:
        yield Section(OVERDUE, late, overdue=True)
    timed = [entry for entry in agenda.entries if entry.standing is not Standing.OVERDUE]
    for day, entries in groupby(timed, key=lambda entry: times.day(entry.at) if entry.at is not None else ""):
        yield Section(day, tuple(entries))


def when(entry: AgendaEntry, agenda: Agenda) -> str:
    """The time of an act, the reader's own clock first; empty where none is planned."""
    return "" if entry.planned is None else plan_phrases.when(entry.planned.verdict.at, agenda.now)


def act(entry: AgendaEntry) -> str:
    """The act in words, or what is owed where there is none."""
    if entry.planned is not None:
        return plan_phrases.act(entry.planned)
    return subject(entry.owed) if entry.owed is not None else ""


def outcome(entry: AgendaEntry) -> Outcome:
    """What the act comes to, or what it is that nothing is planned for what is owed."""
    if entry.planned is not None:
        return entry.planned.verdict.outcome
    return entry.owed.outcome if entry.owed is not None else Outcome.ALLOW


def rows(entry: AgendaEntry, agenda: Agenda) -> Iterator[Row]:
    """When to do what is overdue, until when it is owed, why, and what to mind, in short."""
    if entry.standing is Standing.OVERDUE:
        yield "Do it", _at_last(entry, agenda)
    if entry.due_by is not None:
        yield "Due", f"by {plan_phrases.due(entry.due_by, entry.at or agenda.now, agenda.now)}"
    yield from _why(entry)
    if entry.planned is not None:
        yield from (("Note", said) for said in _notes(entry, agenda.case(entry.case).policy))


def _at_last(entry: AgendaEntry, agenda: Agenda) -> str:
    if entry.at is None:
        return "no time could be planned"
    if instant(entry.at) <= instant(agenda.now):
        return "now"
    return f"{times.day(entry.at)}, {when(entry, agenda)}"


def _why(entry: AgendaEntry) -> Iterator[Row]:
    if entry.planned is not None:
        yield "Why", titles.capital(entry.planned.reason.title)
    elif entry.owed is not None and entry.owed.because:
        yield "Why", sentence(entry.owed.because)


def _notes(entry: AgendaEntry, policy: PolicySource) -> Iterator[str]:
    findings = entry.planned.verdict.findings if entry.planned is not None else ()
    for against in dict.fromkeys(one.title or one.rule_id for one in findings if one.outcome is Outcome.WARN):
        yield f"Against advice: {against}"
    missing = dict.fromkeys(
        name
        for one in findings
        if one.status is Status.UNDETERMINED and one.level is Level.MUST
        for name in one.missing
    )
    if missing:
        yield f"Not certain yet. Tell us {titles.facts(missing, policy)}"


# ---------------------------------------------------------------- what cases leave open


def questions(agenda: Agenda) -> Iterator[tuple[str, str]]:
    """Which facts would settle something, and in which cases; cases that lack the same stand together."""
    alike: dict[str, list[str]] = defaultdict(list)
    for case in agenda.cases:
        if missing := questions_of(case.plan):
            alike[titles.facts(missing, case.policy)].append(case.name)
    yield from ((joined(names), f"Tell us {asked}") for asked, names in alike.items())


def questions_of(plan: Plan) -> tuple[str, ...]:
    """The facts that a plan asks for: for there to be one, for what it leaves out, and for its acts to be certain."""
    asked = list(plan.conflict.missing) if plan.conflict is not None else []
    asked += [name for omission in plan.omissions for name in omission.missing]
    asked += [
        name
        for planned in plan.actions
        for finding in planned.verdict.findings
        if finding.status is Status.UNDETERMINED and finding.level is Level.MUST
        for name in finding.missing
    ]
    return tuple(dict.fromkeys(asked))


def left_out(agenda: Agenda) -> Iterator[tuple[str, str, tuple[Row, ...]]]:
    """What is owed, or proposed, and finds no place for the rules: of which case, what, and why."""
    for case in agenda.cases:
        yield from ((case.name, what, tuple(_named(rules, case.policy))) for what, rules in _blocked(case))


def _blocked(case: AgendaCase) -> Iterator[tuple[str, tuple[str, ...]]]:
    blocked = (one for one in case.plan.omissions if not one.missing and not case.waits(one))
    listed = list(plan_phrases.together(blocked))
    yield from ((f"{what}: {sentence(one.message)}", one.rules) for what, one in listed)
    conflict = case.plan.conflict
    if conflict is not None and conflict.rules and not listed and not case.only_later:
        yield sentence(conflict.message), conflict.rules


def _named(rules: tuple[str, ...], policy: PolicySource) -> Iterator[Row]:
    if rules:
        yield "Rules" if len(rules) > 1 else "Rule", joined(rule_title(rule_id, policy) for rule_id in rules)


def quiet(agenda: Agenda) -> tuple[str, ...]:
    """The cases in which there is nothing to do, to ask or to mend."""
    busy = {entry.case for entry in agenda.entries}
    idle = (case for case in agenda.cases if case.name not in busy and not questions_of(case.plan))
    return tuple(case.name for case in idle if not any(_blocked(case)))


def notices(agenda: Agenda) -> Iterator[str]:
    """What a reader should know: of the whole, and of each case with its name."""
    yield from (sentence(notice.message) for notice in agenda.notices)
    for case in agenda.cases:
        yield from (f"{case.name}: {sentence(notice.message)}" for notice in case.plan.notices)
