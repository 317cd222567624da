"""Cost per check against history and rules, memory over a million checks and a thousand reloads, and threads.

Run: .venv/bin/python -m tests.bench.curves [--checks N] [--reloads N] [--only PART]

Writes the section "Curves" of RESULTS.md and the pictures in curves/. Ratios decide, not seconds: each is held
against the target that stands beside it, and a target that is missed makes the exit code 1.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

import courtesy
from tests.bench.check import CASE, NOW, per_round
from tests.bench.drawing import curves
from tests.bench.results import machine, write_section

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SIZES = (10, 100, 1_000, 10_000)
FURTHER = (10, 100, 1_000)
THREADS = (1, 2, 4)
PICTURES = Path(__file__).parent / "curves"
NOISE = 1.25
"""What a ratio may be beyond its target before it counts as missed: the machine has other things to do."""
MESSAGE = {"subject": "Following up", "body": "Thank you again. May I ask whether you need anything more from me?"}
FIRST, LAST = NOW - timedelta(days=480), NOW - timedelta(days=20)
E_MAIL = {"channel": "email", "purpose": "follow_up", "to": "interviewer", "cc": ["hr"], "message": MESSAGE}
NOTE = {"channel": "linkedin_message", "purpose": "check_in", "to": "interviewer", "message": MESSAGE}
ACTS = {"allowed e-mail": E_MAIL, "refused e-mail": E_MAIL, "message after an old touch": NOTE}
OUTCOMES = {"allowed e-mail": {"allow"}, "refused e-mail": {"wait"}, "message after an old touch": {"allow", "warn"}}


def case_with(policy: courtesy.Policy, size: int, act: str) -> courtesy.Case:
    """A case with so many touches: the connection and the thank-you first, then an even mix of others up to LAST."""
    others = (
        {"channel": "phone", "purpose": "check_in", "to": "hr"},
        {"channel": "email", "direction": "inbound", "from": "interviewer", "event": "reply"},
        {"channel": "sms", "purpose": "other", "to": "hr"},
        {"channel": "email", "purpose": "follow_up", "to": "hr"},
    )
    first = [
        {"channel": "linkedin_connection", "purpose": "other", "to": "interviewer", "at": FIRST.isoformat()},
        {"channel": "handwritten_note", "purpose": "thank_you", "to": "interviewer", "at": FIRST.isoformat()},
    ]
    late = {
        "channel": "email",
        "purpose": "follow_up",
        "to": "interviewer",
        "at": (NOW - timedelta(days=1)).isoformat(),
    }
    last = [late] if act == "refused e-mail" else []
    step = (LAST - FIRST) / size
    between = [
        {**others[place % len(others)], "at": (FIRST + step * (place + 1)).isoformat()}
        for place in range(size - len(first) - len(last))
    ]
    stated = {**CASE, "interview": {"ended_at": (FIRST - timedelta(hours=4)).isoformat()}}
    return policy.case_from({**stated, "history": [*first, *between, *last], "actions": [ACTS[act]]})


def timed(runs: Mapping[str, Callable[[datetime], object]], rounds: int = 7) -> dict[str, float]:
    """Microseconds of one run of each: medians of interleaved rounds."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            took[name].append(1e6 / per_round(run, NOW, seconds=0.15))
    return {name: median(times) for name, times in took.items()}


def checking(policy: courtesy.Policy, case: courtesy.Case) -> Callable[[datetime], object]:
    """A check of the case's only action, each time for another moment."""
    action = case.actions[0]
    return lambda moment: policy.check(case, replace(action, at=moment), now=NOW)


