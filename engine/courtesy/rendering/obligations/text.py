"""Obligations as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import wrapped
from courtesy.rendering.obligations import phrases
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation
    from courtesy.rendering.ink import Paint

_LABEL_WIDTH = 9


def lines(obligations: Iterable[Obligation], policy: PolicySource, paint: Paint) -> Iterator[str]:
    """A block for each group of obligations, gravest first, each behind an empty line."""
    for group in phrases.groups(obligations):
        yield ""
        yield from wrapped(group.heading, indent=2, paint=paint, ink=Ink.FAINT if group.brief else Ink.STRONG)
        for subject, owed in phrases.together(group.obligations):
            if group.brief:
                yield from wrapped(f"{subject} [{owed.rule_id}]", indent=2, label="-")
                continue
            yield from wrapped(subject, indent=2, label=group.mark, paint=paint, ink=Ink.STRONG, label_ink=group.ink)
            yield from wrapped(sentence(owed.message), indent=4)
            for label, said in (*phrases.rows(owed, policy), ("Rule", f"{owed.rule_id} ({owed.level.value})")):
                yield from wrapped(
                    said, indent=4, label=label, label_width=_LABEL_WIDTH, paint=paint, label_ink=Ink.FAINT
                )
