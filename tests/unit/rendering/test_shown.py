"""What notebooks show: every result shows itself, as safe HTML that says the same as its Markdown or text."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from msgspec import Struct
from msgspec.structs import replace

import courtesy
from courtesy.model.comparison import Comparison
from courtesy.model.ledger import LedgerReport
from courtesy.model.shown import Shown
from courtesy.rendering import renderer
from courtesy.rendering.html_of_markdown import html_of_markdown
from courtesy.rendering.html_of_text import html_of_text, marked
from courtesy.rendering.ink import Ink, plain
from courtesy.values import Word
from tests.helpers.recordings import KEY, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

SNAPSHOTS = Path(__file__).parents[2] / "snapshots"
HOSTILE = '<img src=x onerror="alert(1)">&lt;b&gt; **a** `<i>` ](javascript:x) | - # \x02\x1b[31m\u202e'
NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")
TAGS = {"div", "p", "ul", "ol", "li", "br", "strong", "em", "code", "table", "tr", "th", "td", "pre", "span"}
POLICY = courtesy.load_policy("hire-wire", matcher="native")
KINDS = (
    "Verdict", "PlanVerdict", "Plan", "Timetable", "NextSteps", "LintReport", "TestReport", "Coverage",
    "MutationReport", "Comparison", "LedgerReport",
)  # fmt: skip
OWN = """
courtesy: 1
id: own
version: 1.0.0
title: Calls
rules:
  - id: calls.hours
    title: In the morning
    level: must
    applies_to: {channel: phone}
    hours: {from: "09:00", to: "12:00"}
  - {id: calls.never, level: must, applies_to: {all: [{channel: phone}, {channel: sms}]}, forbid: true}
"""


class Read(HTMLParser):
    """A page as a parser finds it: its tags, whether they are closed in order, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every tag is known."""
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        if tag not in {"br", "hr"}:
            self.open.append(tag)
        self.text += " " * (tag not in {"strong", "em", "code"})

    def handle_endtag(self, tag: str) -> None:
        """What is opened last is closed first."""
        assert tag == self.open.pop()
        self.text += " " * (tag not in {"strong", "em", "code"})

    def handle_data(self, data: str) -> None:
        """The words."""
        self.text += data


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Struct]]:
    """One result of each kind that shows itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("nothing"))  # where no tests lie beside a policy
        yield made()


def made() -> dict[str, Struct]:
    """The results."""
    case = POLICY.case(
        zone="America/New_York",
        interview={"ended_at": "2026-11-20T15:30"},
        contacts={"interviewer": {"roles": ["interviewer"], "name": HOSTILE[:60]}, "hr": {"roles": ["hr"]}},
        actions=[{"id": "it", "channel": "email", "purpose": "follow_up", "to": "interviewer"}],
    )
    own = courtesy.parse_policy(OWN, matcher="native")
    looser = courtesy.parse_policy(OWN.replace("12:00", "13:00").replace("1.0.0", "1.1.0"), matcher="native")
    found = [
        POLICY.check(case, now=NOW, alternatives=True),
        POLICY.check_plan(case, now=NOW),
        POLICY.plan(case, now=NOW),
        POLICY.windows(case, now=NOW),
        POLICY.next_steps(case, now=NOW),
        courtesy.lint(own),
        courtesy.run_tests(own),
        courtesy.coverage(own),
        courtesy.mutate(own),
        courtesy.compare(own, looser),
        LedgerReport(version=1, tenant=HOSTILE, now=NOW),
    ]
    return {type(one).__name__: one for one in found}


def hostile(value: Any) -> Any:
    """The value with every text in it replaced, but for those that the engine itself reads."""
    match value:
        case Word():
            return value
        case courtesy.PolicyReference() | courtesy.Span():
            return value
        case str():
            return HOSTILE
        case tuple():
            return tuple(map(hostile, value))
        case Struct():
            names = [name for name in value.__struct_fields__ if name not in {"case", "operator", "unit", "version"}]
            return replace(value, **{name: hostile(getattr(value, name)) for name in names})
        case _:
            return value


def test_every_result_that_shows_itself_is_tried() -> None:
    """Each class that notebooks can ask is among the results here, or has a log to be asked of."""
    kinds = {kind.__name__ for kind in Shown.__subclasses__()}
    assert kinds | {Comparison.__name__} == {*KINDS, "LogReport", "Replay"}


