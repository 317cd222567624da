"""Plans made by hand, for whoever renders them: `PLANS` by name, all by `plan_policy.POLICY`."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from courtesy.model.case import Action, Case, Contact, History, Touch
from courtesy.model.origin import MatcherReport, PolicyReference
from courtesy.model.outcome import Outcome, Standing, Status
from courtesy.model.plan import ClosedChannel, Conflict, Lane, Omission, Plan, PlannedAction, Reason
from courtesy.model.policy import Citation, Level
from courtesy.model.predicate import Direction
from courtesy.model.timetable import Stretch
from courtesy.model.verdict import Finding, Obligation, PlanVerdict, Verdict
from tests.unit.rendering.plan_policy import POLICY

NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=NEW_YORK)
UNTIL = datetime(2026, 12, 21, 9, 0, tzinfo=NEW_YORK)


def chicago(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time of 2026 on the interviewer's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


def new_york(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time of 2026 on the clock of hr."""
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


_REFERENCE = PolicyReference(POLICY.id, POLICY.version, "sha256:00", "sha256:11")
_RULES = {rule.id: rule for rule in POLICY.rules}

# ---------------------------------------------------------------- the case

HISTORY = History.of(
    (
        Touch(
            at=new_york(11, 20, 16, 45),
            channel="phone",
            to=("hr",),
            purpose="provide_information",
            outcome="no_answer",
            id="first-call",
        ),
        Touch(
            at=new_york(11, 21, 10, 20),
            channel="email",
            from_=("hr",),
            direction=Direction.INBOUND,
            event="reply",
        ),
        Touch(at=chicago(11, 22, 11, 5), channel="email", to=("interviewer",), purpose="thank_you"),
    )
)
CASE = Case(
    zone="America/New_York",
    contacts={
        "interviewer": Contact(
            id="interviewer", roles=frozenset({"interviewer"}), zones=("America/Chicago",), met=True
        ),
        "hr": Contact(id="hr", name="HR desk", roles=frozenset({"hr"}), zones=("America/New_York",)),
    },
    facts={"interview.ended_at": new_york(11, 20, 15, 30), "candidate.linkedin.profile_polished": True},
    history=HISTORY,
)

# ---------------------------------------------------------------- the plan


def _finding(rule_id: str, status: Status, message: str, recipient: str, **more: object) -> Finding:
    rule = _RULES[rule_id]
    return Finding(
        rule_id=rule_id,
        type=rule.type,
        level=rule.level,
        status=status,
        message=message,
        title=rule.title,
        recipient=recipient,
        because=rule.because,
        remedy=rule.remedy,
        source=rule.source,
        interpretation=rule.interpretation,
        **more,  # type: ignore[arg-type]  # each of its own type
    )


_LATE = _finding(
    "timing.thank-you-within-a-day",
    Status.VIOLATED,
    "2 days 17 hours have passed since the interview; at most 24 hours are allowed",
    "interviewer",
)
_UNWRITTEN = _finding(
    "content.short",
    Status.UNDETERMINED,
    "words in the body of the message is not known",
    "interviewer",
    missing=("message.body",),
)


def _planned(action: Action, description: str, reason: Reason, *findings: Finding) -> PlannedAction:
    assert action.at is not None
    warned = any(finding.status is Status.VIOLATED for finding in findings)
    verdict = Verdict(
        policy=_REFERENCE,
        matcher=MatcherReport(("durable", "native"), agreed=True),
        now=NOW,
        id=action.id,
        outcome=Outcome.WARN if warned else Outcome.ALLOW,
        at=action.at,
        earliest=None,
        findings=findings,
        description=description,
    )
    return PlannedAction(action=action, verdict=verdict, reason=reason)


def _weekly_email(number: int, at: datetime) -> PlannedAction:
    return _planned(
        Action(id=f"email-{number}", channel="email", purpose="follow_up", to=("interviewer",), cc=("hr",), at=at),
        "follow-up e-mail to interviewer, copied to HR desk",
        Reason(title="A follow-up e-mail each week"),
        _UNWRITTEN,
    )


