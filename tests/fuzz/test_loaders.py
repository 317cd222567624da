"""The loaders under fuzzing: the corpus everywhere, and new inputs where atheris is at hand."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
RUNS = int(os.environ.get("COURTESY_FUZZ_RUNS", "500"))
SEED = 3
TARGETS = ("policy", "case", "mail")
REPLAY = """
import sys
from pathlib import Path
from tests.fuzz.harness import Harness
harness = Harness(sys.argv[2])
files = sorted((Path(sys.argv[1]) / "corpus" / sys.argv[2]).iterdir())
for file in files:
    try:
        harness(file.read_bytes())
    except Exception as error:
        raise SystemExit(f"{file.name}: {error!r}") from error
print(len(files))
"""


def _run(*arguments: str) -> str:
    """The output of a Python of its own, in which nothing else opens files; without coverage, which would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, env=environment, errors="replace", cwd=HERE.parents[1],
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_breaks_no_promise(target: str) -> None:
    """Every input of the corpus is read or refused, with little work and memory, and touches no file and no network."""
    assert int(_run("-c", REPLAY, str(HERE), target)) >= 5


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed on this Python")
@pytest.mark.parametrize("target", TARGETS)
def test_new_inputs_break_no_promise(target: str, tmp_path: Path) -> None:
    """As many inputs as COURTESY_FUZZ_RUNS says, made to reach new code, break no promise either."""
    options = ("--runs", str(RUNS), "--seed", str(SEED), "--keep", str(tmp_path))
    assert "stat::number_of_executed_units" in _run("-m", "tests.fuzz.fuzzing", target, *options)
