"""Where the time goes in one check: microseconds for each stage of the journey, by kind of act.

Run: .venv/bin/python -m tests.bench.stages

The stages are timed one by one on hire-wire with the ten touches of `check.py`, each for another moment every time;
`rest` is what the whole check takes beyond them (choosing, sorting, wrapping). Native matcher, median of rounds.
"""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

import courtesy
from courtesy.instants import instant
from courtesy.judging.search import TimeSearch
from courtesy.model.facts import Occasion
from courtesy.model.outcome import Status
from tests.bench.check import ACTIONS, CASE, NOW

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT, ROUNDS = 400, 7
STAGES = ("derive", "match", "explain", "earliest", "rest", "whole")


def microseconds(run: Callable[[int], object]) -> float:
    """What one call takes, the argument counting the calls: the median of several rounds."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for number in range(COUNT):
            run(number)
        took.append((time.perf_counter() - start) / COUNT * 1e6)
    return median(took)


def stages_of(policy: courtesy.Policy, stated: dict[str, object]) -> dict[str, float]:
    """The stages of checking one action."""
    case = policy.case_from({**CASE, "actions": [stated]})
    first = case.actions[0].at or NOW
    actions = [replace(case.actions[0], at=first + timedelta(seconds=number)) for number in range(COUNT)]
    profile = policy.dated.profiles.of(actions[0])
    recipient = case.contacts[actions[0].to[0]]
    occasions = [
        Occasion(case, action, recipient, case.history, instant(first + timedelta(seconds=number)))
        for number, action in enumerate(actions)
    ]
    sheets = [profile.derive(occasion) for occasion in occasions]
    matches = [profile.match(sheet) for sheet in sheets]

    def explain(number: int) -> None:
        sheet, matched = sheets[number], matches[number]
        for rule in matched.violated:
            profile.explainer(rule).finding(Status.VIOLATED, sheet, recipient)
        for rule in matched.undetermined:
            profile.explainer(rule).finding(Status.UNDETERMINED, sheet, recipient)

    def earliest(number: int) -> None:
        search = TimeSearch(profile, [occasions[number]], [sheets[number]], [matches[number]])
        healed = [search.of_rule(rule, (0,)) for rule in matches[number].violated]
        if healed and all(answer.at is not None for answer in healed):
            search.of_action()

    found = {
        "derive": microseconds(lambda number: profile.derive(occasions[number])),
        "match": microseconds(lambda number: profile.match(sheets[number])),
        "explain": microseconds(explain),
        "earliest": microseconds(earliest),
        "whole": microseconds(lambda number: policy.check(case, actions[number], now=NOW)),
    }
    found["rest"] = found["whole"] - sum(found[stage] for stage in STAGES[:4])
    return found


def main() -> None:
    """Print the table."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    print(f"{'microseconds':<20}" + "".join(f"{stage:>10}" for stage in STAGES))
    for title, stated in ACTIONS.items():
        found = stages_of(policy, stated)
        print(f"{title:<20}" + "".join(f"{found[stage]:>10.1f}" for stage in STAGES))


if __name__ == "__main__":
    main()
