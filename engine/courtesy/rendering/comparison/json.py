"""Two versions of a policy beside each other, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.document import for_json
from courtesy.model.turn import Turn
from courtesy.rendering import json_parts as parts
from courtesy.rendering.verdict import json as verdict

if TYPE_CHECKING:
    from courtesy.model.audit_report import AuditedTouch
    from courtesy.model.comparison import (
        ActChange,
        Comparison,
        DutyChange,
        Example,
        Judged,
        Line,
        Recorded,
        RuleChange,
        SettingChange,
        Trial,
    )
    from courtesy.model.touch_history import TouchHistory
    from courtesy.rendering.ink import Paint


def render(of: Comparison, paint: Paint) -> str:  # noqa: ARG001  JSON has no colour
    """The whole as one object."""
    return parts.text(to_dict(of)) + "\n"


def to_dict(of: Comparison) -> parts.Data:
    """The whole in dictionaries and scalars, ready for JSON."""
    return {
        "courtesy": parts.FORMAT_VERSION,
        "old": parts.policy(of.old),
        "new": parts.policy(of.new),
        "identical": of.identical,
        "effect": of.effect.value,
        "permits_more": of.permits_more,
        "rules": [_rule(one) for one in of.rules],
        "settings": [_setting(one) for one in of.settings],
        "affected": list(of.affected),
        "notes": [
            {"version": one.version, "on": one.on.isoformat(), "by": one.by, "what": one.what, "because": one.because}
            for one in of.notes
        ],
        "recorded": None if of.recorded is None else _recorded(of.recorded),
        "history": None if of.history is None else _history(of.history),
        "tests": None if of.tests is None else _recorded(of.tests),
        "made_up": None if of.trials is None else [_trial(one) for one in of.trials],
    }


def _rule(of: RuleChange) -> parts.Data:
    return {
        "rule": of.rule_id,
        "how": of.how.value,
        "effect": of.how.effect.value,
        "type": of.type,
        "level": of.level.value,
        "title": of.title,
        "lines": [_line(line) for line in of.lines],
    }


def _setting(of: SettingChange) -> parts.Data:
    return {"subject": of.subject, "name": of.name, "effect": of.effect.value, "line": _line(of.line)}


def _line(of: Line) -> parts.Data:
    return {"label": of.label, "old": of.old, "new": of.new, "judges": of.judges}


def _recorded(of: Recorded) -> parts.Data:
    return {
        "cases": of.cases,
        "acts": of.acts,
        "own_times": of.own_times,
        "changes": [act(one) for one in of.changes],
        "obligations": [_duty(one) for one in of.duties],
        "not_run": [{"case": one.case, "by": one.by.value, "why": one.why} for one in of.not_run],
    }


def _history(of: TouchHistory) -> parts.Data:
    return {
        "touches": of.touches,
        "cases": of.cases,
        "first": parts.time(of.first),
        "last": parts.time(of.last),
        "newly_permitted": of.newly_permitted,
        "newly_refused": of.newly_refused,
        "otherwise": of.turned(Turn.OTHER),
        "outcomes": [
            {"turn": one.turn.value, "old": one.old.value, "new": one.new.value, "touches": one.touches}
            for one in of.outcomes
        ],
        "rules": [
            {
                "turn": one.turn.value,
                "rule": one.rule_id,
                "by": one.by.value,
                "level": one.level.value,
                "title": one.title,
                "touches": one.touches,
            }
            for one in of.rules
        ],
        "examples": [
            {
                "case": one.case_id,
                "touch": one.old.touch_id,
                "at": parts.time(one.old.at),
                "turn": one.turn.value,
                "old": _touch(one.old),
                "new": _touch(one.new),
            }
            for one in of.examples
        ],
        "owed_as_of": parts.time(of.owed_as_of),
        "obligations": [
            {
                "rule": one.rule_id,
                "level": one.level.value,
                "title": one.title,
                "old": None if one.old is None else one.old.value,
                "new": None if one.new is None else one.new.value,
                "obligations": one.obligations,
                "cases": one.cases,
            }
            for one in of.duties
        ],
    }


def _touch(of: AuditedTouch) -> parts.Data:
    return {"verdict": None if of.verdict is None else verdict.of_one(of.verdict), "why": of.why or None}


def act(of: ActChange) -> parts.Data:
    """An act as both versions judge it."""
    return {
        "case": of.case,
        "action": of.action,
        "description": of.description,
        "turn": of.turn.value,
        "now": parts.time(of.now),
        "at": parts.time(of.at),
        "old": _judged(of.old),
        "new": _judged(of.new),
    }


def _judged(of: Judged) -> parts.Data:
    return {
        "outcome": of.outcome.value,
        "permitted": of.outcome.permitted,
        "earliest": parts.time(of.earliest),
        "rules": list(of.rules),
    }


def _duty(of: DutyChange) -> parts.Data:
    return {
        "case": of.case,
        "rule": of.rule_id,
        "contact": of.contact,
        "now": parts.time(of.now),
        "old": of.old and {"standing": of.old.value, "due_by": parts.time(of.old_due)},
        "new": of.new and {"standing": of.new.value, "due_by": parts.time(of.new_due)},
    }


def _trial(of: Trial) -> parts.Data:
    return {
        "about": of.about,
        "tried": of.tried,
        "examples": [_example(one) for one in of.examples],
        "masked": [_example(one) for one in of.masked],
        "missing": [turn.value for turn in of.missing],
        "one_sided": of.one_sided,
        "unseen": of.unseen and of.unseen.value,
    }


def _example(of: Example) -> parts.Data:
    return {
        "story": of.story,
        "verdict": None if of.change is None else act(of.change),
        "obligation": None if of.duty is None else _duty(of.duty),
        "masked_by": list(of.masked_by),
        "document": for_json(of.document),
    }
