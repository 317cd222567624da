"""A fact, channel, purpose or role of the policy is called what another one is called.

Rules about the one then read like rules about the other, in every verdict and on every page.

Bad:
    channels: {wire: e-mail}
    rules:
      - {id: channels.no-wires, level: must, applies_to: {channel: wire}, forbid: true}
Good:
    channels: {wire: telegram}
    rules:
      - {id: channels.no-wires, level: must, applies_to: {channel: wire}, forbid: true}
Why: Who reads "never an e-mail" does not know which of the two is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lint import LintFinding, Sense
from courtesy.review.lint.subject import Linted, manifest_place
from courtesy.wording.text import without_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def check(linted: Linted) -> Iterator[LintFinding]:
    """The policy's own words that are called as another word of their kind."""
    manifest = linted.manifest
    for section, names in _called(linted).items():
        first: dict[str, str] = {}
        own = manifest.get(section, ()) if manifest is not None else ()
        for name, said in names.items():
            other = first.setdefault(without_article(said).casefold(), name)
            if other != name and name in own:
                message = (
                    f"`{name}` is called `{said}`, as `{other}` is, so that rules about the one read like rules about "
                    "the other"
                )
                place = manifest_place(manifest, section, name)
                yield linted.found(Sense.SAME_WORDS, message, place, fix="call it something else", word=name)


def _called(linted: Linted) -> Mapping[str, Mapping[str, str]]:
    vocabulary = linted.source.vocabulary
    return {
        "facts": {name: fact.title for name, fact in vocabulary.facts.items()},
        "channels": {name: channel.noun.name for name, channel in vocabulary.channels.items()},
        "purposes": {name: noun.name for name, noun in vocabulary.purposes.items()},
        "roles": {name: noun.name for name, noun in vocabulary.roles.items()},
    }
