"""A picture of a terminal: a command and what it prints in colour, as SVG; and the text that such a picture shows."""

from __future__ import annotations

import io
import shlex
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from click.testing import CliRunner
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from courtesy.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLUMNS = 82
_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"
_FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" class="rich-terminal" viewBox="0 0 {width} {height}" role="img">
<title>TITLE</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px FONT; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect fill="#1b1f27" width="100%" height="100%" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""As rich draws a terminal, but without buttons, and without a font from elsewhere."""


def printed(command: str, *, colour: bool = False) -> str:
    """What a command prints, whatever its exit code."""
    program, *arguments = shlex.split(command)
    assert program == "courtesy"
    environment = {"FORCE_COLOR": "1" if colour else "0"}
    return CliRunner().invoke(cli, arguments, prog_name="courtesy", env=environment, color=colour).output


def picture(command: str) -> str:
    """The command and its output as SVG."""
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}", style="bold"))
    console.print(Text.from_ansi(printed(command, colour=True)), end="")
    frame = _FRAME.replace("TITLE", escape(command)).replace("FONT", _FONT)
    return console.export_svg(code_format=frame, unique_id="terminal", theme=SVG_EXPORT_THEME)


def shown(svg: str) -> str:
    """The text that the picture shows, line by line."""
    root = ET.fromstring(svg)  # noqa: S314  it is our own picture
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, said in _texts(root):
        rows.setdefault(y, []).append((x, said))
    width = _width_of_a_character(root)
    return "\n".join(_line(rows[y], width) for y in sorted(rows))


def _texts(root: ET.Element) -> Iterator[tuple[float, float, str]]:
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        yield float(element.attrib["x"]), float(element.attrib["y"]), (element.text or "").replace("\xa0", " ")


def _width_of_a_character(root: ET.Element) -> float:
    longest = max(
        root.iter("{http://www.w3.org/2000/svg}text"), key=lambda element: len((element.text or "").rstrip("\n"))
    )
    return float(longest.attrib["textLength"]) / len(longest.text or " ")


def _line(parts: list[tuple[float, str]], width: float) -> str:
    line = ""
    for x, said in sorted(parts):
        line = line.ljust(round(x / width)) + said.rstrip("\n")
    return line.rstrip()
