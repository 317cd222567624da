"""Plans, windows, alternatives and obligations: what each takes, beside trying every minute.

Run: .venv/bin/python -m tests.bench.plans   (writes its section of RESULTS.md)

The case has 5 interviewers in five zones, 3 desks, and 60 touches of history over 8 weeks. Brute force derives the
facts and matches the rules at one minute after another, natively and for the same act and history, and does nothing
else; it is run for some days and scaled to the whole stretch. A plan by brute force is what it would take to find the
times of its acts so, one act after another.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

import courtesy
from courtesy.instants import Instant, instant
from courtesy.judging.occasions import occasions_of
from courtesy.values import DAY, MINUTE
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.facts import Occasion

NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
ROUNDS = 5
SAMPLED = 10 * DAY
PLAN_WEEKS, WINDOW_DAYS = 8, 400
ZONES = ("America/Chicago", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles")
CHANNELS = ("email", "phone", "linkedin_connection", "linkedin_message", "handwritten_note", "email")
PURPOSES = ("follow_up", "check_in", "thank_you", "other")


def big_case() -> dict[str, object]:
    """5 interviewers, 3 desks, 60 touches in the 8 weeks before."""
    people: dict[str, dict[str, object]] = {
        f"interviewer_{number}": {"roles": ["interviewer"], "zone": zone} for number, zone in enumerate(ZONES, 1)
    }
    people |= {"hr": {"roles": ["hr"]}, "recruiter": {"roles": ["recruiter"]}, "desk": {"roles": ["employee"]}}
    names, first = list(people), datetime.fromisoformat("2026-09-28T10:00")
    history = [
        {
            "channel": CHANNELS[number % len(CHANNELS)],
            "purpose": PURPOSES[number % len(PURPOSES)],
            "to": names[number % len(names)],
            "at": (first + timedelta(hours=22 * number)).isoformat(),
        }
        for number in range(60)
    ]
    return {
        "zone": "America/New_York",
        "interview": {"ended_at": "2026-11-20T15:30"},
        "candidate": {"linkedin": {"profile_polished": True, "recommendations": 2, "portfolio_linked": True}},
        "contacts": people,
        "history": history,
    }


def milliseconds(run: Callable[[], object]) -> float:
    """What one call takes: the median of several."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        took.append((time.perf_counter() - start) * 1000)
    return median(took)


def milliseconds_per_minute(policy: courtesy.Policy, case: courtesy.Case, action: courtesy.Action) -> float:
    """What brute force takes for one minute of one act."""
    profile = policy._rulebook.binding(action)
    occasions: tuple[Occasion, ...] = occasions_of(case, action, case.history, instant(NOW))
    start = time.perf_counter()
    for at in range(instant(NOW), instant(NOW) + SAMPLED, MINUTE):
        for occasion in occasions:
            profile.match(profile.derive(replace(occasion, at=Instant(at))))
    return (time.perf_counter() - start) * 1000 / (SAMPLED / MINUTE)


def main() -> None:
    """Measure, print, and write the section."""
    policy = courtesy.load_policy("hire-wire")
    case = policy.case_from(big_case())
    plan_end, windows_end = NOW + timedelta(weeks=PLAN_WEEKS), NOW + timedelta(days=WINDOW_DAYS)
    start = time.perf_counter()
    plan = policy.plan(case, now=NOW, until=plan_end)
    first = (time.perf_counter() - start) * 1000
    tried = sum(
        (instant(one.verdict.at) - instant(NOW)) / MINUTE * milliseconds_per_minute(policy, case, one.action)
        for one in plan.actions
    )
    rows = [
        ("plan, the first one", f"{PLAN_WEEKS} weeks, {len(plan.actions)} acts", first, None),
        ("plan", "the same", milliseconds(lambda: policy.plan(case, now=NOW, until=plan_end)), tried),
        ("next", "four weeks", milliseconds(lambda: policy.next_steps(case, now=NOW)), None),
    ]
    for channel, purpose in (("email", "follow_up"), ("phone", "check_in")):
        act = courtesy.Action(id="it", channel=channel, purpose=purpose, to=("interviewer_1",), cc=("hr",))
        found = policy.windows(case, act, now=NOW, until=windows_end)
        took = milliseconds(lambda act=act: policy.windows(case, act, now=NOW, until=windows_end))
        whole = milliseconds_per_minute(policy, case, act) * WINDOW_DAYS * DAY / MINUTE
        rows.append((f"when, {channel}", f"{WINDOW_DAYS} days, {len(found.windows)} windows", took, whole))
    mail = courtesy.Action(id="it", channel="email", purpose="follow_up", to=("interviewer_1",), at=NOW)
    rows += [
        ("obligations", "all contacts", milliseconds(lambda: policy.obligations(case, now=NOW)), None),
        (
            "alternatives",
            "an e-mail too soon",
            milliseconds(lambda: policy.check(case, mail, now=NOW, alternatives=True)),
            None,
        ),
    ]
    table = ["| what | of what | ms | every minute, ms | times faster |", "| --- | --- | ---: | ---: | ---: |"]
    for what, of_what, took, whole in rows:
        beside = ("", "") if whole is None else (f"{whole:,.0f}", f"{whole / took:,.0f}")
        table.append(f"| {what} | {of_what} | {took:,.1f} | {beside[0]} | {beside[1]} |")
    told = f"{machine()}; matchers {', '.join(courtesy.available_matchers())}."
    text = f"{(__doc__ or '').partition('Run:')[2].partition(chr(10) * 2)[2].strip()}\n\n{told}\n\n" + "\n".join(table)
    print(text)
    write_section("Plans and windows", text)


if __name__ == "__main__":
    sys.exit(main())
