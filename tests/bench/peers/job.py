"""What a check takes beside a function written by hand for the same sixteen rules, with words and without.

Run: .venv/bin/python -m tests.bench.peers.job   (writes its section of RESULTS.md)

Both start from case and history (ten touches), count words and find tone, names and holidays by the same code, and come
to the same outcomes, rules, recipients and earliest times; the function knows nothing else. Every case is made anew for
every round: nothing that the engine keeps about one serves the next.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import courtesy
from tests.bench.curves import NOISE, table
from tests.bench.peers import hand_decided, hand_written
from tests.bench.peers.cases import checks
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.peers.cases import Check

POLICY = Path(__file__).parent / "policy.yaml"
CHECKS, ROUNDS, SEED = 600, 9, 1


class Jobs:
    """The engine and the functions, each doing all checks of a list."""

    def __init__(self) -> None:
        self.policy = courtesy.load_policy(POLICY, matcher="native")
        self._rules = {rule.id: rule for rule in self.policy.rules}

    def fresh(self, *, silent: bool) -> list[Check]:
        """The checks to do, with cases that nobody has seen; `silent` leaves those of acts without a text."""
        made = checks(self.policy, CHECKS, SEED)
        return [check for check in made if check.action.message is None] if silent else made

    def told(self, done: list[Check]) -> list[courtesy.Verdict]:
        """The engine's verdicts."""
        return [self.policy.check(case, action, now=now) for case, action, now in done]

    def decided(self, done: list[Check]) -> list[courtesy.Verdict]:
        """The engine's verdicts without words."""
        return [self.policy.check(case, action, now=now, explain=False) for case, action, now in done]

    def told_by_hand(self, done: list[Check]) -> list[hand_written.Verdict]:
        """The function's verdicts."""
        return [hand_written.check(self._rules, *check) for check in done]

    def decided_by_hand(self, done: list[Check]) -> list[hand_decided.Decision]:
        """The function's decisions, without words."""
        return [hand_decided.decide(self._rules, *check) for check in done]

    def agreeing(self) -> int:
        """In how many checks all four come to the same outcome, rules, recipients and earliest times."""
        done, count = self.fresh(silent=False), 0
        answers = (self.told(done), self.decided(done), self.told_by_hand(done), self.decided_by_hand(done))
        for told, decided, by_hand, by_hand_alone in zip(*answers, strict=True):
            ours = [
                (one.outcome.value, one.earliest, [(f.rule_id, f.recipient, f.earliest) for f in one.findings])
                for one in (told, decided)
            ]
            theirs = (
                (by_hand.outcome, by_hand.earliest, [(f.rule.id, f.recipient, f.earliest) for f in by_hand.findings]),
                (by_hand_alone.outcome, by_hand_alone.earliest, [(r, to, at) for r, _, to, at in by_hand_alone.broken]),
            )
            count += ours[0] == ours[1] == theirs[0] == theirs[1]
        return count


def microseconds(job: Callable[[list[Check]], object], done: list[Check]) -> float:
    """Processor time of one check."""
    gc.collect()
    start = time.process_time()
    job(done)
    return (time.process_time() - start) / len(done) * 1e6


def main() -> int:
    """Verify, time, print and write; 1 where a target is missed."""
    jobs, rows, all_met = Jobs(), [], True
    agreeing = jobs.agreeing()
    kinds = (
        ("the whole job", jobs.told, jobs.told_by_hand, 2.5),
        ("without words", jobs.decided, jobs.decided_by_hand, 1.5),
    )
    for title, ours, by_hand, target in kinds:
        for acts, silent in (("all acts", False), ("acts without text", True)):
            pairs = [
                (microseconds(ours, jobs.fresh(silent=silent)), microseconds(by_hand, jobs.fresh(silent=silent)))
                for _ in range(ROUNDS)
            ]
            ratio = median(one / other for one, other in pairs)
            met = ratio <= target * NOISE
            all_met &= met
            times = (f"{median(one for one, _ in pairs):,.0f}", f"{median(other for _, other in pairs):,.0f}")
            rows.append([f"{title}, {acts}", *times, f"{ratio:.2f}", f"{target}: {'met' if met else '**missed**'}"])
    told = table(["µs of a processor per check", "Courtesy, native", "by hand", "times as long", "target"], rows)
    about = (__doc__ or "").partition("Run:")[2].partition("\n\n")[2].strip()
    method = f"{machine()}; medians of {ROUNDS} interleaved rounds of {CHECKS} checks; all agree in {agreeing} of them."
    text = f"{about}\n\n{method}\n\n{told}"
    print(text)
    write_section("Beside a function written by hand", text)
    return 0 if all_met else 1


if __name__ == "__main__":
    sys.exit(main())
