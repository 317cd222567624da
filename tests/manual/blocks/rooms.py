"""The rooms of the engine, as the import contracts lay them out."""

from __future__ import annotations

import textwrap
import tomllib
from importlib import import_module
from pathlib import Path

from tests.manual.blocks.layout import WIDTH

ROOT = Path(__file__).parents[3]


def layers() -> str:
    """The layers of the import contract, the highest first, each with the first line of its docstring."""
    rows = _rows()
    names = [room for row in rows for room in row.split(" | ") if not room.startswith("_")]
    width = max(map(len, names)) + 4
    lines = []
    for row in rows:
        rooms = [room for room in row.split(" | ") if not room.startswith("_")]
        for room in rooms:
            name = f"| {room}" if len(rooms) > 1 else room
            lines += textwrap.wrap(f"{name:{width}}{_first_line(room)}", WIDTH, subsequent_indent=" " * width)
    return "```text\n" + "\n".join(lines) + "\n```"


def siblings() -> set[str]:
    """The stages: the rooms that stand beside `loading` in the import contract, where the journey begins."""
    return next(set(rooms) for row in _rows() if "loading" in (rooms := row.split(" | ")))


def _rows() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["type"] == "layers")


def _first_line(room: str) -> str:
    return (import_module(f"courtesy.{room}").__doc__ or "").partition("\n")[0]
