"""Verdicts, timetables, next steps and plans as an agent reads them: what holds, and what to do now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from courtesy.serving.agents.cases import Taken

MOST_TO_FIX = 5
NOW, AT_EARLIEST, AFTER_TELLING, NEVER = "now", "at_earliest", "after_telling", "never"
_NOT_FOUND = "what to do instead was not found in time: ask when_possible"
RETRY = {
    NOW: "what was asked may be done as it was asked",
    AT_EARLIEST: "it is permitted from `earliest` on, as it was asked",
    AFTER_TELLING: "state what `missing` names, and ask again",
    NEVER: "it is not permitted as it was asked, at any time; take one of `try_next`",
}
"""What an agent can do with what it asked about."""
_BY_OUTCOME = {
    courtesy.Outcome.ALLOW: NOW,
    courtesy.Outcome.WARN: NOW,
    courtesy.Outcome.WAIT: AT_EARLIEST,
    courtesy.Outcome.UNDETERMINED: AFTER_TELLING,
    courtesy.Outcome.DENY: NEVER,
}


def of_verdict(verdict: courtesy.Verdict, taken: Taken, policy: str) -> dict[str, Any]:
    """The verdict on one action."""
    broken = verdict.broken(courtesy.Level.MUST)
    told: dict[str, Any] = {
        "outcome": verdict.outcome.value,
        "permitted": verdict.permitted,
        "say": _sentence(verdict),
        "earliest": when(verdict.earliest),
        "must_fix": [_to_fix(one) for one in broken[:MOST_TO_FIX]],
        "missing": _missing(verdict, taken),
        "try_next": sorted(map(_to_try, verdict.alternatives or ()), key=lambda one: "write" in one),
        "retry": NEVER if verdict.done_at is not None else _BY_OUTCOME[verdict.outcome],
        "policy": policy,
    }
    if len(broken) > MOST_TO_FIX:
        told["left_out"] = {"must_fix": len(broken) - MOST_TO_FIX}
    if advice := [_to_fix(one) for one in verdict.broken(courtesy.Level.SHOULD)]:
        told["advice"] = advice
    notes = [one.message for one in verdict.notices]
    if verdict.alternatives is None and verdict.outcome.refused and verdict.done_at is None:
        notes.append(_NOT_FOUND)
    return {**told, "notes": notes} if notes else told


def of_claim(taken: Taken, verdict: courtesy.Verdict | None, kept: Mapping[str, Any]) -> dict[str, Any]:
    """A slot that is kept, now (`verdict`) or since it was claimed before with the same key (None)."""
    name = f"{taken.policy.id}@{taken.policy.to_read(taken.now or datetime.now(UTC)).version}"
    told: dict[str, Any] = {
        "outcome": courtesy.Outcome.ALLOW.value,
        "earliest": None,
        "must_fix": [],
        "missing": [],
        "try_next": [],
        "retry": NOW if kept["permitted"] else NEVER,
        "policy": name,
    }
    if verdict is not None:
        told = of_verdict(verdict, taken, f"{verdict.policy.id}@{verdict.policy.version}")
    return {**told, **kept}


def of_timetable(table: courtesy.Timetable, taken: Taken, policy: str, titles: Mapping[str, str]) -> dict[str, Any]:
    """When an action is permitted."""
    first, opened = table.windows[0], next(iter(table.open), None)
    earliest = table.then if opened is None else opened.start
    waits = not first.outcome.permitted and earliest is not None
    outcome = courtesy.Outcome.WAIT if waits and first.outcome.refused else first.outcome
    if first.outcome.permitted:
        say = f"{capital(table.description)} is permitted now, until {when(first.end)} at least."
    elif earliest is not None:
        say = f"{capital(table.description)} is permitted from {when(earliest)} on."
    elif outcome is courtesy.Outcome.UNDETERMINED:
        say = f"It is not known when {table.description} is permitted: tell what is missing first."
    else:
        say = f"{capital(table.description)} is not permitted at any time until {when(table.until)}."
    assert taken.action is not None  # noqa: S101  the tool asks for one
    proposed = [] if opened is None else [(opened.outcome, opened.start)]
    return {
        "outcome": outcome.value,
        "permitted": first.outcome.permitted,
        "say": say,
        "earliest": when(earliest) if waits else None,
        "must_fix": [_rule(name, titles) for name in first.rules[:MOST_TO_FIX]] if first.outcome.refused else [],
        "missing": _facts_missing(((name, None) for name in table.missing), taken),
        "try_next": [
            {
                "outcome": found.value,
                "say": f"Do it on {when(start)} or later",
                "action": action_of(taken.action.with_(at=start)),
            }
            for found, start in proposed
        ],
        "retry": NOW if first.outcome.permitted else AT_EARLIEST if waits else _BY_OUTCOME[outcome],
        "policy": policy,
        "windows": [
            {"from": when(one.start), "to": when(one.end), "outcome": one.outcome.value, "rules": list(one.rules)}
            for one in table.windows
        ],
    }


def of_steps(found: courtesy.NextSteps, taken: Taken, policy: str, titles: Mapping[str, str]) -> dict[str, Any]:
    """What may or should be done now and next."""
    ready = [one for one in found.steps if one.ready]
    first = found.steps[0] if found.steps else None
    if ready:
        say = f"Now: {ready[0].description}. Ask check_action again before you do it."
    elif first is not None:
        say = f"Nothing now; next: {first.description}, from {when(first.since)} on."
    else:
        say = found.conflict.message if found.conflict else "Nothing is to be done."
    told = _planned(found, taken, policy, titles, say)
    told["try_next"] = [
        {
            "outcome": one.outcome.value,
            "say": f"{capital(one.description)}, {'now' if one.ready else f'from {when(one.since)} on'}: "
            f"{one.reason.title}",
            "action": action_of(one.action),
        }
        for one in found.steps
    ]
    told["permitted"] = bool(ready)
    told["earliest"] = when(first.since) if first is not None and not ready else None
    told["retry"] = NOW if ready else AT_EARLIEST if first else AFTER_TELLING if told["missing"] else NEVER
    owed = [one for one in found.obligations if one.standing is not courtesy.Standing.MET]
    told["owed"] = [
        {"rule": one.rule_id, "standing": one.standing.value, "message": one.message, "due_by": when(one.due_by)}
        for one in owed
    ]
    return told


def of_plan(plan: courtesy.Plan, taken: Taken, policy: str, titles: Mapping[str, str]) -> dict[str, Any]:
    """What to do until some time, in its order."""
    acts = plan.actions
    if plan.conflict is not None:
        say = f"There is no plan: {plan.conflict.message}"
    elif acts:
        many = f"{len(acts)} action{'s' if len(acts) > 1 else ''}"
        say = f"{many} until {when(plan.until)}, in this order; check each one before you do it."
    else:
        say = f"Nothing is to be done until {when(plan.until)}."
    told = _planned(plan, taken, policy, titles, say)
    told["try_next"] = [
        {
            "outcome": one.verdict.outcome.value,
            "say": f"{capital(one.verdict.description)}: {one.reason.title}",
            "action": action_of(one.action),
        }
        for one in acts
    ]
    first = acts[0].action.at if acts else plan.conflict.earliest if plan.conflict else None
    ready = bool(acts) and (first is None or first <= plan.now)
    told["permitted"] = bool(acts) and plan.outcome.permitted
    told["earliest"] = None if ready else when(first)
    told["retry"] = NOW if ready else AT_EARLIEST if first else AFTER_TELLING if told["missing"] else NEVER
    return told


def _planned(
    found: courtesy.NextSteps | courtesy.Plan, taken: Taken, policy: str, titles: Mapping[str, str], say: str
) -> dict[str, Any]:
    """What plans and next steps have in common."""
    conflict = found.conflict
    lacking = [(name, one.contact) for one in found.omissions for name in one.missing]
    lacking += [(name, None) for name in conflict.missing] if conflict else []
    told: dict[str, Any] = {
        "outcome": found.outcome.value,
        "permitted": False,
        "say": say,
        "earliest": None,
        "must_fix": [_rule(name, titles) for name in conflict.rules[:MOST_TO_FIX]] if conflict else [],
        "missing": _facts_missing(lacking, taken),
        "try_next": [],
        "retry": NEVER,
        "policy": policy,
    }
    if found.notices:
        told["notes"] = [one.message for one in found.notices]
    return told


def action_of(action: courtesy.Action) -> dict[str, Any]:
    """A complete action, ready to be sent back: what it does not state is left out."""
    told = {key: value for key, value in courtesy.to_dict(action).items() if value not in (None, [], {})}
    if "message" in told:
        told["message"] = {key: value for key, value in told["message"].items() if value not in (None, {})}
        if not told["message"]:
            del told["message"]
    return told


def when(moment: datetime | None) -> str | None:
    """ISO 8601 with offset."""
    return None if moment is None else moment.isoformat()


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def _sentence(verdict: courtesy.Verdict) -> str:
    what = verdict.description
    if verdict.done_at is not None:
        return f"Already done on {when(verdict.done_at)}: do not do it again."
    match verdict.outcome:
        case courtesy.Outcome.ALLOW | courtesy.Outcome.WARN:
            at = "now" if verdict.at <= verdict.now else f"on {when(verdict.at)}"
            better = ", though it can be better: see `advice`" if verdict.outcome is courtesy.Outcome.WARN else ""
            return f"{capital(what)} is permitted {at}{better}."
        case courtesy.Outcome.WAIT:
            return f"Not yet: {what} is permitted from {when(verdict.earliest)} on."
        case courtesy.Outcome.UNDETERMINED:
            return f"Not decided: do not act before `missing` is told ({what})."
    return f"Do not do this: {what} is not permitted as it is."


def _to_try(one: courtesy.Alternative) -> dict[str, Any]:
    """Something to do instead, complete but for a text that only the agent can write."""
    told: dict[str, Any] = {"outcome": one.outcome.value, "say": one.description}
    if one.change.at_most_words is not None:
        told["write"] = f"a new message of at most {one.change.at_most_words} words, and put it into the action"
    return {**told, "action": action_of(one.action)}


def _to_fix(finding: courtesy.Finding) -> dict[str, str]:
    told = {"rule": finding.rule_id, "message": finding.message}
    return told if finding.remedy is None else {**told, "fix": finding.remedy}


def _rule(name: str, titles: Mapping[str, str]) -> dict[str, str]:
    return {"rule": name, "message": titles.get(name, name)}


def _missing(verdict: courtesy.Verdict, taken: Taken) -> list[dict[str, Any]]:
    undecided = (one for one in verdict.findings if one.outcome is courtesy.Outcome.UNDETERMINED)
    return _facts_missing(((name, one.recipient) for one in undecided for name in one.missing), taken)


def _facts_missing(named: Iterable[tuple[str, str | None]], taken: Taken) -> list[dict[str, Any]]:
    """What is not known, each fact once, with what it is and where to put it."""
    return [_fact(name, put, taken) for name, put in dict.fromkeys(_put(named, taken))]


def _put(named: Iterable[tuple[str, str | None]], taken: Taken) -> Iterator[tuple[str, str | None]]:
    action = taken.action or courtesy.Action("", id="")
    for name, recipient in named:
        found = places(name, taken.case, action, recipient)
        yield from ((name, one) for one in found or (None,))


def _fact(name: str, put: str | None, taken: Taken) -> dict[str, Any]:
    told: dict[str, Any] = {"fact": name}
    declared = taken.policy.vocabulary.facts.get(name)
    if declared is not None:
        told["what"] = declared.title
    if put is None:
        told["put"] = "the policy"
    elif taken.held_as is not None and put.startswith("/case/"):
        told["put"] = f"{put.removeprefix('/case')} in the case `{taken.held_as}`, by whoever keeps it"
    else:
        told["put"] = put
    return told
