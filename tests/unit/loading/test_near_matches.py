"""What people write that files do not take: what the loader tells, and that it holds.

In `tests/data/near_matches.yaml`, each kind of writing has the `kind` of the file, its `text` with `<>` where it is
written, and what is `told` of each: the likely fix. COURTESY_UPDATE=1 writes it anew.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import courtesy
from courtesy.loading.project import read_project
from courtesy.loading.waivers import parse_waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.errors import Problem

FILE = Path(__file__).parents[2] / "data" / "near_matches.yaml"
KINDS: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
_QUESTION = re.compile(r"did you mean ((?:`[^`]+`(?:, | or )?)+)\?$")
_ORDER = re.compile(r"(?:^|; )write (`[^`]+`)(?:$|; the unit is known$|, each with what it is called$)")
SHIPPED = courtesy.load_policy("hire-wire")
READERS: dict[str, Callable[[Path], object]] = {
    "policy": courtesy.load_policy,
    "case": SHIPPED.load_case,
    "waivers": lambda path: parse_waivers(path.read_bytes(), str(path)),
    "project": read_project,
}


def suggested(told: str | None) -> list[str]:
    """What a hint says to write in the place of what is written; nothing where it only explains."""
    found = _QUESTION.search(told or "") or _ORDER.search(told or "")
    return re.findall("`([^`]+)`", found[1]) if found else []


def problems(kind: str, text: str, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a file of that text."""
    names = {"policy": "policy.yaml", "case": "case.yaml", "waivers": "waivers.yaml", "project": "courtesy.yaml"}
    file = folder / names[kind]
    file.write_text(text, encoding="utf-8")
    try:
        READERS[kind](file)
    except courtesy.InvalidInputError as error:
        return error.problems
    return ()


def mended(text: str, problem: Problem) -> Iterator[str]:
    """The text with each suggestion for a problem in its place."""
    lines = text.split("\n")
    at = problem.span
    before = "\n".join([*lines[: at.line - 1], lines[at.line - 1][: at.column - 1]])
    behind = "\n".join([lines[at.end_line - 1][at.end_column - 1 :], *lines[at.end_line :]])
    for form in suggested(problem.help()):
        yield f"{before}{form}{behind}"


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as it stands."""


_Dumper.add_representer(
    str, lambda to, text: to.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
)


def _dumped() -> str:
    return yaml.dump(KINDS, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_told_of_other_writings(name: str, tmp_path: Path) -> None:
    """The likely fix is the one that the data say; put in the place of what was written, each suggestion loads."""
    kind, text = KINDS[name]["kind"], KINDS[name]["text"]
    told, refused = {}, []
    (tmp_path / "policies").mkdir()
    for written in KINDS[name]["told"]:
        tried = text.replace("<>", written)
        found = problems(kind, tried, tmp_path)
        assert found, f"{written} is taken as it is"
        problem = next((one for one in found if suggested(one.help())), found[0])
        told[written] = problem.help()
        refused += [
            (written, new, str(left[0])) for new in mended(tried, problem) if (left := problems(kind, new, tmp_path))
        ]
    if os.environ.get("COURTESY_UPDATE"):
        KINDS[name]["told"] = told
        FILE.write_text(_dumped(), encoding="utf-8", newline="\n")
    assert [] == refused
    assert KINDS[name]["told"] == told
