"""Checks per second for the whole journey (derive, match, explain) on hire-wire, and the cost of a cold start.

Run: .venv/bin/python -m tests.bench.check

Each action is checked against a case with ten touches of history, every time for another moment, so that nothing
that the engine keeps about one moment serves the next. The hand-made loop beside it makes machines comparable: it
counts and compares the same ten touches in plain Python and does nothing else.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

import courtesy
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime.fromisoformat("2026-11-30T10:00:00-05:00")
ROUNDS, SECONDS = 5, 0.4
CASE = {
    "zone": "America/New_York",
    "interview": {"ended_at": "2026-11-02T15:30"},
    "candidate": {"linkedin": {"profile_polished": True, "recommendations": 2, "portfolio_linked": True}},
    "contacts": {
        "interviewer": {"roles": ["interviewer"], "zone": "America/Chicago", "emails": ["interviewer@example.com"]},
        "hr": {"roles": ["hr"], "emails": ["hr@example.com"]},
    },
    "history": [
        {"channel": "handwritten_note", "purpose": "thank_you", "to": "interviewer", "at": "2026-11-02T18:00"},
        {"channel": "linkedin_connection", "purpose": "other", "to": "interviewer", "at": "2026-11-03T09:00"},
        {"channel": "email", "direction": "inbound", "from": "hr", "event": "reply", "at": "2026-11-04T09:00"},
        {"channel": "phone", "purpose": "check_in", "to": "hr", "at": "2026-11-05T10:00", "outcome": "no_answer"},
        {"channel": "email", "purpose": "follow_up", "to": "interviewer", "at": "2026-11-10T09:00"},
        {"channel": "phone", "purpose": "check_in", "to": "hr", "at": "2026-11-12T10:00"},
        {"channel": "email", "purpose": "follow_up", "to": "interviewer", "at": "2026-11-17T09:01"},
        {"channel": "email", "purpose": "references", "to": "hr", "at": "2026-11-18T14:00"},
        {"channel": "linkedin_message", "purpose": "other", "to": "interviewer", "at": "2026-11-20T09:00"},
        {"channel": "email", "purpose": "follow_up", "to": "interviewer", "at": "2026-11-24T09:02"},
    ],
}
BODY = "Thank you again for the conversation. May I ask whether you need anything more from me? " * 3
E_MAIL = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": ["hr"]}
MESSAGE = {"subject": "Following up", "body": BODY}
ACTIONS = {
    "allowed e-mail": {**E_MAIL, "at": "2026-12-02T10:00", "message": MESSAGE},
    "the same, no text": {**E_MAIL, "at": "2026-12-02T10:00"},
    "e-mail too soon": {**E_MAIL, "message": MESSAGE},
    "the same, no text ": E_MAIL,
    "phone call": {"channel": "phone", "purpose": "check_in", "to": "hr", "at": "2026-11-30T10:00"},
    "text message": {"channel": "sms", "purpose": "check_in", "to": "hr", "at": "2026-11-30T10:00"},
}


def per_second(run: Callable[[datetime], object], first: datetime = NOW) -> float:
    """How often `run` completes in a second, each time for another moment: the median of several rounds."""
    return median(per_round(run, first) for _ in range(ROUNDS))


def per_round(run: Callable[[datetime], object], first: datetime = NOW, *, seconds: float = SECONDS) -> float:
    """How often `run` completes in a second, each time for another moment, found in one round."""
    moments = [first + timedelta(seconds=second) for second in range(997)]
    count, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < seconds:
        for _ in range(20):
            run(moments[count % len(moments)])
            count += 1
    return count / passed


def hand_made(case: courtesy.Case) -> int:
    """Counts matching touches in two windows, as a yardstick."""
    history = case.history
    assert history is not None
    end = history.instants[-1]
    week = sum(
        t.channel == "email" and i > end - 7 * 86400 * 10**6
        for t, i in zip(history.touches, history.instants, strict=True)
    )
    return week + sum(t.purpose == "thank_you" for t in history.touches)


def cold_start(example: str) -> float:
    """Wall time of `courtesy check` from a cold start over that of importing click, yaml and jsonschema."""
    check = [sys.executable, "-m", "courtesy", "check", f"examples/{example}", "--now", "2026-11-23T09:00-05:00"]
    base = [sys.executable, "-c", "import click, yaml, jsonschema"]
    # An editable install is not compiled where the environment forbids writing bytecode; a wheel is.
    compileall.compile_dir(Path(courtesy.__file__).parent, quiet=1)
    ratios = []
    for _ in range(15):
        took = []
        for command in (check, base):
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            took.append(time.perf_counter() - start)
        ratios.append(took[0] / took[1])
    return median(ratios[2:])


def main() -> None:
    """Print the table."""
    print(f"Python {sys.version.split()[0]}, matchers {', '.join(courtesy.available_matchers())}")
    print(f"{'checks per second':<20}{'durable+native':>16}{'native':>10}{'durable':>10}")
    loaded = {name: courtesy.load_policy("hire-wire", matcher=name) for name in ("both", "native")}
    if "durable" in courtesy.available_matchers():
        loaded["durable"] = courtesy.load_policy("hire-wire", matcher="durable")
    for title, stated in ACTIONS.items():
        row = [f"{title:<20}"]
        for name, width in (("both", 16), ("native", 10), ("durable", 10)):
            if name not in loaded:
                row.append(f"{'-':>{width}}")
                continue
            policy = loaded[name]
            case = policy.case_from({**CASE, "actions": [stated]})

            def check(moment: datetime, policy: courtesy.Policy = policy, case: courtesy.Case = case) -> None:
                policy.check(case, replace(case.actions[0], at=moment), now=NOW)

            row.append(f"{per_second(check, case.actions[0].at or NOW):>{width},.0f}")
        print("".join(row))
    case = loaded["native"].case_from(CASE)
    print(f"{'hand-made counting':<20}{per_second(lambda _: hand_made(case)):>16,.0f}")
    print(cold_starts())


def cold_starts() -> str:
    """What the first check of a process takes, against its target; written into RESULTS.md too."""
    target = 2.0
    lines = [
        "| a check from a cold start | times the imports of click, yaml and jsonschema | target |",
        "| --- | ---: | --- |",
    ]
    for title, example in (("permitted", "01-allow.yaml"), ("refused, with alternatives", "03-wait.yaml")):
        ratio = cold_start(example)
        lines.append(f"| {title} | {ratio:.2f} | {target}: {'met' if ratio <= target else '**missed**'} |")
    about = (
        "Wall time of `courtesy check`, medians of runs that take turns with the imports. Where a phone call is among\n"
        "the alternatives, whether its day is a holiday is asked of the holidays library: of its countries one is\n"
        "read, and the library itself takes a quarter of the time of those imports."
    )
    text = f"{about}\n\n{machine()}.\n\n" + "\n".join(lines)
    write_section("Cold start", text)
    return text


if __name__ == "__main__":
    main()
