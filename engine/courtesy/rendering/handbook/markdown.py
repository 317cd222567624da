"""A handbook as Markdown: for a wiki, a repository, or to read as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.handbook import phrases
from courtesy.rendering.layout import block
from courtesy.rendering.markdown_text import code, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.handbook import Handbook, Row, RuleEntry


def render(handbook: Handbook) -> str:
    """The handbook: what holds, all at a glance, the rules, what stands beside them, and what has changed."""
    return block(_handbook(handbook))


def _handbook(handbook: Handbook) -> Iterator[str]:
    yield from (f"# {escaped(handbook.title)}", "")
    yield from (escaped(" ".join((phrases.lead(handbook), *handbook.state))), "")
    yield from _rows(handbook.about)
    yield from _terms(handbook)
    yield from _glance(handbook)
    yield from _changes(handbook)
    yield from (f"## {phrases.READING}", "")
    yield from _rows(handbook.reading)
    yield from _contents(handbook)
    for chapter in handbook.chapters:
        yield from (f"## {escaped(chapter.title)}", "")
        for rule in chapter.rules:
            yield from _rule(rule)
    if handbook.disabled:
        yield from (f"## {phrases.DISABLED}", "")
        yield from (
            f"- **{escaped(one.title)}** {escaped(one.because)} ({escaped(one.who.rstrip('.'))}, {code(one.id)})"
            for one in handbook.disabled
        )
        yield ""
    for title, lead, rows in phrases.lists(handbook):
        yield from (f"## {escaped(title)}", "")
        if lead:
            yield from (escaped(lead), "")
        yield from _rows(rows)
    if handbook.sources:
        yield from (f"## {phrases.SOURCES}", "")
        for source in handbook.sources:
            said = joined_source(source.title, source.publisher)
            yield f"- {escaped(said)}{f', <{source.url}>' if source.url else ''}"
        yield ""
    yield escaped(phrases.made_by(handbook))


def joined_source(title: str, publisher: str) -> str:
    """`title, publisher`."""
    return ", ".join(filter(None, (title, publisher)))


def _rows(rows: Iterable[Row]) -> Iterator[str]:
    """Labelled sentences as a list, where there are any."""
    listed = [f"- **{escaped(row.label)}:** {escaped(row.text)}" for row in rows]
    if listed:
        yield from (*listed, "")


def _terms(handbook: Handbook) -> Iterator[str]:
    yield from ("| Version | Holds | Digests (rules / words) |", "| --- | --- | --- |")
    for one in handbook.terms:
        this = " (this one)" if one.shown and len(handbook.terms) > 1 else ""
        yield f"| {escaped(one.version)}{this} | {escaped(one.valid)} | {code(one.digest)} |"
    yield ""


def _glance(handbook: Handbook) -> Iterator[str]:
    yield from (f"## {phrases.GLANCE}", "")
    for line in handbook.glance:
        yield f"- **{escaped(line.title)}**"
        for part in line.parts:
            for item in part.items:
                yield f"  - {part.label}: {escaped(item.text)} [{phrases.brief(item)}](#{item.rule})"
    yield ""


def _contents(handbook: Handbook) -> Iterator[str]:
    yield from (f"## {phrases.CONTENTS}", "")
    for chapter in handbook.chapters:
        yield f"- {escaped(chapter.title)}"
        yield from (f"  - [{rule.number}. {escaped(rule.title)}](#{rule.id})" for rule in chapter.rules)
    yield ""


def _changes(handbook: Handbook) -> Iterator[str]:
    found = handbook.compared
    if handbook.changes or found is not None:
        yield from (f"## {phrases.CHANGES}", "")
    yield from _rows(phrases.changes(handbook))
    if found is None:
        return
    yield from (escaped(phrases.compared(found)), "")
    for one in found.differences:
        yield f"- **{escaped(one.title)}** ({escaped(one.how)})"
        yield from (f"  - {escaped(row.label)}: {escaped(row.text)}" for row in one.lines)
    if found.differences:
        yield ""


def _rule(rule: RuleEntry) -> Iterator[str]:
    yield from (f'<a id="{rule.id}"></a>', "", f"### {rule.number}. {escaped(rule.title)}", "")
    yield from (f"**{phrases.level(rule)}** {escaped(rule.binding)}", "")
    yield from _rows(rule.meaning)
    for example in rule.examples:
        yield f"> **{phrases.example(example)}** {escaped(example.situation)} **{escaped(example.outcome)}**"
        yield ""
    if rule.no_example:
        yield from (f"> {escaped(rule.no_example)}", "")
    yield from _rows(rule.background)
    yield from (code(rule.id), "")
