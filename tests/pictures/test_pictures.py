"""The pictures of the README show what Courtesy prints. With COURTESY_UPDATE=1 that of the terminal is drawn anew."""

from __future__ import annotations

import os
import re
import struct
from typing import TYPE_CHECKING

import pytest

import courtesy
from tests.pictures.make import PICTURES, ROOT, VERDICT
from tests.pictures.terminal import picture, printed, shown

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 400_000
_PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.skipif(len(courtesy.available_matchers()) == 1, reason="a verdict tells which matchers judged it")
def test_the_picture_of_a_verdict_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text in the picture is the command with its output, line by line."""
    monkeypatch.chdir(ROOT)
    file, expected = PICTURES / "verdict.svg", f"$ {VERDICT}\n{printed(VERDICT)}".split("\n")
    if os.environ.get("COURTESY_UPDATE") and _lines(file) != _told(expected):
        file.write_text(picture(VERDICT), encoding="utf-8")
    assert _told(expected) == _lines(file)


def test_every_picture_of_the_readme_can_be_seen() -> None:
    """Each picture has a text for who cannot see it, is in the repository and small, and no other is there."""
    images = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    drawn = {file.relative_to(ROOT).as_posix() for file in PICTURES.iterdir() if file.suffix in {".svg", ".png"}}
    assert drawn == {path for _, path in images}
    for described, path in images:
        assert described
        content = (ROOT / path).read_bytes()
        assert len(content) < _LARGEST
        if path.endswith(".png"):
            assert content.startswith(_PNG)
            assert min(struct.unpack(">II", content[16:24])) > 0


def _lines(file: Path) -> list[str]:
    return _told(shown(file.read_text(encoding="utf-8")).split("\n"))


def _told(lines: list[str]) -> list[str]:
    """The lines that a picture draws: without empty ones, and without the space behind the text."""
    return [line.rstrip() for line in lines if line.strip()]
