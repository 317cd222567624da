"""Compares Courtesy with other engines on the same sixteen rules: installs them, checks that all agree, times them.

Run from the top of a checkout: python -m tests.bench.peers.run [--date 2026-11-23] [--rounds 7] [--no-write]

Any Python 3.11 or newer starts it. It makes an environment in .cache/peers (and .cache/peers-node, where Node is at
hand), with the versions below and Courtesy from this checkout, and writes the table to tests/bench/RESULTS.md.
What cannot be installed is listed in the table with the reason.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ENVIRONMENT, NODE_MODULES = ROOT / ".cache" / "peers", ROOT / ".cache" / "peers-node"
PYTHON = ENVIRONMENT / "bin" / "python"
NODE_PACKAGE = "json-rules-engine@7.3.1"
BUILD = {"CPPFLAGS": "-O2 -DPyEval_CallObject=PyObject_CallObject", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def peers() -> list[str]:
    """The packages from PyPI, with their versions."""
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def installed(command: list[str]) -> str | None:
    """Why an installation failed, in one line; None where it did not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **BUILD})
    except FileNotFoundError:
        return f"`{command[0]}` is not on this machine"
    if done.returncode == 0:
        return None
    errors = [line for line in done.stderr.splitlines() if "ERROR" in line or "npm error" in line]
    return (errors or done.stderr.splitlines() or ["no message"])[-1].strip()


def prepare() -> dict[str, str]:
    """Make the environment, or keep it where nothing has changed; what is missing, and why."""
    wanted = [sys.version, *peers(), NODE_PACKAGE, (ROOT / "pyproject.toml").read_text(encoding="utf-8")]
    stamp, mark = ENVIRONMENT / "installed.json", hashlib.sha256("\n".join(wanted).encode()).hexdigest()
    if stamp.exists() and (kept := json.loads(stamp.read_text(encoding="utf-8")))["mark"] == mark:
        return dict(kept["missing"])
    print("installing Courtesy and its peers into .cache ...", file=sys.stderr)
    shutil.rmtree(NODE_MODULES, ignore_errors=True)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    if reason := installed([*pip, "--editable", str(ROOT)]):
        sys.exit(f"Courtesy could not be installed: {reason}")
    found = {peer.partition("==")[0]: installed([*pip, peer]) for peer in peers()}
    npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(NODE_MODULES), NODE_PACKAGE]
    found["json-rules-engine"] = installed(npm)
    missing = {name: reason for name, reason in found.items() if reason is not None}
    if not missing:  # what failed once is tried again
        stamp.write_text(json.dumps({"mark": mark, "missing": missing}), encoding="utf-8")
    return missing


def main() -> None:
    """Prepare, then measure in the environment."""
    missing = prepare()
    command = [str(PYTHON), "-m", "tests.bench.peers.measure", "--missing", json.dumps(missing), *sys.argv[1:]]
    sys.exit(subprocess.run(command, check=False, cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
