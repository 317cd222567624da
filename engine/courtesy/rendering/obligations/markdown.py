"""Obligations as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.markdown_text import code, escaped
from courtesy.rendering.obligations import phrases
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation


def lines(obligations: Iterable[Obligation], policy: PolicySource) -> Iterator[str]:
    """A list for each group of obligations, gravest first, each under a heading of the third level."""
    for group in phrases.groups(obligations):
        yield from (f"### {group.heading}", "")
        for subject, owed in phrases.together(group.obligations):
            if group.brief:
                yield f"- {escaped(subject)} ({code(owed.rule_id)})"
                continue
            yield f"- **{escaped(subject)}** ({code(owed.rule_id)}, {owed.level.value})<br>" + escaped(
                sentence(owed.message)
            )
            yield from (f"  - {label}: {escaped(said)}" for label, said in phrases.rows(owed, policy))
        yield ""
