"""A word is declared, and nothing in the policy speaks of it.

That is a fact, channel, purpose or role that no rule and no preference names, a source that no rule cites, or a
preference for a channel that a required rule never permits. A channel that is only declared is permitted wherever no
rule about all channels says otherwise. Words that only the policies which build on this one use are passed over with an
ignore that says so.

Bad:
    channels: {whatsapp: WhatsApp message}
    rules:
      - {id: channels.no-texts, level: must, applies_to: {channel: sms}, forbid: true}
Good:
    channels: {whatsapp: WhatsApp message}
    rules:
      - {id: channels.no-texts, level: must, applies_to: {channel: [sms, whatsapp]}, forbid: true}
Why: Somebody meant to write a rule about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.declaration import Kind
from courtesy.model.fact_declarations import FACTS
from courtesy.model.lint import LintFinding, Sense
from courtesy.model.policy import Level
from courtesy.model.predicate import Fact, OneOf
from courtesy.model.preferences import ANY_CHANNEL
from courtesy.review.lint.logic.possible import Demand, possible
from courtesy.review.lint.subject import Linted, manifest_place
from courtesy.spans import MappingNode, Scalar, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.spans import Tree

_SECTIONS = {"facts": "fact", "channels": "channel", "purposes": "purpose", "roles": "role"}
_BY_CHANNEL = ("channels", "hours", "gaps")


def check(linted: Linted) -> Iterator[LintFinding]:
    """The policy's own words and preferences that nothing uses."""
    manifest = linted.manifest
    if manifest is None:
        return
    used = set(_used(linted))
    for section, kind in _SECTIONS.items():
        for name in manifest.get(section, ()):
            if name not in used:
                yield linted.found(
                    Sense.UNUSED_WORD,
                    f"no rule and no preference speaks of the {kind} `{name}`",
                    manifest_place(manifest, section, name),
                    fix="take it out, or write the rule that was meant",
                    word=name,
                )
    cited = {rule.source.ref for rule in linted.source.rules if rule.source is not None}
    for name in manifest.get("sources", ()):
        if name not in cited:
            yield linted.found(
                Sense.UNUSED_WORD,
                f"no rule cites the source `{name}`",
                manifest_place(manifest, "sources", name),
                fix="cite it under `source` of the rules that rest on it, or take it out",
                word=name,
            )
    yield from _idle_preferences(linted, manifest)


def _used(linted: Linted) -> Iterator[str]:
    """Every word of the rules and preferences, keys and values alike, titles and reasons apart."""
    for rule in linted.source.rules:
        for tree in (rule.body, rule.applies_to, rule.unless):
            yield from _words(tree)
    yield from _words(linted.source.preferences)


def _words(tree: Tree | None) -> Iterator[str]:
    if isinstance(tree, MappingNode):
        for key, value in tree.items():
            if key != "title":
                yield key
                yield from _words(value)
    elif isinstance(tree, SequenceNode):
        for item in tree:
            yield from _words(item)
    elif isinstance(tree, Scalar):
        yield str(tree)


# ---------------------------------------------------------------- preferences


def _idle_preferences(linted: Linted, manifest: MappingNode) -> Iterator[LintFinding]:
    preferences = manifest.get("preferences")
    if not isinstance(preferences, MappingNode):
        return
    named = {
        CHANNEL_ALIASES.get(name, str(name))
        for key in _BY_CHANNEL
        for name in _names(preferences.get(key))
        if name != ANY_CHANNEL
    }
    refused = {channel: rule for channel in sorted(named) if (rule := _never_permitted(linted, channel)) is not None}
    for key in _BY_CHANNEL:
        for name in _names(preferences.get(key)):
            rule = refused.get(CHANNEL_ALIASES.get(name, str(name)))
            if rule is not None:
                path = ("preferences", key) if key == "channels" else ("preferences", key, str(name))
                yield linted.found(
                    Sense.UNUSED_WORD,
                    f"the preference for `{name}` under `{key}` is of no use: `{rule}` never permits it",
                    manifest_place(manifest, *path),
                    fix="take it out",
                    word=f"{key}.{name}",
                )


def _names(tree: Tree | None) -> Iterator[Scalar | str]:
    if isinstance(tree, MappingNode | SequenceNode):
        yield from tree
    elif isinstance(tree, Scalar):
        yield tree


def _never_permitted(linted: Linted, channel: str) -> str | None:
    """The required rule that every act of a channel breaks; None where there is none."""
    declared = next(fact for fact in FACTS.values() if fact.kind is Kind.CHANNEL)
    of_channel = Demand(OneOf(Fact.declared(declared), frozenset({channel})))
    for rule in linted.of_acts:
        if rule.rule.level is Level.MUST and not possible((of_channel, Demand(rule.truth))):
            return rule.rule.id
    return None
