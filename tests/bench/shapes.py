"""Checks of large cases: what twice as much takes, for the shapes in which cost has been seen to run away.

Run: .venv/bin/python -m tests.bench.shapes   (writes its section of RESULTS.md)

All e-mails and touches lie a minute apart, so that all of them are in each other's windows. Every case is made anew for
every run: nothing that the engine keeps about one serves the next.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import courtesy
from tests.bench.curves import NOISE, table
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime.fromisoformat("2026-11-30T10:00:00-05:00")
ROUNDS = 5
TARGET = 2.2
"""What twice as much may take: in proportion, and the logarithm that searching costs."""


class Shape(NamedTuple):
    """A kind of large case: so many actions, contacts and touches, and whether alternatives are asked for."""

    title: str
    actions: int
    contacts: int
    touches: int
    alternatives: bool
    role: str = "hr"

    def halved(self) -> Shape:
        """The same with half as much of what there is much of."""
        halves = {
            name: max(1, value // 2) for name in ("actions", "contacts", "touches") if (value := getattr(self, name))
        }
        return self._replace(**halves)


SHAPES = (
    Shape("500 e-mails to one contact, alternatives", 500, 1, 0, alternatives=True),
    Shape("100 e-mails to 50 contacts, alternatives", 100, 50, 0, alternatives=True),
    Shape("100 e-mails that lack a copy, 50 contacts, alternatives", 100, 50, 0, alternatives=True, role="interviewer"),
    Shape("10,000 touches", 1, 1, 10_000, alternatives=False),
    Shape("1,000 touches, alternatives", 1, 1, 1_000, alternatives=True),
    Shape("5,000 actions to 5,000 contacts", 5_000, 5_000, 0, alternatives=False),
)


def case_of(policy: courtesy.Policy, shape: Shape) -> courtesy.Case:
    """A case of that shape."""
    mail = {"channel": "email", "purpose": "follow_up"}
    text = {"message": {"body": "Thank you for your time."}}
    return policy.case_from(
        {
            "zone": "America/New_York",
            "interview": {"ended_at": "2026-11-02T15:30"},
            "contacts": {f"contact-{number}": {"roles": [shape.role]} for number in range(shape.contacts)},
            "history": [
                {**mail, "to": "contact-0", "at": (NOW - timedelta(minutes=shape.touches - number)).isoformat()}
                for number in range(shape.touches)
            ],
            "actions": [
                {
                    **mail,
                    **text,
                    "id": f"act-{number}",
                    "to": f"contact-{number % shape.contacts}",
                    "at": (NOW + timedelta(minutes=number)).isoformat(),
                }
                for number in range(shape.actions)
            ],
        }
    )


def seconds(policy: courtesy.Policy, shape: Shape) -> float:
    """Processor seconds of one check of a fresh case."""
    case = case_of(policy, shape)
    gc.collect()
    start = time.process_time()
    policy.check_plan(case, now=NOW, alternatives=shape.alternatives)
    return time.process_time() - start


def interleaved(*runs: Callable[[], float]) -> list[list[float]]:
    """What each of the runs gives, taking turns, so that all have the same share of what else the machine does."""
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for place, run in enumerate(runs):
            found[place].append(run())
    return found


def main() -> int:
    """Measure, print, and write the section; 1 where a target is missed."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    seconds(policy, Shape("", 3, 2, 3, alternatives=True))
    rows, all_met = [], True
    for shape in SHAPES:
        whole, half = interleaved(partial(seconds, policy, shape), partial(seconds, policy, shape.halved()))
        ratio = median(one / other for one, other in zip(whole, half, strict=True))
        met = ratio <= TARGET * NOISE
        all_met &= met
        rows.append(
            [shape.title, f"{median(half):.2f}", f"{median(whole):.2f}", f"{ratio:.2f}", "met" if met else "**missed**"]
        )
    told = table(["seconds of a processor", "half of it", "all of it", "times as long", f"target: {TARGET}"], rows)
    about = (__doc__ or "").partition("Run:")[2].partition("\n\n")[2].strip()
    bound = f"A ratio may be {NOISE - 1:.0%} beyond its target, which is how far runs differ."
    text = f"{about}\n\n{machine()}; matcher native; medians of {ROUNDS} interleaved rounds. {bound}\n\n{told}"
    print(text)
    write_section("Shapes", text)
    return 0 if all_met else 1


if __name__ == "__main__":
    sys.exit(main())
