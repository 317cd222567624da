"""The table of the comparison."""

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

if TYPE_CHECKING:
    from contestant import Contestant

PACKAGES = ("cedarpy", "regopy", "zen-engine", "rule-engine", "common-expression-language", "courtesy", "durable-rules")
WITHOUT_TEXT = ", acts without text"
NATIVE, BOTH, BY_HAND = "Courtesy, native", "Courtesy, both", "hand-written function"


class Measured(NamedTuple):
    """A contestant and its checks per second in every round, fastest first."""

    contestant: Contestant
    rates: list[float]

    @property
    def rate(self) -> float:
        """The median."""
        return median(self.rates)


def section(
    measured: dict[str, Measured], missing: dict[str, str], *, checks: int, words: int, seed: int, date: str | None
) -> str:
    """The text of the section "Peers"."""
    base = measured[NATIVE].rate
    rows = sorted(measured.values(), key=lambda one: -one.rate)
    lines = [
        f"Sixteen rules of hire-wire over {checks:,} checks (seed {seed}). The peers are given fact sheets ready-made,",
        "made into what each reads fastest before the time is taken, and only match; Courtesy and the hand-written",
        "function start from case and history (ten touches) and end with an explained verdict. All name the same rules",
        f"in all {checks:,} checks. Courtesy and the hand-written function also agree in outcome, earliest times and",
        f"every message in {words:,} of them; both count words and find tone, names and holidays by the same code.",
        "",
        "| | starts from | how | checks per second | slowest to fastest round | times Courtesy native |",
        "| --- | --- | --- | ---: | ---: | ---: |",
        *(_row(one, base) for one in rows),
        *(f"| {name} | | not installed: {reason} | | | |" for name, reason in missing.items()),
        "",
        *_targets(measured),
        "",
        f"{len(rows[0].rates)} interleaved rounds on one core, medians. {machine()}{f' {date}.' if date else ''}",
        f"{versions()}.",
    ]
    return "\n".join(lines) + "\n"


def _row(one: Measured, base: float) -> str:
    what, rates = one.contestant, one.rates
    spread = f"{min(rates):,.0f} to {max(rates):,.0f}"
    return f"| {what.title} | {what.given} | {what.form} | {one.rate:,.0f} | {spread} | {one.rate / base:.2f} |"


def _targets(measured: dict[str, Measured]) -> list[str]:
    """The ratios that are aimed at."""
    peers = [one for one in measured.values() if one.contestant.is_peer]
    lines = ["| ratio | measured | aimed at |", "| --- | ---: | ---: |"]
    if peers:
        best = max(peers, key=lambda one: one.rate)
        for title, aim in ((NATIVE, 2), (BOTH, 1)):
            if title in measured:
                ratio, other = measured[title].rate / best.rate, best.contestant.title
                lines.append(f"| {title}, over the fastest peer ({other}) | {ratio:.2f} | at least {aim} |")
    for acts in ("", WITHOUT_TEXT):
        slower = measured[BY_HAND + acts].rate / measured[NATIVE + acts].rate
        lines.append(f"| {BY_HAND} over {NATIVE}{acts} | {slower:.2f} | at most 4 |")
    return lines


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
