"""The versions of a policy as one to read from: titles of rules, facts and sources, whichever version has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.instants import Instant
    from courtesy.judging.line import Line
    from courtesy.judging.version import Version
    from courtesy.model.policy import PolicySource, Rule


def book_of(line: Line[Version], at: Instant) -> PolicySource:
    """The version that holds at an instant, with the rules, sources and words that only others have.

    Where versions say other things of a rule, all are said, each with its version.
    """
    leading = line.nearest(at).policy
    if len(line.members) == 1:
        return leading
    every = list({policy.version: policy for policy in (leading, *(one.policy for one in line.members))}.values())
    later_first = every[::-1]  # what comes later in these wins
    words = [policy.vocabulary for policy in later_first]
    return replace(
        leading,
        rules=tuple(_rules(every)),
        sources={name: source for policy in later_first for name, source in policy.sources.items()},
        vocabulary=replace(
            leading.vocabulary,
            facts={name: fact for some in words for name, fact in some.facts.items()},
            channels={name: channel for some in words for name, channel in some.channels.items()},
            purposes={name: noun for some in words for name, noun in some.purposes.items()},
            roles={name: noun for some in words for name, noun in some.roles.items()},
        ),
    )


def _rules(policies: Sequence[PolicySource]) -> list[Rule]:
    stated: dict[str, list[tuple[str, Rule]]] = {}
    for policy in policies:
        for rule in policy.rules:
            stated.setdefault(rule.id, []).append((policy.version, rule))
    return [
        replace(
            each[0][1],
            title=_said([(version, rule.title) for version, rule in each]),
            because=_said([(version, rule.because) for version, rule in each]),
            remedy=_said([(version, rule.remedy) for version, rule in each]),
        )
        for each in stated.values()
    ]


def _said(texts: Sequence[tuple[str, str | None]]) -> str | None:
    """What all say, or what each says, the older versions first as they are listed."""
    if len({text for _, text in texts}) == 1:
        return texts[0][1]
    parts = (f"{text.strip().removesuffix('.')} ({version})" for version, text in texts if text)
    return "; ".join(parts) or None
