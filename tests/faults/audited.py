"""Looks for planted faults by audits alone: after how many acts one differs from checks, or from the reference.

Run it at the top of a checkout: `python -m tests.faults.audited`, perhaps with names of faults. In a copy of the
engine each fault is planted, looked for by a process of its own, and taken out again. The table of all goes into
`tests/bench/RESULTS.md`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.faults.plant import ROOT, copy_of, faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.faults.plant import Fault

STAGES = frozenset(
    {"selectors", "lowering", "applicability", "counts", "anchors", "hours", "unlisted channels", "audits"}
)
"""Faults of these stages concern facts and lowering, or audits themselves."""
MOST = 60
"""Policies by which a fault is looked for."""
_CASES, _POLICIES_A_GROUP = 150, 6
_HEAVY = ("duckdb", "jsonschema", "msgspec", "holidays", "pyarrow", "regex", "sqlglot", "yaml")
"""What the engine stands on is loaded once, and nothing of the engine itself."""
_NOTHING, _DIFFERS = 0, 5


class Found(NamedTuple):
    """How many acts were compared until an audit differed (None: none did), and the words of the difference."""

    fault: str
    after: int | None
    said: str


def concerned() -> Iterator[Fault]:
    """The faults that audits are to find."""
    return (fault for fault in faults() if fault.stage in STAGES and not fault.beyond_audits)


def look_for(names: Iterable[str], most: int = MOST) -> Iterator[Found]:
    """What audits find of these faults, each planted alone into a copy of the engine, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of(ROOT, Path(folder))
        environment = {**os.environ, "PYTHONPATH": str(copy / "engine"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "tests.faults.audited", "--here", "--most", str(most), *names]
        with subprocess.Popen(command, cwd=copy, env=environment, stdout=subprocess.PIPE, text=True) as running:
            for line in running.stdout or ():
                name, after, said = line.rstrip("\n").split("\t", 2)
                yield Found(name, int(after) if after else None, said)
        if running.returncode != _NOTHING:
            raise subprocess.CalledProcessError(running.returncode, command)


def _here(names: Sequence[str], most: int) -> None:
    """Plant each of the faults into this checkout, look for it in a process of its own, and take it out again."""
    for name in _HEAVY:
        __import__(name)
    listed = {fault.name: fault for fault in faults()}
    for name in names:
        fault = listed[name]
        path = Path("engine/courtesy") / fault.file
        before, times = path.read_bytes(), path.stat()
        fault.planted_in(Path())
        try:
            after, said = _in_a_process(most)
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        print(name, "" if after is None else after, said, sep="\t", flush=True)


def _in_a_process(most: int) -> tuple[int | None, str]:
    """What a process finds that has loaded nothing of the engine before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = _NOTHING
        try:
            os.close(reading)
            after, said = _difference(most)
            with os.fdopen(writing, "w") as told:
                told.write(f"{after}\t{said}" if after is not None else "")
        except BaseException as error:  # noqa: BLE001  whatever it is, this process ends here
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            code = 1
        os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as heard:
        told = heard.read()
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != _NOTHING:
        message = "a fault broke the search for it"
        raise RuntimeError(message)
    after, _, said = told.partition("\t")
    return (int(after), said) if after else (None, "")


def _difference(most: int) -> tuple[int | None, str]:
    """After how many acts an audit differs, by so many random policies; None where none does."""
    from itertools import islice  # noqa: PLC0415  only here

    from courtesy.bulk import audit  # noqa: PLC0415  the engine with its fault
    from courtesy.selfcheck.audit_examiner import AuditExaminer  # noqa: PLC0415  the engine with its fault
    from courtesy.selfcheck.audited import Past  # noqa: PLC0415  likewise
    from courtesy.selfcheck.difference import DifferenceFoundError  # noqa: PLC0415  likewise
    from tests.helpers.random_audits import GROUPS, known_to, random_cases, random_policies, rare_policy  # noqa: PLC0415  likewise

    audit.answered = lambda _, found, *__: found  # how long a rule is broken is compared by other tests
    acts = 0
    for group in range(most // _POLICIES_A_GROUP):
        reader = next(random_policies(group % GROUPS))
        past = Past(random_cases(group % GROUPS, _CASES, reader), reader.vocabulary)
        for policy in (*islice(random_policies(group % GROUPS), _POLICIES_A_GROUP), rare_policy(group % GROUPS)):
            try:
                acts += AuditExaminer(known_to(policy, reader)).examine(past).acts
            except DifferenceFoundError as error:
                return acts + len(past.acts), " ".join(error.difference.message.split())
    return None, ""


def table(found: Iterable[Found]) -> str:
    """What audits find of each fault, as Markdown."""
    listed = {fault.name: fault for fault in faults()}
    rows = list(found)
    missed = sum(one.after is None for one in rows)
    beyond = [fault for fault in listed.values() if fault.stage in STAGES and fault.beyond_audits]
    head = (
        f"{len(rows)} deliberate faults that concern facts, lowering and audits, each planted alone and looked for by "
        "audits of random cases, which are compared with checks and with the reference "
        f"(`python -m tests.faults.audited`): {len(rows) - missed} found, {missed} missed. {len(beyond)} others lie "
        "where no audit comes by."
    )
    lines = [head, "", "| stage | fault | found after acts |", "|---|---|---|"]
    for one in rows:
        after = "**not**" if one.after is None else f"{one.after:,}"
        lines.append(f"| {listed[one.fault].stage} | {listed[one.fault].says} | {after} |")
    lines += [f"| {fault.stage} | {fault.says} | {fault.beyond_audits} |" for fault in beyond]
    return "\n".join(lines)


def main() -> int:
    """Look for all faults, or for those named, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="look for these faults only, and write nothing")
    parser.add_argument("--most", type=int, default=MOST, help="policies to look by")
    parser.add_argument("--here", action="store_true", help="in this checkout itself, which is a copy")
    asked = parser.parse_args()
    if asked.here:
        _here(asked.names, asked.most)
        return _NOTHING
    found = []
    for one in look_for(asked.names or [fault.name for fault in concerned()], asked.most):
        found.append(one)
        print(f"{one.fault}: {'MISSED' if one.after is None else one.after} {one.said}", flush=True)
    text = table(found)
    print(text)
    if not asked.names:
        from tests.bench.results import write_section  # noqa: PLC0415  copies have no benchmarks

        write_section("Planted faults, found by audits", text)
    return _DIFFERS if any(one.after is None for one in found) else _NOTHING


if __name__ == "__main__":
    sys.exit(main())
