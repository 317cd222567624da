"""Verdicts made by hand, and snapshots of what is rendered from them."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from courtesy.model.origin import MatcherReport
from courtesy.model.outcome import Outcome, Status
from courtesy.model.policy import Citation, Level, PolicySource, Source
from courtesy.model.verdict import Condition, Finding, PlanVerdict, Verdict
from courtesy.rendering.verdict.report import Report
from courtesy.values import Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.verdict import Alternative, Obligation

from tests.unit.rendering.owed import ALTERNATIVES, JUDGED_BY, OVERDUE, OWED

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"
NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare text with a file `<subject>/<case>.<format>` of `tests/snapshots`, or with COURTESY_UPDATE=1 write it."""

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if os.environ.get("COURTESY_UPDATE"):
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture
def policy() -> PolicySource:
    """A policy with one source and no rules."""
    return PolicySource(
        id="small-agency",
        version="2.1.0",
        title="How a small agency follows up",
        rules=(),
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
        sources={"guide": Source("A guide to following up", "A publisher", "https://example.org/guide")},
    )


NOT_YET = Finding(
    rule_id="timing.email-after-a-week",
    type="wait",
    level=Level.MUST,
    status=Status.VIOLATED,
    title="A follow-up email waits a full week",
    message="3 days 1 hour have passed since the interview; at least 7 days are needed",
    recipient="interviewer",
    because="Checking credentials and past employment can take a week or more.",
    earliest=datetime(2026, 11, 27, 14, 30, tzinfo=CHICAGO),
    conditions=(
        Condition(
            fact="interview.ended_at",
            operator="at_least",
            expected=604_800,
            observed=262_800,
            unit="seconds",
            holds=Truth.FALSE,
        ),
    ),
    source=Citation("guide", "After a full week, send a quick email follow-up", 1),
)
NEVER = Finding(
    rule_id="prohibitions.no-text-messages",
    type="forbid",
    level=Level.MUST,
    status=Status.VIOLATED,
    message="the channel is text message",
    remedy="write an e-mail instead",
    recipient="hr",
    conditions=(
        Condition(fact="action.channel", operator="is", expected="sms", observed="sms", unit=None, holds=Truth.TRUE),
    ),
    source=Citation("unlisted"),
)
TOO_LONG = Finding(
    rule_id="content.short",
    type="require",
    level=Level.SHOULD,
    status=Status.VIOLATED,
    title="Messages are short",
    message="the message has 203 words; at most 150 are allowed",
    recipient="interviewer",
    because="people read short messages",
    remedy="Leave out what the reader knows.",
    conditions=(
        Condition(
            fact="message.words", operator="at_most", expected=150, observed=203, unit="words", holds=Truth.FALSE
        ),
    ),
    source=Citation("guide", paragraph=3),
    interpretation=True,
)
NOT_KNOWN = Finding(
    rule_id="channels.linkedin-profile-ready",
    type="require",
    level=Level.MUST,
    status=Status.UNDETERMINED,
    title="The LinkedIn profile is ready first",
    message="recommendations on the candidate's LinkedIn profile is not known",
    recipient="interviewer",
    conditions=(
        Condition(
            fact="candidate.linkedin.recommendations",
            operator="at_least",
            expected=1,
            observed=None,
            unit="recommendations",
            holds=Truth.UNKNOWN,
        ),
    ),
    missing=("candidate.linkedin.recommendations", "attributes.budget"),
)
HINT = Finding(
    rule_id="channels.thank-you-before-linkedin",
    type="follow",
    level=Level.MAY,
    status=Status.VIOLATED,
    title="The thank-you note comes first",
    message="there is no handwritten thank-you note so far",
    recipient="interviewer",
    interpretation=True,
)
MET = Finding(
    rule_id="channels.copy-the-hiring-department",
    type="require",
    level=Level.MUST,
    status=Status.SATISFIED,
    title="A follow-up email copies the hiring department",
    message="",
    recipient="interviewer",
    conditions=(
        Condition(
            fact="cc.roles",
            operator="one_of",
            expected=("hr", "recruiter"),
            observed=("hr",),
            unit=None,
            holds=Truth.TRUE,
        ),
    ),
)
BESIDE = Finding(
    rule_id="timing.phone-in-business-hours",
    type="hours",
    level=Level.SHOULD,
    status=Status.NOT_APPLICABLE,
    title="Calls keep to business hours",
    message="",
    recipient="interviewer",
)


