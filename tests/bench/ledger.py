"""Races and deaths of processes around one slot, on both databases: `python -m tests.bench.ledger [--cases 1000]`.

Writes what came of them into RESULTS.md.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.results import machine, write_section
from tests.helpers.ledger_trials import POINTS, Death, die, fill, race
from tests.helpers.postgres import Server, missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Places = Callable[[], str]

PROCESSES = (2, 4, 8)
_INTRODUCTION = """\
Processes on one machine ({machine}). The policy permits one e-mail in seven days. `python -m tests.bench.ledger`.

In a race all processes claim, start and confirm a mail to the same person at the same moment, in {cases:,} cases one
after the other; each mail that was sent is counted outside of the ledger.
"""


def races(name: str, place: Places, cases: int, folder: Path) -> Iterator[str]:
    """A row for each number of processes."""
    for processes in PROCESSES:
        address = place()
        names = fill(address, cases)
        result = race(address, names, processes, folder)
        worst = max(result.mails.values(), default=0)
        yield f"| {name} | {processes} | {cases:,} | {result.exactly_one(names):,} | {worst} | {result.refused:,} |"


def deaths(name: str, place: Places, cases: int, folder: Path) -> Iterator[str]:
    """A row for each point at which a process is killed."""
    for point in POINTS:
        address = place()
        found = Counter(die(address, one, point, folder) for one in fill(address, -(-cases // len(POINTS))))
        as_expected = found[Death.expected(point)]
        states = ", ".join(sorted({"nothing" if one.state is None else one.state.value for one in found}))
        mails = max(one.mails + one.mails_of_the_next for one in found)
        yield f"| {name} | {point} | {found.total():,} | {states} | {mails} | {as_expected:,} |"


def _places(folder: Path) -> Iterator[tuple[str, Places]]:
    files = (f"sqlite:///{folder}/{number}.db" for number in range(10_000))
    yield "SQLite", lambda: next(files)
    if absent := missing():
        print(f"no PostgreSQL: {', '.join(absent)}")
        return
    server = Server()
    try:
        yield "PostgreSQL", server.address
    finally:
        server.remove()


def main() -> None:
    """Try it, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    cases = parser.parse_args().cases
    raced: list[str] = []
    died: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        for number, (database, place) in enumerate(_places(Path(name))):
            folder = Path(name) / f"mails-{number}"
            folder.mkdir()
            trials = (raced, races(database, place, cases, folder)), (died, deaths(database, place, cases, folder))
            for rows, found in trials:
                for row in found:
                    print(row)
                    rows.append(row)
                    write(cases, raced, died)


def write(cases: int, raced: list[str], died: list[str]) -> None:
    """Write what is known so far."""
    write_section(
        "Ledger",
        "\n".join(
            (
                _INTRODUCTION.format(machine=machine(), cases=cases),
                "| database | processes | cases | exactly one mail | most mails of a case | refused |",
                "|---|---|---|---|---|---|",
                *raced,
                "",
                "Killed with `kill -9` at six points; eleven minutes later another process asks for the slot, which",
                "was kept for ten. As it should be: nothing is sent twice, and what may have gone out is in doubt.",
                "",
                "| database | killed | cases | found | most mails of a case | as it should be |",
                "|---|---|---|---|---|---|",
                *died,
            )
        ),
    )


if __name__ == "__main__":
    main()
