"""The loaders under fuzzing: the corpus everywhere, and new inputs for a while where atheris is at hand."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECONDS = int(os.environ.get("COURTESY_FUZZ_SECONDS", "20"))
SEED = 3
TARGETS = ("policy", "case", "mail")
REPLAY = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from harness import Harness
harness = Harness(sys.argv[2])
files = sorted((Path(sys.argv[1]) / "corpus" / sys.argv[2]).iterdir())
for file in files:
    try:
        harness(file.read_bytes())
    except Exception as error:
        raise SystemExit(f"{file.name}: {error!r}") from error
print(len(files))
"""


def _run(*arguments: str, seconds: int) -> str:
    """The output of a Python of its own, in which nothing else opens files; without coverage, which would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, check=False, timeout=seconds, env=environment, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_breaks_no_promise(target: str) -> None:
    """Every input of the corpus is read or refused, in time and memory, and touches no file and no network."""
    assert int(_run("-c", REPLAY, str(HERE), target, seconds=120)) >= 5


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed on this Python")
@pytest.mark.parametrize("target", TARGETS)
def test_new_inputs_break_no_promise(target: str, tmp_path: Path) -> None:
    """As long as COURTESY_FUZZ_SECONDS says, inputs that reach new code break no promise either."""
    script = HERE / f"fuzz_{target}.py"
    options = ("--seconds", str(SECONDS), "--seed", str(SEED), "--keep", str(tmp_path))
    assert "stat::number_of_executed_units" in _run(str(script), *options, seconds=SECONDS + 60)
