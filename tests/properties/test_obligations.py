"""Obligations stand as plain counting says they do, to the second and across changes of clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.properties.plain_obligations import Account, Document, account, parsed, shifted
from tests.properties.small_policies import EFFORT, SEASONS, ZONES, policy_of

SECOND = timedelta(seconds=1)
ACTS = (
    {"channel": ["email", "phone"]},
    {"channel": ["email"], "purpose": "follow_up"},
    {"channel": ["phone"], "to": "same_company"},
    {"channel": ["email"], "roles": ["interviewer"], "to": "same_company"},
)
ANCHORS = (
    {},
    {"after": "interview"},
    {"after": "interview.decision_promised_for"},
    {"after": "interview.decision_promised_for", "or": "interview"},
    {"after": {"last": {"direction": "inbound"}}},
    {"after": {"first": {"channel": ["email"]}}},
    {"after": {"last": {"channel": ["phone"], "purpose": "follow_up", "to": "same_company"}}},
)
WITHIN = (None, "0 hours", "24 hours", "50 hours", "1 day", "2 days", "1 date", "2 dates", "1 business day",
          "3 business days")  # fmt: skip
REFUSED = {"level": "must", "applies_to": {"tags": ["never"]}, "forbid": True}


@st.composite
def expectations(draw: st.DrawFn) -> Document:
    """A rule that expects something."""
    to_each = draw(st.booleans())
    body: Document = {"act": draw(st.sampled_from(ACTS)), **draw(st.sampled_from(ANCHORS))}
    if to_each:
        body["for_each"] = draw(st.sampled_from([["interviewer"], ["hr", "interviewer"]]))
    if draw(st.booleans()):
        body["at_least"] = draw(st.integers(1, 3))
    if (within := draw(st.sampled_from(WITHIN))) is not None:
        body["within"] = within
    found: Document = {"level": draw(st.sampled_from(["must", "should", "may"])), "expect": body}
    if draw(st.integers(0, 4)) == 0:
        found["applies_to"] = {"candidate.linkedin.profile_polished": True}
    if to_each and draw(st.integers(0, 2)) == 0:
        found["unless"] = {"recipient.asked_to_stop": True}
    return found


@st.composite
def situations(draw: st.DrawFn) -> tuple[Document, Document, datetime]:
    """An obligation, a case with a plan, and the time of the check: often at the very bounds."""
    zone, start = draw(st.sampled_from(SEASONS))
    rule = draw(expectations())
    hours = st.integers(-96, 96).map(lambda hour: start + timedelta(hours=hour, minutes=30))
    interview = {
        name: draw(hours).date().isoformat() if draw(st.integers(0, 5)) == 0 else draw(hours).isoformat()
        for name in ("ended_at", "decision_promised_for")
        if draw(st.integers(0, 5))
    }
    contacts: Document = {}
    for name in ("ana", "ben")[: draw(st.integers(1, 2))]:
        contacts[name] = {"roles": draw(st.sampled_from([["interviewer"], ["hr"]]))} if draw(st.integers(0, 5)) else {}
        contacts[name] |= {"zone": draw(st.sampled_from(ZONES))} if draw(st.integers(0, 3)) == 0 else {}
    case: Document = {"interview": interview, "contacts": contacts}
    case |= {"zone": zone} if draw(st.integers(0, 9)) else {}
    case |= {"candidate": {"linkedin": {"profile_polished": draw(st.booleans())}}} if draw(st.booleans()) else {}

    bounds = _bounds(rule, case, zone)
    times = st.one_of(
        hours,
        st.builds(lambda at, by: at + by * SECOND, st.sampled_from(bounds), st.integers(-1, 1)) if bounds else hours,
    )
    case["history"] = draw(st.lists(_touches(times, sorted(contacts)), max_size=6))
    more = [shifted(datetime.fromisoformat(one["at"]), rule["expect"].get("within", "1 day"), ZoneInfo(zone))
            for one in case["history"]]  # fmt: skip
    bounds += [at for at in (*more, *(datetime.fromisoformat(one["at"]) for one in case["history"])) if at is not None]
    now = draw(st.sampled_from(bounds)) + draw(st.integers(-1, 1)) * SECOND if bounds else draw(hours)
    case["history"] = [one for one in case["history"] if datetime.fromisoformat(one["at"]) <= now]
    if draw(st.integers(0, 9)) == 0:
        case["history"] = "unknown"
    acts = draw(st.lists(_touches(times, sorted(contacts), planned=True), max_size=3))
    case["actions"] = [{**act, "id": f"act-{number}"} for number, act in enumerate(acts)]
    return rule, case, now


def _bounds(rule: Document, case: Document, zone: str) -> list[datetime]:
    """The stated times, and where the length ends that is counted from them."""
    stated = [parsed(one) for one in case["interview"].values()]
    found = [one for one in stated if isinstance(one, datetime)]
    ends = [shifted(one, rule["expect"].get("within", "1 day"), ZoneInfo(zone)) for one in stated]
    return found + [end for end in ends if end is not None]


@st.composite
def _touches(
    draw: st.DrawFn, times: st.SearchStrategy[datetime], names: list[str], *, planned: bool = False
) -> Document:
    found: Document = {"channel": draw(st.sampled_from(["email", "phone"])), "at": draw(times).isoformat()}
    to = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    if not planned and draw(st.integers(0, 3)) == 0:
        event = draw(st.sampled_from(["reply", "call", "stop_request"]))
        return {**found, "direction": "inbound", "event": event, "from": to[0]}
    if draw(st.integers(0, 4)):
        found["purpose"] = draw(st.sampled_from(["follow_up", "other"]))
    if not planned and draw(st.integers(0, 5)) == 0:
        found["outcome"] = draw(st.sampled_from(["failed", "voicemail"]))
    if planned and draw(st.integers(0, 3)) == 0:
        found["tags"] = ["never"]
    return {**found, "to": to}


@settings(max_examples=400 * EFFORT)
@given(situation=situations())
def test_obligations_stand_as_counting_says(situation: tuple[Document, Document, datetime]) -> None:
    """Standing, due time, number of acts and time of the last one needed are those of the plain count."""
    rule, document, now = situation
    policy = policy_of([rule, REFUSED])
    case = policy.case_from(document)
    ahead = (act for act in document["actions"] if datetime.fromisoformat(act["at"]) >= now)
    planned = [act for act in ahead if "tags" not in act]
    people = [*document["contacts"]] if "for_each" in rule["expect"] else [None]
    expected = {one: found for one in people if (found := account(rule, document, planned, one, now)) is not None}

    found = policy.obligations(case, now=now)
    assert list(expected) == [one.contact for one in found]
    needed = rule["expect"].get("at_least", 1)
    for one in found:
        counted = expected[one.contact]
        event(counted.standing)
        last = counted.acts[needed - 1] if len(counted.acts) >= needed and counted.standing != "undetermined" else None
        met, ahead = (last, None) if counted.standing == "met" else (None, last)
        assert counted.standing == one.standing.value
        assert (_instant(counted.due), _instant(met)) == (_instant(one.due_by), _instant(one.met_at))
        assert _instant(ahead) == _instant(one.planned_for)
        in_time = [at for at in counted.acts[counted.done :] if counted.standing != "due" or at <= counted.due]
        assert (needed, counted.done, len(in_time)) == (one.needed, one.done, one.planned)
        assert (counted.standing == "undetermined") is bool(one.missing)
        assert rule["level"] == one.level.value
    if case.actions:
        verdict = policy.check_plan(case, now=now)
        assert found == verdict.obligations
        worst = _weight(rule["level"], [_missed(counted, needed) for counted in expected.values()])
        refused = any("tags" in act for act in document["actions"])
        assert ("deny" if refused else worst) == verdict.outcome.value


def _instant(at: datetime | None) -> float | None:
    """A time for comparing: two that clocks show twice are never equal across zones."""
    return None if at is None else at.timestamp()


def _missed(counted: Account, needed: int) -> str:
    """Its standing, overdue where that is what will come of the plan."""
    return "overdue" if counted.standing == "due" and len(counted.acts) >= needed else counted.standing


def _weight(level: str, standings: list[str]) -> str:
    if level == "must" and "overdue" in standings:
        return "deny"
    if level == "must" and "undetermined" in standings:
        return "undetermined"
    return "warn" if level == "should" and "overdue" in standings else "allow"