@pytest.mark.parametrize("name", KINDS)
def test_results_show_themselves(name: str, results: dict[str, Struct]) -> None:
    """A result is HTML of a few tags without script, style sheet or address, whatever its texts are, and Markdown."""
    value: Any = results[name]
    for one in (value, hostile(value)):
        read = Read(one._repr_html_())
        assert read.tags.keys() <= TAGS
        assert read.attributes <= {"style", "dir", "role", "aria-level", "scope", "tabindex"}
        assert "\x1b" not in read.text
        assert "\u202e" not in read.text
        assert len(one._repr_html_()) < 200_000
        shown = MarkdownIt("commonmark", {"html": True}).enable("table").parse(one._repr_markdown_())
        tags = {part.content for token in shown for part in token.children or () if part.type == "html_inline"}
        assert tags <= {"<br>"}
        assert not any(token.type == "html_block" for token in shown)


def test_logs_show_themselves(tmp_path: Path) -> None:
    """So do what is found out about a log, and what another policy would have said."""
    from courtesy import recording  # noqa: PLC0415  in tests alone beside the renderers

    path = filled(tmp_path, 2)
    report, replayed = recording.verify(path, key=KEY), recording.replay(path, POLICY, key=KEY)
    for value in (report, replayed):
        assert Read(value._repr_html_()).text.strip()
        assert value._repr_markdown_().startswith("```text\n")


@pytest.mark.parametrize(
    "file", sorted(SNAPSHOTS.glob("[!hp]*/*.md")), ids=lambda file: f"{file.parent.name}-{file.stem}"
)
def test_html_says_the_same_as_the_markdown(file: Path) -> None:
    """What the renderers write comes out as a library of Markdown has it: the words, the lists, the emphasis."""
    text = file.read_text("utf-8")
    ours = Read(html_of_markdown(text))
    theirs = Read(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    said = ours.text.replace("\N{BALLOT BOX}", "[ ]")
    assert theirs.text.split() == said.split()
    for tag in ("ul", "ol", "li", "strong", "em", "code", "br", "tr", "p"):
        loose = tag == "p" and theirs.tags["p"] - ours.tags["p"]  # items that a blank line parts are paragraphs too
        assert loose or theirs.tags[tag] == ours.tags[tag], tag


def test_emphasis_is_always_closed() -> None:
    """Whatever stands in a line, what is opened is closed in order, and no tag comes from the text."""
    for text in ("**a *b** c*", "`a", "`<b>` <b>", r"\`<b>\`", "**", "- *a", "| <b> |\n| --- |\n| **a |", "&lt;b&gt;"):
        read = Read(html_of_markdown(text))
        assert read.tags.keys() <= TAGS
    assert "<b>" in Read(html_of_markdown("`<b>` \\<i\\>")).text


def test_marks_of_text_are_balanced() -> None:
    """Inks become spans; marks that a text has by itself are no marks."""
    html = html_of_text(f"{marked('a <b>', Ink.BAD)} \x02x \x03 {marked('c', Ink.FAINT)}\n")
    assert {"pre": 1, "span": 2} == Read(html).tags
    assert "a <b> \ufffdx \ufffd c" == " ".join(Read(html).text.split())


def test_titles_are_those_of_the_policy_that_is_given() -> None:
    """A timetable tells rules as the policy that is given does, and by their ids where none is."""
    policy = courtesy.parse_policy(OWN, matcher="native")
    case = policy.case(zone="UTC", contacts={"boss": {}}, actions=[{"channel": "phone", "to": "boss"}])
    timetable = policy.windows(case, now=NOW)
    assert "In the morning" in courtesy.to_markdown(timetable, policy.source)
    source = replace(
        policy.source, rules=(replace(policy.source.rules[0], title="Before noon"), *policy.source.rules[1:])
    )
    assert "Before noon" in courtesy.to_html(timetable, source)
    assert "In the morning" not in timetable._repr_html_()
    assert "calls.hours" in timetable._repr_html_()


def test_a_verdict_shows_what_the_command_prints(results: dict[str, Struct]) -> None:
    """The Markdown of a verdict with its policy is that of `courtesy check --format markdown`."""
    value: Any = results["PlanVerdict"]
    from courtesy.rendering.verdict.report import Report  # noqa: PLC0415  beside what it is compared with

    printed = renderer("verdict", "markdown")([Report(verdict=value, policy=POLICY.source)], plain)
    assert printed == courtesy.to_markdown(value, POLICY.source)


def test_what_is_no_result_has_no_form() -> None:
    """Only results are shown."""
    for ask in (courtesy.to_html, courtesy.to_markdown):
        with pytest.raises(TypeError, match="type `Contact` has no form for readers"):
            ask(courtesy.Contact(id="boss"))
