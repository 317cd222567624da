"""Mistakes that people make in a policy, one a file: what the loader says to it, and whether a schema can see it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

_DATA = Path(__file__).parents[1] / "data" / "mistakes.yaml"


class Mistake(NamedTuple):
    """One policy with one mistake.

    `code` and `place` (line and column, from 1) are those of the first problem that the loader tells; both are None
    where it accepts the file. `loader_only` is why no schema can see it; empty where one can. `elsewhere` is where an
    editor marks it, if that is another place.
    """

    name: str
    text: str
    code: str | None
    place: tuple[int, int] | None
    loader_only: str
    elsewhere: tuple[int, int] | None = None

    @property
    def seen_at(self) -> tuple[int, int] | None:
        """Where an editor marks it."""
        return self.elsewhere or self.place


def mistakes() -> tuple[Mistake, ...]:
    """All of `tests/data/mistakes.yaml`."""
    data = yaml.safe_load(_DATA.read_text("utf-8"))
    base = data["base"].splitlines()
    return tuple(_mistake(said, base) for said in data["mistakes"])


def _mistake(said: dict[str, object], base: list[str]) -> Mistake:
    lines = said["lines"]
    assert isinstance(lines, dict)
    kept = [lines.get(number, line) for number, line in enumerate(base, 1)]
    text = "".join(f"{line}\n" for line in kept if line is not None)
    code, _, place = str(said["loader"]).partition(" ")
    known = code if place else None
    elsewhere = _place(str(said.get("editor", "")))
    return Mistake(str(said["name"]), text, known, _place(place), str(said.get("loader only", "")), elsewhere)


def _place(text: str) -> tuple[int, int] | None:
    line, _, column = text.partition(":")
    return (int(line), int(column)) if text else None
