"""A server under load: `python -m tests.bench.serving [--seconds 600] [--clients 3] [--write WHAT-ELSE-RAN]`."""

from __future__ import annotations

import argparse

from tests.bench.results import write_section
from tests.bench.serving.tables import text_of
from tests.bench.serving.trial import tried


def main() -> None:
    """Try it, tell what came of it, and write it into RESULTS.md where that is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--clients", type=int, default=3)
    parser.add_argument("--write", metavar="WHAT-ELSE-RAN", help="write it into RESULTS.md, with what else ran")
    given = parser.parse_args()
    report = tried(given.seconds, given.clients, print)
    text = text_of(report, given.write or "other work may have used its cores")
    print(text)
    for what in (*report.found.wrong[:5], *report.found.mixed[:5], *map(str, report.found.cut[:5]), *report.said[-20:]):
        print(what)
    if given.write is not None:
        write_section("Serving", text)


if __name__ == "__main__":
    main()
