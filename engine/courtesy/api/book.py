"""The versions of a policy as one to read from: titles of rules, facts and sources, whichever version has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from courtesy.instants import Instant
    from courtesy.judging.line import Line
    from courtesy.judging.version import Version
    from courtesy.model.policy import PolicySource


def book_of(line: Line[Version], at: Instant) -> PolicySource:
    """The version that holds at an instant, with the rules, sources and words that only others have."""
    leading = line.nearest(at).policy
    if len(line.members) == 1:
        return leading
    every = [leading, *(version.policy for version in reversed(line.members))]
    words = [policy.vocabulary for policy in reversed(every)]  # what comes later wins
    return replace(
        leading,
        rules=tuple({rule.id: rule for policy in reversed(every) for rule in policy.rules}.values()),
        sources={name: source for policy in reversed(every) for name, source in policy.sources.items()},
        vocabulary=replace(
            leading.vocabulary,
            facts={name: fact for some in words for name, fact in some.facts.items()},
            channels={name: channel for some in words for name, channel in some.channels.items()},
            purposes={name: noun for some in words for name, noun in some.purposes.items()},
            roles={name: noun for some in words for name, noun in some.roles.items()},
        ),
    )