ACTIONS = (
    _planned(
        Action(
            id="thank-you-note",
            channel="handwritten_note",
            purpose="thank_you",
            to=("interviewer",),
            at=chicago(11, 23, 9),
        ),
        "handwritten thank-you note to interviewer",
        Reason(
            title="Each interviewer is thanked by hand",
            rule_id="obligations.thank-you-note",
            level=Level.SHOULD,
            due_by=chicago(11, 21, 14, 30),
        ),
        _LATE,
    ),
    _planned(
        Action(id="call-hr", channel="phone", purpose="check_in", to=("hr",), at=new_york(11, 24, 10)),
        "check-in phone call to HR desk",
        Reason(title="There is at least one call", rule_id="obligations.call-at-least-once", level=Level.SHOULD),
    ),
    _weekly_email(1, chicago(11, 30, 9)),
    _weekly_email(2, chicago(12, 7, 9)),
    _weekly_email(3, chicago(12, 14, 9)),
)

OBLIGATIONS = (
    Obligation(
        rule_id="obligations.thank-you-note",
        level=Level.SHOULD,
        standing=Standing.OVERDUE,
        message="a handwritten thank-you is expected, and planned later than it was due; late is better than never",
        needed=1,
        done=0,
        planned=1,
        title="Each interviewer is thanked by hand",
        contact="interviewer",
        due_by=chicago(11, 21, 14, 30),
        planned_for=chicago(11, 23, 9),
        because="A card written by hand shows a care that an e-mail cannot.",
        source=Citation("guide", "First, say thank you", 1),
    ),
    Obligation(
        rule_id="obligations.call-at-least-once",
        level=Level.SHOULD,
        standing=Standing.PLANNED,
        message="1 phone call is planned; at least 1 is needed",
        needed=1,
        done=0,
        planned=1,
        title="There is at least one call",
        planned_for=new_york(11, 24, 10),
        because="A call shows that you are interested.",
        source=Citation("guide", "Pick up the phone", 1),
    ),
    Obligation(
        rule_id="obligations.connect-on-linkedin",
        level=Level.MAY,
        standing=Standing.OPEN,
        message="no LinkedIn connection request so far; at least 1 is needed",
        needed=1,
        done=0,
        title="Each interviewer gets a connection request",
        contact="interviewer",
        because="It keeps the conversation going after the interview.",
        source=Citation("guide", "Connect", 1),
        interpretation=True,
    ),
)

OMISSIONS = (
    Omission(
        title="Each interviewer gets a connection request",
        message="a LinkedIn connection request to interviewer cannot be decided",
        rule_id="obligations.connect-on-linkedin",
        level=Level.MAY,
        contact="interviewer",
        rules=("channels.linkedin-profile-ready",),
        missing=("candidate.linkedin.recommendations", "candidate.linkedin.portfolio_linked"),
    ),
    Omission(
        title="A follow-up e-mail each week",
        message="the next e-mail to interviewer comes after the end of the plan",
        contact="interviewer",
        rules=("frequency.email-once-a-week",),
        earliest=chicago(12, 21, 9),
    ),
)

NEVER = (
    ClosedChannel(channel="sms", rules=("prohibitions.no-text-messages",)),
    ClosedChannel(channel="facebook", rules=("prohibitions.no-social-messages",)),
    ClosedChannel(channel="instagram", rules=("prohibitions.no-social-messages",)),
)