def history() -> tuple[str, bool]:
    """Cost per check against the length of the history."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    lines: dict[str, list[tuple[float, float]]] = {}
    rows, met = [], True
    for act in ACTS:
        cases = {size: case_with(policy, size, act) for size in SIZES}
        for case in cases.values():
            found = policy.check(case, now=NOW).outcome.value
            assert found in OUTCOMES[act], (act, found)
        took = timed({str(size): checking(policy, case) for size, case in cases.items()})
        lines[act] = [(size, took[str(size)]) for size in SIZES]
        times = list(took.values())
        steepest = max(after / before for before, after in pairwise(times))
        met &= steepest <= 10 * NOISE
        rows.append([act, *(f"{one:,.0f}" for one in times), f"{steepest:.1f}"])
    picture = curves("Cost per check against history", "touches in the history", "microseconds per check", lines)
    (PICTURES / "history.svg").write_text(picture, "utf-8")
    head = ["µs per check with touches", *(f"{size:,}" for size in SIZES), "steepest growth for 10 times the touches"]
    return _told("Against history", "no faster than linearly: at most 10", table(head, rows), "history", met=met), met


def rules() -> tuple[str, bool]:
    """Cost per check against rules on other channels."""
    with tempfile.TemporaryDirectory() as folder:
        policies = {number: _with_rules(Path(folder), number) for number in (0, *FURTHER)}
    act = "allowed e-mail"
    took = timed({str(n): checking(policy, case_with(policy, 10, act)) for n, policy in policies.items()})
    points = [(number, took[str(number)]) for number in FURTHER]
    picture = curves(
        "Cost per check against rules that do not apply", "further rules", "microseconds per check", {act: points}
    )
    (PICTURES / "rules.svg").write_text(picture, "utf-8")
    growth = took[str(FURTHER[-1])] / took["0"]
    met = growth <= 1.5 * NOISE
    head = ["µs per check with further rules", *(f"{number:,}" for number in policies), "1,000 against none"]
    told = table(head, [[act, *(f"{one:,.0f}" for one in took.values()), f"{growth:.2f}"]])
    return _told("Against rules on other channels", "nearly flat: at most 1.5", told, "rules", met=met), met


def _with_rules(folder: Path, number: int) -> courtesy.Policy:
    """hire-wire with so many further rules on channels other than e-mail."""
    entry = next(entry for entry in courtesy.list_policies() if entry.id == "hire-wire")
    place = Path(shutil.copytree(entry.location, folder / str(number)))
    channels = ("phone", "sms", "facebook", "instagram")
    (place / "further.yaml").write_text(
        "".join(
            f"- {{id: further.r{n}, level: must, applies_to: {{channel: {channels[n % 4]}}}, because: measured, "
            f"wait: {{at_least: {n % 9 + 1} days, after: interview}}}}\n"
            for n in range(number)
        )
        or "[]\n",
        "utf-8",
    )
    manifest = place / "policy.yaml"
    if number:
        manifest.write_text(manifest.read_text("utf-8").replace("include: [", "include: [further.yaml, "), "utf-8")
    return courtesy.load_policy(manifest, matcher="native")


def resident() -> float:
    """MiB of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _growth_over_checks(number: int) -> list[tuple[float, float]]:
    policy = courtesy.load_policy("hire-wire", matcher="native")
    acts = [checking(policy, case_with(policy, 10, act)) for act in ACTS]
    found = []
    for count in range(number + 1):
        if count % (number // 20) == 0:
            found.append((count, resident()))
        acts[count % len(acts)](NOW + timedelta(seconds=count))
    return found


def _growth_over_reloads(number: int, matcher: courtesy.MatcherName) -> list[tuple[float, float]]:
    entry = next(entry for entry in courtesy.list_policies() if entry.id == "hire-wire")
    found = []
    for count in range(number + 1):
        if count % (number // 20) == 0:
            gc.collect()
            found.append((count, resident()))
        policy = courtesy.load_policy(entry.location, matcher=matcher)
        policy.check(case_with(policy, 10, "allowed e-mail"), now=NOW)
    return found


def memory(checks: int, reloads: int) -> tuple[str, bool]:
    """Memory over many checks, and over many loads of a policy; each measured in a process of its own."""
    durable = "durable" in courtesy.available_matchers()
    matchers: list[courtesy.MatcherName] = ["native", "durable"] if durable else ["native"]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        checked = pool.submit(_growth_over_checks, checks)
        loaded = {matcher: pool.submit(_growth_over_reloads, reloads, matcher) for matcher in matchers}
        lines = {"checks, native": checked.result(), **{f"reloads, {m}": run.result() for m, run in loaded.items()}}
    rows, met = [], True
    for name, points in lines.items():
        start, half, end = points[2][1], points[len(points) // 2][1], points[-1][1]
        steps = points[-1][0] - points[2][0]
        rows.append([name, f"{points[-1][0]:,.0f}", *(f"{one:.1f}" for one in (start, half, end)),
                     f"{(end - start) * 1024 / steps:.4f}"])  # fmt: skip
        flat = end - start <= max(2.0, 0.05 * start)
        met &= flat or name == "reloads, durable"
    scaled = {name: [(100 * x / points[-1][0], y) for x, y in points] for name, points in lines.items()}
    picture = curves("Memory over a long life", "per cent of the run", "MiB", scaled, logarithmic=False)
    (PICTURES / "memory.svg").write_text(picture, "utf-8")
    head = ["MiB held", "how many", "after a tenth", "half-way", "at the end", "KiB for each"]
    target = "native flat: within 5 % or 2 MiB after the first tenth; what durable-rules leaks on a reload is reported"
    return _told("Memory", target, table(head, rows), "memory", met=met), met


def threads() -> tuple[str, bool]:
    """Checks in total from several threads that share one policy."""
    policy = courtesy.load_policy("hire-wire", matcher="native")
    check, each = checking(policy, case_with(policy, 10, "allowed e-mail")), 6_000

    def work(part: int) -> None:
        for count in range(part):
            check(NOW + timedelta(seconds=count % 997))

    rates: dict[int, list[float]] = {count: [] for count in THREADS}
    for _ in range(7):
        for count in THREADS:
            with ThreadPoolExecutor(count) as pool:
                start = time.perf_counter()
                list(pool.map(work, [each // count] * count))
                rates[count].append(each / (time.perf_counter() - start))
    middle = {count: median(found) for count, found in rates.items()}
    worst = min(middle.values()) / middle[1]
    met = worst * NOISE >= 1
    picture = curves("Checks in total from several threads", "threads", "checks per second",
                     {"native": list(middle.items())}, logarithmic=False)  # fmt: skip
    (PICTURES / "threads.svg").write_text(picture, "utf-8")
    head = ["checks per second from threads", *map(str, THREADS), "worst against one"]
    told = table(head, [["allowed e-mail", *(f"{rate:,.0f}" for rate in middle.values()), f"{worst:.2f}"]])
    return _told("Threads", "no slower in total than one: about 1", told, "threads", met=met), met


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, numbers on the right."""
    lines = [head, ["---", *(["---:"] * (len(head) - 1))], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _told(title: str, target: str, told: str, picture: str, *, met: bool) -> str:
    verdict = "met" if met else "**missed**"
    return f"### {title}\n\nTarget: {target}. {verdict.capitalize()}.\n\n{told}\n\n![{title}](curves/{picture}.svg)"


def main() -> int:
    """Measure, draw and write; 1 where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--checks", type=int, default=1_000_000)
    parser.add_argument("--reloads", type=int, default=1_000)
    parser.add_argument(
        "--only", choices=("history", "rules", "memory", "threads"), help="print one part, write nothing"
    )
    given = parser.parse_args()
    parts: dict[str, Callable[[], tuple[str, bool]]] = {
        "history": history, "rules": rules, "memory": lambda: memory(given.checks, given.reloads), "threads": threads,
    }  # fmt: skip
    PICTURES.mkdir(exist_ok=True)
    found = [run() for name, run in parts.items() if given.only in {None, name}]
    text = "\n\n".join(told for told, _ in found)
    print(text)
    if given.only is None:
        bound = f"A ratio may be {NOISE - 1:.0%} beyond its target, which is how far runs differ."
        write_section("Curves", f"{machine()}; matcher native unless said otherwise. {bound}\n\n{text}")
    return 0 if all(met for _, met in found) else 1


if __name__ == "__main__":
    sys.exit(main())
