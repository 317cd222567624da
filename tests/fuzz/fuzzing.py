"""Runs one target under atheris: `python -m tests.fuzz.fuzzing case|mail|policy --runs N | --seconds N [--seed S]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"


TARGETS = ("case", "mail", "policy")


def main() -> None:
    """Fuzz a target; the process ends with libFuzzer's exit code, and its last lines are the statistics."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=TARGETS)
    until = parser.add_mutually_exclusive_group()
    until.add_argument("--runs", type=int, default=-1, help="end after so many inputs")
    until.add_argument("--seconds", type=int, default=0, help="end after so many seconds")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="folder for inputs that reach new code, and for those that fail")
    given = parser.parse_args()
    target = given.target
    sys.dont_write_bytecode = True
    for name in [name for name in sys.modules if name.partition(".")[0] in {"email", "html"}]:
        del sys.modules[name]  # what is imported already would not be instrumented
    with atheris.instrument_imports(include=["courtesy", "email", "html"]):
        from tests.fuzz.harness import MEGABYTES, Harness, peak  # noqa: PLC0415  instrumented
        from tests.fuzz.words import dictionary  # noqa: PLC0415

        harness = Harness(target)  # its first inputs import what only some inputs need

    folder = given.keep or Path(tempfile.mkdtemp(prefix=f"courtesy-fuzz-{target}-"))
    found = folder / "found"
    found.mkdir(parents=True, exist_ok=True)
    (folder / "words.dict").write_text(dictionary(target), "ascii")
    options = {
        "seed": given.seed,
        "runs": given.runs,
        "max_total_time": given.seconds,
        "dict": folder / "words.dict",
        "artifact_prefix": f"{folder}/",
        "max_len": 16384,
        "timeout": 86_400,  # seconds; the harness counts the work of each, and 0 would be a second and no more
        "rss_limit_mb": int(peak()) + 2 * MEGABYTES,  # what inputs take is held by the harness; this ends a runaway
        "print_final_stats": 1,
    }
    arguments = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *arguments, str(found), str(CORPUS / target)], harness)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