def _business_hours(start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """A lane that is open from Monday to Friday, nine to five, and warned about otherwise."""
    bounds = [start]
    day = start.replace(hour=0, minute=0)
    while day < end:
        if day.weekday() < 5 and (day.month, day.day) != (11, 26):
            bounds.extend(bound for hour in (9, 17) if start < (bound := day.replace(hour=hour)) < end)
        day += timedelta(days=1)
    bounds.append(end)
    return tuple(
        Stretch(start=first, end=second, outcome=Outcome.ALLOW)
        if first.hour == 9 and (first.month, first.day) != (11, 26)
        else Stretch(start=first, end=second, outcome=Outcome.WARN, rules=("timing.phone-in-business-hours",))
        for first, second in pairwise(bounds)
    )


def _window(start: datetime, end: datetime, outcome: Outcome, *rules: str) -> Stretch:
    return Stretch(start=start, end=end, outcome=outcome, rules=rules)


_NOW, _UNTIL = NOW.astimezone(CHICAGO), UNTIL.astimezone(CHICAGO)
_ONCE_A_WEEK = "frequency.email-once-a-week"
LANES = (
    Lane(
        channel="handwritten_note",
        contact="interviewer",
        description="handwritten thank-you note to interviewer",
        windows=(_window(_NOW, _UNTIL, Outcome.WARN, "timing.thank-you-within-a-day"),),
    ),
    Lane(
        channel="email",
        contact="interviewer",
        description="follow-up e-mail to interviewer, copied to HR desk",
        windows=(
            _window(_NOW, chicago(11, 27, 14, 30), Outcome.WAIT, "timing.email-after-a-week"),
            _window(chicago(11, 27, 14, 30), chicago(11, 30, 9), Outcome.ALLOW),
            _window(chicago(11, 30, 9), _UNTIL, Outcome.WAIT, _ONCE_A_WEEK),
        ),
    ),
    Lane(
        channel="phone",
        contact="hr",
        description="check-in phone call to HR desk",
        windows=_business_hours(NOW, UNTIL),
    ),
    Lane(
        channel="linkedin_connection",
        contact="interviewer",
        description="LinkedIn connection request to interviewer",
        windows=(_window(_NOW, _UNTIL, Outcome.UNDETERMINED, "channels.linkedin-profile-ready"),),
    ),
)

FRESH = Plan(
    policy=_REFERENCE,
    now=NOW,
    until=UNTIL,
    case=CASE,
    actions=ACTIONS,
    verdict=PlanVerdict(
        policy=_REFERENCE,
        now=NOW,
        outcome=Outcome.WARN,
        matcher=MatcherReport(("durable", "native"), agreed=True),
        actions=tuple(planned.verdict for planned in ACTIONS),
        obligations=OBLIGATIONS,
    ),
    obligations=OBLIGATIONS,
    omissions=OMISSIONS,
    lanes=LANES,
    never=NEVER,
)
"""Four weeks with two contacts: history, a warned act, omissions, closed channels, every kind of window."""

IMPOSSIBLE = Plan(
    policy=_REFERENCE,
    now=NOW,
    until=UNTIL,
    case=CASE,
    conflict=Conflict(
        message="an e-mail to interviewer is owed within 4 days of the interview, and not permitted in its first week",
        rules=("timing.email-after-a-week", "obligations.write-early"),
        earliest=chicago(11, 27, 14, 30),
    ),
    obligations=(
        Obligation(
            rule_id="obligations.write-early",
            level=Level.MUST,
            standing=Standing.DUE,
            message="no follow-up e-mail so far; at least 1 is needed",
            needed=1,
            done=0,
            title="Each interviewer hears from you within four days",
            contact="interviewer",
            due_by=chicago(11, 24, 14, 30),
            because="Silence looks like a lack of interest.",
            source=Citation("handbook"),
        ),
    ),
    lanes=LANES[1:2],
    never=NEVER[:1],
)
"""No plan: two rules cannot both be kept, unless it may take longer."""

UNKNOWN = Plan(
    policy=_REFERENCE,
    now=NOW,
    until=UNTIL,
    case=Case(zone="America/New_York", contacts=CASE.contacts, history=None),
    conflict=Conflict(
        message="the end of the interview and what has happened so far are not known",
        missing=("interview.ended_at", "history"),
    ),
)
"""No plan: facts are missing, and it is not known what has happened."""

NOTHING = Plan(
    policy=_REFERENCE,
    now=NOW,
    until=UNTIL,
    case=Case(zone="America/New_York", contacts=CASE.contacts, facts=CASE.facts),
)
"""Nothing to do, and nothing has happened."""

PLANS = {"fresh": FRESH, "impossible": IMPOSSIBLE, "unknown": UNKNOWN, "nothing": NOTHING}