def _action(
    name: str,
    outcome: Outcome,
    *findings: Finding,
    day: int = 23,
    earliest: datetime | None = None,
    said: str = "",
    instead: tuple[Alternative, ...] | None = None,
) -> Verdict:
    return Verdict(
        **JUDGED_BY,
        id=name,
        outcome=outcome,
        at=datetime(2026, 11, day, 15, 30, tzinfo=CHICAGO),
        earliest=earliest,
        findings=findings,
        description=said,
        alternatives=instead,
    )


def _verdict(
    outcome: Outcome,
    *actions: Verdict,
    matchers: tuple[str, ...] = ("durable", "native"),
    owed: tuple[Obligation, ...] = (),
) -> PlanVerdict:
    return PlanVerdict(
        policy=JUDGED_BY["policy"],
        now=JUDGED_BY["now"],
        outcome=outcome,
        matcher=MatcherReport(matchers, True if len(matchers) > 1 else None),
        actions=actions,
        obligations=owed,
    )


_NOTE = "handwritten thank-you note to interviewer"
_EMAIL = "follow-up e-mail to interviewer, copied to hr"
VERDICTS = {
    "allow": _verdict(Outcome.ALLOW, _action("note", Outcome.ALLOW, said=_NOTE)),
    "hint": _verdict(Outcome.ALLOW, _action("note", Outcome.ALLOW, HINT), matchers=("native",)),
    "warn": _verdict(Outcome.WARN, _action("week-one", Outcome.WARN, TOO_LONG, said=_EMAIL)),
    "wait": _verdict(
        Outcome.WAIT,
        _action("week-one", Outcome.WAIT, NOT_YET, TOO_LONG, HINT, earliest=NOT_YET.earliest, said=_EMAIL),
    ),
    "deny": _verdict(Outcome.DENY, _action("text", Outcome.DENY, NEVER, NOT_YET, said="text message to hr")),
    "undetermined": _verdict(
        Outcome.UNDETERMINED,
        _action("connect", Outcome.UNDETERMINED, NOT_KNOWN, said="LinkedIn connection request to interviewer"),
    ),
    "all": _verdict(Outcome.ALLOW, _action("week-one", Outcome.ALLOW, MET, BESIDE, day=27, said=_EMAIL)),
    "plan": _verdict(
        Outcome.DENY,
        _action("note", Outcome.ALLOW, said=_NOTE, day=20),
        _action("week-one", Outcome.WAIT, NOT_YET, earliest=NOT_YET.earliest, said=_EMAIL),
        _action("text", Outcome.DENY, NEVER, said="text message to hr", day=24),
        _action("again", Outcome.UNDETERMINED, said="phone call to interviewer", day=25),
    ),
    "owed": _verdict(Outcome.DENY, _action("note", Outcome.DENY, NEVER, said=_NOTE, instead=()), owed=OWED),
    "overdue": _verdict(
        Outcome.DENY,
        _action("note", Outcome.ALLOW, said=_NOTE, instead=()),
        _action("again", Outcome.ALLOW, said=_NOTE, day=24),
        owed=(OVERDUE,),
    ),
    "instead": _verdict(
        Outcome.WAIT,
        _action("week-one", Outcome.WAIT, NOT_YET, HINT, earliest=NOT_YET.earliest, said=_EMAIL, instead=ALTERNATIVES),
    ),
    "better": _verdict(
        Outcome.WARN, _action("week-one", Outcome.WARN, TOO_LONG, said=_EMAIL, instead=ALTERNATIVES[1:])
    ),
}


@pytest.fixture(params=VERDICTS)
def report(request: pytest.FixtureRequest, policy: PolicySource) -> tuple[str, Report]:
    """Each of the verdicts, with its name."""
    return request.param, Report(verdict=VERDICTS[request.param], policy=policy)


@pytest.fixture
def two_reports(policy: PolicySource) -> list[Report]:
    """The verdicts of two cases."""
    names = {"cases/one.yaml": "allow", "cases/two.yaml": "wait"}
    return [Report(verdict=VERDICTS[kind], policy=policy, name=name) for name, kind in names.items()]
