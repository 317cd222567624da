"""The tables of the comparison: matching beside matching, and the whole job beside the whole job."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.peers.contestant import ALL_ACTS, CASES, SHEETS, WITHOUT_TEXT

if TYPE_CHECKING:
    from tests.bench.peers.contestant import Contestant

PACKAGES = ("cedarpy", "regopy", "zen-engine", "rule-engine", "common-expression-language", "courtesy", "durable-rules")
WHOLE, MATCHING = "Courtesy, native", "Courtesy, native, matching alone"


class Measured(NamedTuple):
    """A contestant and its checks per second in every round, fastest first."""

    contestant: Contestant
    rates: list[float]

    @property
    def rate(self) -> float:
        """The median."""
        return median(self.rates)


def section(
    measured: list[Measured], missing: dict[str, str], *, checks: int, words: int, seed: int, date: str | None
) -> str:
    """The text of the section "Peers"."""
    by_rate = sorted(measured, key=lambda one: -one.rate)
    matching = [one for one in by_rate if one.contestant.given == SHEETS]
    whole = [one for one in by_rate if one.contestant.given == CASES]
    lines = [
        f"Sixteen rules of hire-wire over {checks:,} checks (seed {seed}); all name the same rules in each of them.",
        "",
        _what_follows(_rate(matching, MATCHING), _rate(whole, WHOLE)),
        "",
        "### Matching alone",
        "",
        "All start from fact sheets, made before the time is taken into what each reads fastest, and end with the",
        "broken rules.",
        "",
        "| | how | checks per second | slowest to fastest round | beside the native matcher |",
        "| --- | --- | ---: | ---: | ---: |",
        *(_row(one, "", matching, MATCHING) for one in matching),
        *(f"| {name} | not installed: {reason} | | | |" for name, reason in missing.items()),
        "",
        *_over_the_fastest(matching),
        "",
        "### The whole job",
        "",
        "All start from case and history (ten touches) and derive, match and explain. Courtesy and the hand-written",
        f"function also agree in outcome, earliest times and every message in {words:,} checks; all count words and",
        "find tone, names and holidays by the same code. Every round does the same checks, so what is kept of a case",
        'serves the next round; "Beside a function written by hand" makes every case anew.',
        "",
        "| | how | acts | checks per second | slowest to fastest round | beside Courtesy, native |",
        "| --- | --- | --- | ---: | ---: | ---: |",
        *(
            _row(one, f" {acts} |", of_those, WHOLE)
            for acts in (ALL_ACTS, WITHOUT_TEXT)
            for of_those in [[one for one in whole if one.contestant.acts == acts]]
            for one in of_those
        ),
        "",
        "Aimed at: the hand-written function is at most 4 times as fast as Courtesy, native, over the same acts.",
        "",
        f"{len(by_rate[0].rates)} interleaved rounds on one core, medians. {machine()}{f' {date}.' if date else ''}",
        f"{versions()}.",
    ]
    return "\n".join(lines) + "\n"


def _rate(measured: list[Measured], title: str) -> float:
    """Of the contestant of that title, over all acts."""
    return next(one.rate for one in measured if (one.contestant.title, one.contestant.acts) == (title, ALL_ACTS))


def _what_follows(matching: float, whole: float) -> str:
    """What a user may conclude."""
    matching_share = whole / matching
    return (
        f"What follows: matching is {matching_share:.1%} of a check, so a faster matcher saves nothing that one would "
        "notice;\nthe time goes into finding facts and words, which have to be written by hand around any other engine."
    )


def _row(one: Measured, acts: str, beside: list[Measured], title: str) -> str:
    what, rates = one.contestant, one.rates
    base = next(other.rate for other in beside if other.contestant.title == title)
    spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
    return f"| {what.title} | {what.form} |{acts} {one.rate:,.0f} | {spread} | {one.rate / base:.2f} |"


def _over_the_fastest(matching: list[Measured]) -> list[str]:
    """How many times as fast as the fastest peer the native matcher is."""
    best = next((one for one in matching if one.contestant.is_peer), None)
    if best is None:
        return []
    ratio = _rate(matching, MATCHING) / best.rate
    return [f"{MATCHING}, over the fastest peer ({best.contestant.title}): {ratio:.2f}; aimed at: at least 2."]


def machine() -> str:
    """Cores, processor and system."""
    model = platform.machine()
    if (information := Path("/proc/cpuinfo")).exists():
        found = re.search(r"^model name\s*:\s*(.+)$", information.read_text(encoding="utf-8"), re.MULTILINE)
        model = found[1].strip() if found else model
    return f"{os.cpu_count()} cores, {model}, {_system()}."


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def versions() -> str:
    """Of Python, Node and every package."""
    found = [f"Python {sys.version.split()[0]}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    if node := shutil.which("node"):
        found.append(
            f"Node {subprocess.run([node, '--version'], capture_output=True, text=True, check=True).stdout.strip()}"
        )
        found.append("json-rules-engine 7.3.1")
    return ", ".join(found)
