"""Bad input ends with exit code 3, a report that points at the place, and nothing on standard output.

The files of `bad_input/`, one a subject, pin the reports whole; with COURTESY_UPDATE=1 they are written anew. Each
entry has `files` (text, or bytes in `hex`, or `repeat` so many `times` between `before` and `after`), what to `run`,
perhaps `stdin`, and `stderr`.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.helpers.work import counted

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Run

ROOT = Path(__file__).parents[3]
FILES = {
    file: yaml.safe_load(file.read_text(encoding="utf-8"))
    for file in sorted(Path(__file__).with_name("bad_input").glob("*.yaml"))
}
CASES: dict[str, dict[str, Any]] = {name: case for cases in FILES.values() for name, case in cases.items()}
assert len(CASES) == sum(map(len, FILES.values())), "two entries of one name"
CALLS = 30_000_000
NOW = ("--now", "2026-11-23T09:00-05:00")
INPUTS = sorted(
    path
    for pattern in ("examples/**/*.yaml", "examples/*.eml", "policies/hire-wire/1.0.0/*.yaml")
    for path in ROOT.glob(pattern)
    if path.name != "coverage.yaml"
)
VALUES = (
    b"null", b"[]", b"{}", b"-1", b"1e999", b"no", b"2026-02-30", b"'x'", b"*a", b"&a b", b"!!int 3", b'"\\0"', b"'",
    b"hr", b"[hr, hr]", b"0001-01-01T00:00Z", b"2199-12-31T23:59:59Z", b"1900-01-01T00:00+14:00", b"public_post",
    b"true", b"0 days", b"999999 business days", b"999999 dates", b"9" * 30, b"\xff", "\u6f22\u5b57".encode(),
)  # fmt: skip


SHAPES = (b"[]", b"{}", b"[[x]]", b"{x: {y: z}}", b"", b"''", b"-7", b"true")
_VALUE = re.compile(rb"(?<=: )[^,{}\[\]\n]+")


def _bytes(content: str | dict[str, Any]) -> bytes:
    if isinstance(content, str):
        return content.encode()
    if "hex" in content:
        return bytes.fromhex(content["hex"])
    text: str = content.get("before", "") + content["repeat"] * content["times"] + content.get("after", "")
    return text.encode()


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as it stands."""


def _as_it_stands(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and "\t" not in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _as_it_stands)


def _renew(name: str, stderr: str) -> None:
    file, cases = next((file, cases) for file, cases in FILES.items() if name in cases)
    cases[name]["stderr"] = stderr
    header = file.read_text(encoding="utf-8").partition("\n")[0]
    content = yaml.dump(cases, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    file.write_text(f"{header}\n{content}", encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_report(name: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything wrong with the input is told at once: where, what was expected, what was found, what was meant."""
    monkeypatch.chdir(tmp_path)
    wanted = CASES[name]
    for file, content in wanted.get("files", {}).items():
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_bytes(_bytes(content))
    arguments = wanted["run"].split()
    result = run(*arguments, *(NOW if arguments[0] == "check" else ()), stdin=wanted.get("stdin"))
    if os.environ.get("COURTESY_UPDATE"):
        _renew(name, result.stderr)
    assert (3, "", wanted["stderr"]) == (result.exit_code, result.stdout, result.stderr)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with a few bits flipped, lines dropped, doubled or swapped, or values replaced."""
    for _ in range(chance.randint(1, 4)):
        lines = data.splitlines(keepends=True) or [b"\n"]
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                at, bit = chance.randrange(len(data) or 1), 1 << chance.randrange(8)
                lines = [bytes(byte ^ (bit if place == at else 0) for place, byte in enumerate(data))]
            case 1:
                del lines[here]
            case 2:
                lines.insert(there, lines[here])
            case 3:
                lines[here], lines[there] = lines[there], lines[here]
            case _:
                values = list(_VALUE.finditer(lines[here]))
                if values:
                    start, end = chance.choice(values).span()
                    lines[here] = lines[here][:start] + chance.choice(VALUES) + lines[here][end:]
        data = b"".join(lines)
    return data


def _copy_of(origin: Path, place: Path) -> Path:
    """Where a changed copy of the file goes: a rule file lies in a copy of its policy."""
    folder = place / "-".join(origin.relative_to(ROOT).parts)
    if "policies" in origin.parts:
        shutil.copytree(origin.parent, folder, dirs_exist_ok=True)
    folder.mkdir(exist_ok=True)
    return folder / origin.name


def _commands(file: Path, origin: Path) -> list[tuple[str, ...]]:
    """How a user would check such a file."""
    if "policies" in origin.parts or origin.name == "policy.yaml":
        policy = file.parent if "policies" in origin.parts else file
        return [("validate", str(file)), ("check", str(ROOT / "examples/06-plan.yaml"), "--policy", str(policy), *NOW)]
    if origin.suffix == ".eml":
        return [
            ("check", str(ROOT / "examples/07-draft-case.yaml"), "--eml", str(file), *NOW),
            ("check", str(file), *NOW),
        ]
    words = ("--policy", str(ROOT / "examples/one-file")) if "one-file" in origin.parts else ()
    return [("check", str(file), "--all", "--format", "json", *words, *NOW), ("validate", str(file), *words)]


def _run_calmly(run: Run, arguments: tuple[str, ...], data: bytes) -> int:
    """Run, and expect an answer that blames the input and never the program."""
    result = run(*arguments)
    story = f"{arguments} on {data!r}: {result.stderr}"
    assert result.exit_code in {0, 1, 3, 4}, story
    assert "Traceback" not in result.output, story
    told = "error[" in result.stderr or '{"courtesy": 1, "error": ' in result.stderr
    assert (result.exit_code == 3) is told, story
    return result.exit_code


@pytest.mark.slow
def test_random_bytes(run: Run, tmp_path: Path) -> None:
    """Five hundred random byte strings are refused for little work, whatever they are taken for."""
    chance = random.Random(20261120)  # noqa: S311  a test, not a secret
    for _ in range(500):
        origin = chance.choice(INPUTS)
        data = chance.randbytes(chance.randrange(400))
        file = _copy_of(origin, tmp_path)
        file.write_bytes(data)
        with counted(CALLS):
            _run_calmly(run, chance.choice(_commands(file, origin)), data)


@pytest.mark.slow
def test_mutated_examples(run: Run, tmp_path: Path) -> None:
    """Four hundred damaged examples and policies are judged or refused for little work; both happen."""
    chance = random.Random(20261127)  # noqa: S311  a test, not a secret
    codes = set()
    for _ in range(400):
        origin = chance.choice(INPUTS)
        data = _mutated(origin.read_bytes(), chance)
        file = _copy_of(origin, tmp_path)
        file.write_bytes(data)
        with counted(CALLS):
            codes.add(_run_calmly(run, chance.choice(_commands(file, origin)), data))
    assert codes == {0, 1, 3, 4}


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(2))
def test_every_value_may_have_any_shape(turn: int, run: Run, tmp_path: Path) -> None:
    """Each value of each example in turn is replaced by two of eight others, each of another shape: never a crash."""
    for origin in INPUTS:
        data = origin.read_bytes()
        file = _copy_of(origin, tmp_path)
        for number, place in enumerate(_VALUE.finditer(data)):
            value = SHAPES[(2 * turn + number) % len(SHAPES)]
            changed = data[: place.start()] + value + data[place.end() :]
            file.write_bytes(changed)
            _run_calmly(run, _commands(file, origin)[0], changed)
