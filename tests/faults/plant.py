"""Plants the faults of `faults.yaml` into copies of the engine, one at a time, and tells what finds each.

Run it at the top of a checkout: `python -m tests.faults.plant --cases 20000 --jobs 2`. Each fault is looked for by the
first cases of `courtesy selfcheck`, then by the fast part of the tests, then by all its cases: the cheapest first, and
the first to find it is told. The table goes into `tests/bench/RESULTS.md`, unless faults are named. A fault whose text
no longer stands in its file is an error.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parent.parent.parent
_LONG = {"cli", "rendering", "selfcheck"}
_ROOMS = sorted(f"tests/unit/{room.name}" for room in (ROOT / "tests/unit").iterdir() if room.name not in _LONG)
FAST = (
    "-m", "not slow", "--ignore", "tests/unit/loading/test_hostile.py",
    "tests/test_cases.py", *_ROOMS, "tests/unit/cli/test_check.py", "tests/unit/cli/test_real_drafts.py",
)  # fmt: skip
"""The fast part of the tests, without the hostile inputs, which take long: what they do not find either is missed."""
FIRST = 2000
"""The cases of the self-check that are tried before the tests."""
_COPIED = ("engine", "policies", "schemas", "tests", "examples", "pyproject.toml", "README.md", "CHANGELOG.md")
_AFTER = re.compile(r"^([\d,]+) cases? by")
_FAULT_CODE = 5


class MissingTextError(Exception):
    """The text that a fault replaces does not stand in its file exactly once."""


class Fault(NamedTuple):
    """A deliberate fault: in `file` (below engine/courtesy) the text `find` becomes `put`.

    `beyond_audits` says why no audit can find it, where it concerns facts or lowering and none can.
    """

    name: str
    stage: str
    says: str
    file: str
    find: str
    put: str
    beyond_audits: str = ""

    def planted_in(self, root: Path) -> None:
        """Plant it into a copy. Raises MissingTextError."""
        path = root / "engine" / "courtesy" / self.file
        text = path.read_text("utf-8")
        if text.count(self.find) != 1:
            message = f"fault `{self.name}`: its text stands {text.count(self.find)} times in {self.file}"
            raise MissingTextError(message)
        path.write_text(text.replace(self.find, self.put), "utf-8")


class Found(NamedTuple):
    """What found a fault (None: nothing did), and after how many cases where that was the self-check."""

    fault: Fault
    by: str | None
    cases: int | None = None


def faults() -> list[Fault]:
    """All faults of the list."""
    listed = yaml.safe_load(Path(__file__).with_name("faults.yaml").read_text("utf-8"))
    return [Fault(name, **fields) for name, fields in listed.items()]


def copy_of(root: Path, to: Path) -> Path:
    """A copy of all that the engine and its tests need, with what was compiled: Python compiles anew what differs."""
    for name in _COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("bench"))
        elif source.exists():
            shutil.copy(source, to / name)
    return to


def look_for(fault: Fault, cases: int, seed: int, *, fast: tuple[str, ...] = FAST) -> Found:
    """What finds a fault in a copy of the engine."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(ROOT, Path(folder))
        fault.planted_in(copy)
        found = _checked(copy, fault, min(FIRST, cases), seed) or (_tested(copy, fault, fast) if fast else None)
        if found is None and cases > FIRST:
            found = _checked(copy, fault, cases, seed)
        return found or Found(fault, None)


def _checked(copy: Path, fault: Fault, cases: int, seed: int) -> Found | None:
    """What the self-check finds; it ends at the first difference."""
    done = _run(copy, "-m", "courtesy", "selfcheck", "--cases", str(cases), "--seed", str(seed))
    if done.returncode != _FAULT_CODE:
        return None
    after = _AFTER.match(done.stdout)
    return Found(fault, "selfcheck", int(after[1].replace(",", "")) + 1 if after else 0)


def _tested(copy: Path, fault: Fault, fast: tuple[str, ...]) -> Found | None:
    """The file of the first test that fails."""
    done = _run(copy, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *fast)
    failed = re.search(r"^(?:FAILED|ERROR) (\S+?)(?:::| |$)", done.stdout, re.MULTILINE)
    return Found(fault, failed[1]) if failed else None


def _run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy / "engine"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )


def table(found: list[Found], cases: int, seed: int) -> str:
    """What became of each fault, as Markdown."""
    missed = sum(one.by is None for one in found)
    by_selfcheck = sum(one.by == "selfcheck" for one in found)
    head = (
        f"{len(found)} deliberate faults, each planted alone into a copy by `tests/faults/plant.py` ({cases:,} cases, "
        f"seed {seed}): {by_selfcheck} found by `courtesy selfcheck`, {len(found) - by_selfcheck - missed} by the fast "
        f"part of the tests, {missed} by neither."
    )
    lines = [head, "", "| stage | fault | found by | after cases |", "|---|---|---|---|"]
    for one in found:
        after = "" if one.cases is None else f"{one.cases:,}"
        lines.append(f"| {one.fault.stage} | {one.fault.says} | {one.by or '**nothing**'} | {after} |")
    return "\n".join(lines)


def main() -> int:
    """Look for all faults, or for those named, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="look for these faults only, and write nothing")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--jobs", type=int, default=1, help="how many faults are looked for at once")
    asked = parser.parse_args()
    meant = [fault for fault in faults() if not asked.names or fault.name in asked.names]
    found = []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for one in pool.map(lambda fault: look_for(fault, asked.cases, asked.seed), meant):
            found.append(one)
            after = "" if one.cases is None else f" after {one.cases} cases"
            print(f"{one.fault.stage}: {one.fault.name}: {one.by or 'MISSED'}{after}", flush=True)
    text = table(found, asked.cases, asked.seed)
    print(text)
    if not asked.names:
        from tests.bench.results import write_section  # noqa: PLC0415  copies have no benchmarks

        write_section("Planted faults", text)
    return int(any(one.by is None for one in found))


if __name__ == "__main__":
    sys.exit(main())
