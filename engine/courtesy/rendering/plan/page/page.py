"""The whole page about a plan, ready to show."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.outcome import Outcome
from courtesy.model.policy import Level
from courtesy.rendering.obligations.phrases import unmet
from courtesy.rendering.plan import phrases
from courtesy.rendering.plan.page import sections
from courtesy.rendering.plan.page.names import Names, short_day
from courtesy.rendering.plan.page.steps import Step, steps
from courtesy.rendering.plan.page.stretches import LaneText, lane_texts
from courtesy.rendering.plan.page.timeline import Chart, chart
from courtesy.wording import times
from courtesy.wording.text import agree, sentence

if TYPE_CHECKING:
    from courtesy.model.plan import Plan
    from courtesy.model.policy import PolicySource


class Trouble(Struct, frozen=True):
    """Why there is no plan, and what would help."""

    title: str
    message: str
    heading: str
    rules: tuple[sections.RuleNote, ...]
    help: tuple[str, ...]


class Page(Struct, frozen=True, kw_only=True):
    """All that the template shows. `happened` None is unknown; `chart` None is nothing to draw."""

    title: str
    heading: str
    period: tuple[str, str]
    policy: str
    people: tuple[tuple[str, str, str], ...]
    summary: tuple[str, ...]
    trouble: Trouble | None
    steps: tuple[Step, ...]
    two_clocks: bool
    owed: tuple[sections.Owed, ...]
    chart: Chart | None
    lanes: tuple[LaneText, ...]
    happened: tuple[sections.Happened, ...] | None
    left_out: tuple[sections.LeftOut, ...]
    notices: tuple[str, ...]
    closed: tuple[sections.Closed, ...]
    rules: tuple[sections.RuleNote, ...]
    sources: tuple[sections.SourceNote, ...]
    made_by: str
    digest: str


def page(plan: Plan, policy: PolicySource) -> Page:
    """The page about `plan`, made by `policy`."""
    names = Names(plan, policy)
    notes = sections.rule_notes(names)
    links = {note.id: sections.RuleLink(note.title, note.number) for note in notes}
    drawn, planned = chart(names), steps(names)
    return Page(
        title=f"Follow-up plan, {_dates(plan)}",
        heading=_heading(plan),
        period=(times.day_and_clock(plan.now), times.day_and_clock(plan.until)),
        policy=f"{policy.title} ({plan.policy.id} {plan.policy.version})",
        people=sections.people(names),
        summary=_summary(plan, policy),
        trouble=_trouble(plan, policy, {note.id: note for note in notes}),
        steps=planned,
        two_clocks=any(step.their_clock for step in planned),
        owed=sections.owed(names),
        chart=drawn if drawn.rows else None,
        lanes=lane_texts(names, links),
        happened=sections.happened(names),
        left_out=sections.left_out(names, links),
        notices=tuple(sentence(notice.message) for notice in plan.notices),
        closed=sections.closed(names, links),
        rules=notes,
        sources=sections.source_notes(policy),
        made_by=phrases.made_by(plan),
        digest=plan.policy.digest,
    )


def _dates(plan: Plan) -> str:
    first, last = short_day(plan.now), short_day(plan.until)
    return f"{first[1]} {first[2]} to {last[1]} {last[2]}"


def _heading(plan: Plan) -> str:
    """What the plan is for."""
    ended = plan.case.facts.get(INTERVIEW_END)
    if not isinstance(ended, date):
        return "After the interview"
    return f"After the interview of {times.day(datetime(ended.year, ended.month, ended.day, tzinfo=plan.now.tzinfo))}"


def _summary(plan: Plan, policy: PolicySource) -> tuple[str, ...]:
    """The plan in a few sentences: how many steps, what to make of them, what else there is to know."""
    if plan.conflict is not None:
        return ()
    if not plan.actions and not plan.omissions:
        return (f"Nothing needs to be done up to {times.day_and_clock(plan.until)}.",)
    left_out = f"{agree(len(plan.omissions), 'thing', 'was')} left out, for the reasons given below."
    return tuple(filter(None, (_count(plan), _advice(plan, policy), left_out if plan.omissions else "")))


def _advice(plan: Plan, policy: PolicySource) -> str:
    """What the plan comes to; where all is well, in words for who knows no policy."""
    more = any(owed.level is not Level.MAY for owed in unmet(plan.obligations))
    if plan.outcome is not Outcome.ALLOW or not plan.actions or more:
        return phrases.advice(plan, policy)
    return "Do each at its time. Once all of them are done, nothing more is expected of you."


def _count(plan: Plan) -> str:
    if not plan.actions:
        return ""
    first, last = (times.day(plan.actions[place].verdict.at.astimezone(plan.now.tzinfo)) for place in (0, -1))
    count = agree(len(plan.actions), "action")
    return f"{count} on {first}." if first == last else f"{count}, from {first} to {last}."


def _trouble(plan: Plan, policy: PolicySource, notes: dict[str, sections.RuleNote]) -> Trouble | None:
    found = plan.conflict
    if found is None:
        return None
    return Trouble(
        title=phrases.title(plan),
        message=sentence(found.message),
        heading=phrases.CONFLICT,
        rules=tuple(notes[rule_id] for rule_id in found.rules),
        help=tuple(phrases.conflict_help(found, policy, plan.now, plan.until)),
    )
