"""`courtesy manual`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from courtesy.cli import terminal
from courtesy.cli.exit_codes import ExitCode
from courtesy.errors import CourtesyError
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from click.shell_completion import CompletionItem

MANUAL = Path(__file__).resolve().parent.parent / "manual"
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_SECTIONS = {"": "Guide", "rules": "Rule types", "decisions": "Decisions"}
"""The headings of the list, by folder."""
GUIDE = (
    "start", "loop", "policies", "testing", "projects", "inheritance", "agency", "editing", "releases", "comparing",
    "linting", "coverage", "mutation", "hooks", "handbook", "conditions", "cases", "recording", "agenda", "durations",
    "windows", "dates", "holidays", "zones", "unknown", "tone", "copies", "obligations", "waivers", "preferences",
    "calendars", "editors", "errors", "python", "test-doubles", "ledger", "log", "audit", "auditing", "spark",
    "serving", "bundles", "claims", "agents", "embedding", "glossary", "architecture", "extending",
)  # fmt: skip
"""The pages of the guide in the order in which they are best read; all others stand in that of their names."""


class UnknownTopicError(CourtesyError):
    """The manual has no page of that name."""

    code: ClassVar[str] = "unknown-topic"
    way_out: ClassVar[str] = "take a topic that `courtesy manual` lists"

    def __init__(self, topic: str, known: Collection[str]) -> None:
        super().__init__()
        self.topic, self.nearest = topic, nearest(topic, known)

    def __str__(self) -> str:
        return f"the manual has no topic `{self.topic}`"

    def help(self) -> str:
        """The nearest topic, or where to see them all."""
        return f"did you mean `{self.nearest}`?" if self.nearest else "`courtesy manual` lists its topics"


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Path]:
    """The pages of the manual by topic, in the order of the list."""
    pages = sorted(MANUAL.rglob("*.md"), key=_place)
    return {page.stem: page for page in pages}


def _place(page: Path) -> tuple[int, int, str]:
    section = list(_SECTIONS).index(_section(page))
    return section, 0 if section else GUIDE.index(page.stem), page.stem


def _section(page: Path) -> str:
    return "" if page.parent == MANUAL else page.parent.name


def text_of(page: Path) -> str:
    """The page as Markdown, without remarks for those who write it."""
    return _COMMENT.sub("", page.read_text(encoding="utf-8"))


def summary(page: Path) -> str:
    """The first sentence of the page, which stands below its title, or what it says before it explains itself."""
    paragraph = " ".join(text_of(page).split("\n\n")[1].split())
    return re.split(r"[.;:](?: |$)", paragraph)[0]


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415  cold start

    return [CompletionItem(name, help=summary(page)) for name, page in topics().items() if name.startswith(incomplete)]


@click.command
@click.argument("topic", required=False, shell_complete=_complete)
def command(topic: str | None) -> int:
    """Print a page of the manual, or list its pages.

    Pages are written in Markdown. Without TOPIC, all topics are listed.
    """
    if topic is None:
        terminal.emit(_list())
    elif page := topics().get(topic.lower()):
        terminal.emit(text_of(page))
    else:
        raise UnknownTopicError(topic, topics())
    return ExitCode.PERMITTED


def _list() -> str:
    from courtesy.rendering.layout import block, wrapped  # noqa: PLC0415  cold start

    width = max(map(len, topics())) + 2
    lines, last = ["Read a page with `courtesy manual TOPIC`."], None
    for topic, page in topics().items():
        if (section := _section(page)) != last:
            lines += ["", _SECTIONS[section]]
            last = section
        lines += wrapped(summary(page), indent=2, label=topic, label_width=width)
    return block(lines)
