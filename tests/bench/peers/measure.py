"""Verifies and times all contestants; started by run.py, in the environment that it makes."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import courtesy
from tests.bench.peers.cases import checks
from tests.bench.peers.contestant import WITHOUT_TEXT
from tests.bench.peers.contestants.whole_job import Courtesy, CourtesyMatching, HandWritten
from tests.bench.peers.facts import sheet_of
from tests.bench.peers.report import Measured, section
from tests.bench.results import write_section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.peers.cases import Check
    from tests.bench.peers.contestant import Contestant
    from tests.bench.peers.sixteen_rules import Sheet

HERE = Path(__file__).resolve().parent

POLICY = HERE / "policy.yaml"
NODE_MODULES = HERE.parents[2] / ".cache" / "peers-node" / "node_modules"
CHECKS = 2000


def same_as_shipped() -> bool:
    """Whether every rule of policy.yaml stands in hire-wire with the same meaning and the same words."""
    shipped, ours = (
        {rule.rule.id: rule for rule in courtesy.load_policy(name).compiled} for name in ("hire-wire", POLICY)
    )
    return all(
        rule.truth == shipped[name].truth
        and (rule.rule.title, rule.rule.because, rule.rule.remedy)
        == (shipped[name].rule.title, shipped[name].rule.because, shipped[name].rule.remedy)
        for name, rule in ours.items()
    )


def matching(sheets: list[Sheet], missing: dict[str, str]) -> Iterator[Contestant]:
    """The peers that are installed, each made ready."""
    if "cedarpy" not in missing:
        from tests.bench.peers.contestants.cedar import Cedar  # noqa: PLC0415  may not be installed

        yield Cedar(sheets)
    if "regopy" not in missing:
        from tests.bench.peers.contestants.rego import Rego  # noqa: PLC0415

        yield Rego(sheets)
    if "zen-engine" not in missing:
        from tests.bench.peers.contestants.zen_engine import ZenExpressions, ZenList, ZenTable  # noqa: PLC0415

        yield from (ZenExpressions(sheets), ZenList(sheets), ZenTable(sheets))
    if "rule-engine" not in missing:
        from tests.bench.peers.contestants.rule_engine_peer import RuleEngine  # noqa: PLC0415

        yield RuleEngine(sheets)
    if "common-expression-language" not in missing:
        from tests.bench.peers.contestants.common_expression_language import Cel, CelList  # noqa: PLC0415

        yield from (Cel(sheets), CelList(sheets))
    if "json-rules-engine" not in missing:
        from tests.bench.peers.contestants.json_rules_engine import JsonRulesEngine  # noqa: PLC0415

        yield JsonRulesEngine(sheets, NODE_MODULES)


def differing(contestants: list[Contestant], reference: list[frozenset[str]]) -> dict[str, int]:
    """How many of the checks of the reference each answers otherwise."""
    return {
        contestant.title: sum(
            frozenset(answer) != wanted for answer, wanted in zip(contestant.answers(), reference, strict=True)
        )
        for contestant in contestants
    }


def same_words(engine: Courtesy, function: HandWritten) -> int:
    """Of how many checks Courtesy and the hand-written function say the same: outcome, times and every message."""
    count = 0
    for verdict, by_hand in zip(engine.verdicts(), function.verdicts(), strict=True):
        told = [(finding.rule_id, finding.message, finding.earliest) for finding in verdict.findings]
        written = [(finding.rule.id, finding.message, finding.earliest) for finding in by_hand.findings]
        count += (verdict.outcome.value, verdict.earliest, told) == (by_hand.outcome, by_hand.earliest, written)
    return count


def take_times(contestants: list[Contestant], rounds: int) -> list[Measured]:
    """Checks per second in the rounds, fastest first; every round all contestants take turns."""
    taken: list[list[float]] = [[] for _ in contestants]
    for _ in range(rounds):
        for contestant, seconds in zip(contestants, taken, strict=True):
            gc.collect()
            seconds.append(contestant.seconds())
    return [
        Measured(contestant, [contestant.count / seconds for seconds in sorted(those)])
        for contestant, those in zip(contestants, taken, strict=True)
    ]


def whole_jobs(done: list[Check], missing: dict[str, str]) -> list[Contestant]:
    """Courtesy with each of its matchers, and the function without an engine and around the fastest peer."""
    jobs = [*(Courtesy(POLICY, name, done) for name in _matchers("both")), HandWritten(POLICY, done)]
    if "zen-engine" in missing:
        return jobs
    from tests.bench.peers.contestants.around_zen import AroundZen  # noqa: PLC0415  may not be installed

    return [*jobs, AroundZen(POLICY, done)]


def _matchers(*more: str) -> tuple[str, ...]:
    """Those that are at hand; where there are two, `more` as well."""
    return ("native", "durable", *more) if "durable" in courtesy.available_matchers() else ("native",)


def main() -> None:
    """Verify, time, print and write."""
    arguments = argparse.ArgumentParser(description="Compares Courtesy with other engines.")
    arguments.add_argument("--date", help="the day to write into the results")
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--no-write", action="store_true", help="only print")
    arguments.add_argument("--missing", type=json.loads, default={}, help="peers that are not installed, with reasons")
    given = arguments.parse_args()
    if hasattr(os, "sched_setaffinity"):  # one core for everybody, those with threads and Node included
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    if not same_as_shipped():
        sys.exit("policy.yaml and hire-wire differ")
    done = checks(courtesy.load_policy(POLICY, matcher="native"), CHECKS, given.seed)
    sheets = [sheet_of(*check) for check in done]
    engine, function = Courtesy(POLICY, "native", done), HandWritten(POLICY, done)
    alone = [CourtesyMatching(POLICY, name, done) for name in _matchers()]
    contestants = [*whole_jobs(done, given.missing), *alone, *matching(sheets, given.missing)]
    wrong = differing(contestants, [frozenset(answer) for answer in engine.answers()])
    for title, count in wrong.items():
        print(f"{title}: the same rules in {CHECKS - count:,} of {CHECKS:,} checks", file=sys.stderr)
    if any(wrong.values()):
        sys.exit("the contestants do not agree: nothing is timed, nothing is written")
    words = same_words(engine, function)
    silent = [check for check in done if check.action.message is None]
    contestants += [
        Courtesy(POLICY, "native", silent, acts=WITHOUT_TEXT),
        HandWritten(POLICY, silent, acts=WITHOUT_TEXT),
    ]
    measured = take_times(contestants, given.rounds)
    for contestant in contestants:
        contestant.close()
    text = section(measured, given.missing, checks=CHECKS, words=words, seed=given.seed, date=given.date)
    print(text)
    if not given.no_write:
        write_section("Peers", text)


if __name__ == "__main__":
    main()
