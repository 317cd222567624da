"""Runs the examples with an installed wheel, away from the source: `python smoke.py EXAMPLES`.

Uses nothing but the standard library and what the wheel brought. Prints one line, or says what differs and fails.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

COURTESY = str(Path(sysconfig.get_path("scripts")) / "courtesy")
NOW = "2026-11-23T09:00-05:00"
EXPECTED = {
    "01-allow.yaml": ("allow", 0),
    "02-warn.yaml": ("warn", 0),
    "03-wait.yaml": ("wait", 1),
    "04-deny.yaml": ("deny", 1),
    "05-undetermined.yaml": ("undetermined", 4),
}
MATCHERS = ["durable", "native"] if sys.version_info < (3, 13) else ["native"]
OTHER_COMMANDS = (
    ("--version",),
    ("policies",),
    ("show", "hire-wire"),
    ("facts",),
    ("schema", "verdict"),
    ("selfcheck", "--cases", "200", "--seed", "1"),
    ("completion", "bash"),
    ("manual",),
    ("manual", "start"),
    ("manual", "wait"),
    ("lint", "hire-wire"),
    ("lint", "--explain", "never-decides"),
)
PLAN = (
    *("plan", "09-fresh-interview.yaml", "--policy", "hire-wire"),
    *("--now", "2026-11-20T16:30-05:00", "--until", "2026-12-18"),
)
"""The plan whose exports lie beside the examples."""
EXPORTED = {"html": "09-plan.html", "ics": "09-plan.ics", "markdown": "09-plan.md"}


def run(*arguments: str, where: str, program: tuple[str, ...] = (COURTESY,)) -> subprocess.CompletedProcess[str]:
    """One command, from another folder, with warnings as errors."""
    command = [*program, *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False, encoding="utf-8")


def differences(examples: Path, where: str) -> list[str]:
    """Everything that is not as it should be."""
    found = []
    for name, (outcome, code) in EXPECTED.items():
        done = run("check", str(examples / name), "--now", NOW, "--format", "json", where=where)
        verdict = json.loads(done.stdout) if done.stdout else {}
        got = (verdict.get("outcome"), done.returncode, verdict.get("matcher", {}).get("used"), done.stderr)
        if got != (outcome, code, MATCHERS, ""):
            found.append(f"{name}: expected {(outcome, code, MATCHERS, '')}, found {got}")
    if sys.version_info < (3, 13):  # the exports tell which matchers judged, and there it is one alone
        for name, exported in EXPORTED.items():
            done = run(PLAN[0], str(examples / PLAN[1]), *PLAN[2:], "--format", name, where=where)
            if done.returncode or done.stdout != (examples / "exported" / exported).read_text("utf-8"):
                found.append(f"plan --format {name}: {done.returncode} {done.stderr} or another text than {exported}")
    for arguments in OTHER_COMMANDS:
        done = run(*arguments, where=where)
        if done.returncode or done.stderr or not done.stdout:
            found.append(f"courtesy {' '.join(arguments)}: {done.returncode} {done.stderr}")
    done = run("-m", "courtesy", "--version", where=where, program=(sys.executable, "-I"))
    if done.returncode or "courtesy 1." not in done.stdout:
        found.append(f"python -m courtesy --version: {done.returncode} {done.stdout} {done.stderr}")
    extras = {"lsp": "lsp", "mcp": "serve", "serve": "serve"}
    found += [one for command, extra in extras.items() for one in _without_the_extra(command, extra, where)]
    typed = run("-c", _TYPED, where=where, program=(sys.executable, "-I"))
    if typed.returncode:
        found.append(f"the wheel does not bring what it should: {typed.stderr}")
    return found


def _without_the_extra(command: str, extra: str, where: str) -> list[str]:
    """What a command does where its libraries are missing: with them it is one of the tests."""
    done = run(command, where=where)
    if (done.returncode, done.stdout) == (2, "") and f"pip install 'courtesy[{extra}]'" in done.stderr:
        return []
    return [f"courtesy {command}: {done.returncode} {done.stdout} {done.stderr}"]


_TYPED = """
import pathlib, courtesy
home = pathlib.Path(courtesy.__file__).parent
assert "site-packages" in home.parts, home
assert (home / "py.typed").is_file()
assert (home / "policies" / "hire-wire").is_dir()
assert (home / "manual" / "start.md").is_file()
assert (home / "schemas" / "verdict.schema.json").is_file()
"""


def main() -> int:
    """Say what differs; 0 where nothing does."""
    examples = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as where:
        found = differences(examples, where)
    python = ".".join(map(str, sys.version_info[:3]))
    print("\n".join(found) or f"wheel: the examples run on Python {python}, matchers {', '.join(MATCHERS)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
