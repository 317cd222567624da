"""Obligations and alternatives made by hand, for verdicts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from courtesy.model.case import Action
from courtesy.model.origin import MatcherReport, PolicyReference
from courtesy.model.outcome import Outcome, Standing
from courtesy.model.policy import Citation, Level
from courtesy.model.verdict import Alternative, Change, Obligation

CHICAGO = ZoneInfo("America/Chicago")


def _owed(name: str, level: Level, standing: Standing, message: str, **more: object) -> Obligation:
    fields: dict[str, object] = {"title": f"Something is {name.replace('-', ' ')}", "needed": 1, "done": 0, **more}
    return Obligation(rule_id=f"obligations.{name}", level=level, standing=standing, message=message, **fields)  # type: ignore[arg-type]  # each of its own type


JUDGED_BY: dict[str, Any] = {
    "policy": PolicyReference("small-agency", "2.1.0", "sha256:00", "sha256:11"),
    "matcher": MatcherReport(("durable", "native"), agreed=True),
    "now": datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/New_York")),
}
"""What every verdict made by hand says of how it came about."""

_SAID_SO = "Silence looks like a lack of interest."
OVERDUE = _owed(
    "overdue",
    Level.MUST,
    Standing.OVERDUE,
    "a phone call is expected; this was due by Saturday 21 November 2026, 14:30 CST, 1 day 18 hours ago",
    title="Every interviewer is called within a day",
    contact="interviewer",
    due_by=datetime(2026, 11, 21, 14, 30, tzinfo=CHICAGO),
    because=_SAID_SO,
    remedy="Call all the same.",
    source=Citation("guide", "Pick up the phone", 1),
)
OWED = (
    _owed("met", Level.SHOULD, Standing.MET, "the phone call was done", contact="interviewer", done=1),
    _owed("planned", Level.SHOULD, Standing.PLANNED, "the e-mail is planned; not done yet", planned=1),
    _owed("a-hint", Level.MAY, Standing.OPEN, "a LinkedIn connection request is expected", interpretation=True),
    _owed("open", Level.SHOULD, Standing.OPEN, "an e-mail is expected; there is no deadline", remedy="write one"),
    _owed("late", Level.SHOULD, Standing.OVERDUE, "a handwritten note is expected", because=_SAID_SO),
    _owed(
        "due",
        Level.SHOULD,
        Standing.DUE,
        "a handwritten note is expected",
        contact="hr",
        due_by=datetime(2026, 11, 24, 14, 30, tzinfo=CHICAGO),
    ),
    _owed("due-and-required", Level.MUST, Standing.DUE, "an e-mail is expected", title=None),
    _owed("not-known", Level.MUST, Standing.UNDETERMINED, "this cannot be decided", missing=("interview.ended_at",)),
    OVERDUE,
)
"""One obligation of every standing, the gravest last."""
ALTERNATIVES = (
    Alternative(
        change=Change(at=datetime(2026, 11, 27, 14, 30, tzinfo=CHICAGO), add_cc=("hr",)),
        action=Action(id="write", channel="email", to=("boss",), cc=("hr",)),
        outcome=Outcome.WARN,
        still=("content.short", "unknown.rule"),
        description="Send it on Friday 27 November 2026, 14:30 CST or later, copying hr",
    ),
    Alternative(
        change=Change(channel="phone"),
        action=Action(id="write", channel="phone", to=("boss",)),
        outcome=Outcome.ALLOW,
        still=(),
        description="Make it a follow-up phone call",
    ),
)
