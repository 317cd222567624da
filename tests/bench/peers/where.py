"""Where the time of Courtesy's checks goes, by kind of act: those allowed and those refused, on each channel.

Run, once run.py has made the environment: .cache/peers/bin/python -m tests.bench.peers.where [--top 12]
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import courtesy
from tests.bench.peers import hand_written
from tests.bench.peers.cases import checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.peers.cases import Check

POLICY = Path(__file__).resolve().parent / "policy.yaml"
ROUNDS = 5


def microseconds(run: Callable[[Check], object], done: list[Check]) -> float:
    """What one check takes, in the fastest of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for check in done:
            run(check)
        best = min(best, time.perf_counter() - start)
    return best / len(done) * 1e6


def top(run: Callable[[Check], object], done: list[Check], count: int) -> list[str]:
    """The functions that take most of the time themselves: share, calls per check, name."""
    profile = cProfile.Profile()
    profile.enable()
    for check in done:
        run(check)
    profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # there, though the stubs omit it
    whole = sum(own for _, _, own, _, _ in stats.values())
    ranked = sorted(stats.items(), key=lambda entry: -entry[1][2])[:count]
    return [
        f"    {own / whole:5.1%} own {cumulative / whole:6.1%} in all {calls / len(done):6.1f} calls  "
        f"{Path(file).name}:{line} {name}"
        for (file, line, name), (_, calls, own, cumulative, _) in ranked
    ]


def main() -> None:
    """Print a table per kind."""
    arguments = argparse.ArgumentParser(description="Shows where the time of a check goes.")
    arguments.add_argument("--top", type=int, default=12)
    given = arguments.parse_args()
    policy = courtesy.load_policy(POLICY, matcher="native")
    rules = {rule.id: rule for rule in policy.rules}

    def engine(check: Check) -> courtesy.Verdict:
        return policy.check(check.case, check.action, now=check.now)

    def by_hand(check: Check) -> hand_written.Verdict:
        return hand_written.check(rules, *check)

    kinds: dict[str, list[Check]] = defaultdict(list)
    for check in checks(policy, 2000, 1):
        kinds[f"{check.action.channel}, {engine(check).outcome.value}"].append(check)
    kinds["all"] = [check for done in kinds.values() for check in done]
    for kind, done in sorted(kinds.items(), key=lambda entry: -len(entry[1])):
        if len(done) < 20:
            continue
        took, limit = microseconds(engine, done), microseconds(by_hand, done)
        print(f"{kind} ({len(done)}): {took:.0f} us a check, by hand {limit:.0f} us, {took / limit:.1f} times")
        print(*top(engine, done, given.top), sep="\n")


if __name__ == "__main__":
    main()
