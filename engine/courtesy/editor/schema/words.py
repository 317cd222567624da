"""The words of a policy, as far as an editor needs them: each with a sentence that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from courtesy.editor.schema.sentences import EVENTS, OUTCOMES
from courtesy.model.channels import CHANNEL_ALIASES
from courtesy.model.declaration import Kind, Subject
from courtesy.model.fact_declarations import INTERVIEW_END
from courtesy.model.vocabulary import BUILT_IN, Vocabulary
from courtesy.values import FactType
from courtesy.wording.text import sentence, with_article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.channels import Channel
    from courtesy.model.declaration import FactDeclaration
    from courtesy.model.nouns import Noun

Meanings = dict[str, str]
"""Words, each with the sentence that explains it."""


class Words(Struct, frozen=True, kw_only=True):
    """What a policy may speak of, and what its files may name.

    `sources` and `policies` (those at hand) are titles by id, `own_rules` and `inherited_rules` titles by rule id.
    `inherited` are the words of the policy that it builds on, and `inherited_sources` its sources: none of these can be
    declared a second time. Where `whole` is false some of its words could not be read, so that one that is not among
    them may be right all the same, and where `rules_whole` is false some of its rules; `unread` says why, in sentences.
    """

    vocabulary: Vocabulary = BUILT_IN
    inherited: Vocabulary = BUILT_IN
    sources: Mapping[str, str] = field(default_factory=dict)
    inherited_sources: tuple[str, ...] = ()
    policies: Mapping[str, str] = field(default_factory=dict)
    own_rules: Mapping[str, str] = field(default_factory=dict)
    inherited_rules: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True
    rules_whole: bool = True
    unread: tuple[str, ...] = ()

    @property
    def channels(self) -> Meanings:
        """The channels, with their aliases."""
        known = {name: _channel(channel) for name, channel in self.vocabulary.channels.items()}
        return known | {alias: f"Another name of `{name}`." for alias, name in CHANNEL_ALIASES.items()}

    @property
    def purposes(self) -> Meanings:
        """The purposes."""
        return _nouns(self.vocabulary.purposes)

    @property
    def roles(self) -> Meanings:
        """The roles."""
        return _nouns(self.vocabulary.roles)

    @property
    def rules(self) -> Mapping[str, str]:
        """All rules, its own and the inherited ones: their titles by id."""
        return {**self.inherited_rules, **self.own_rules}

    @property
    def case_dates(self) -> Meanings:
        """What time can be counted from, beside touches."""
        facts = self.vocabulary.facts.values()
        dates = {one.name: sentence(one.title) for one in facts if one.type is FactType.TIME and one.stated}
        return {"interview": dates[INTERVIEW_END], **dates}

    @property
    def attributes(self) -> dict[str, FactDeclaration]:
        """The policy's own facts that acts and cases state."""
        return {name: one for name, one in self.vocabulary.facts.items() if one.of is Subject.OWN}

    def of_field(self, name: str) -> Meanings | None:
        """The words of a field of a touch; None where any text will do."""
        known = {
            "channel": self.channels,
            "purpose": self.purposes,
            "roles": self.roles,
            "outcome": OUTCOMES,
            "event": EVENTS,
        }
        return known.get(name)

    def of_fact(self, fact: FactDeclaration) -> Meanings | None:
        """The values of a fact, where they are words that are listed; None where they are not."""
        if fact.kind is Kind.CHANNEL:
            return self.channels
        values = self.vocabulary.values_of(fact)
        if values is None or fact.type not in {FactType.ONE_OF, FactType.SET}:
            return None
        nouns = {value: self.vocabulary.noun_for(fact.name, value) for value in values}
        named = {value: with_article(noun) if fact.kind is Kind.ROLES else noun.name for value, noun in nouns.items()}
        return {value: sentence(fact.says.replace("{}", noun) if fact.says else noun) for value, noun in named.items()}


def _channel(channel: Channel) -> str:
    said = sentence(channel.noun.name)
    if channel.addresses_nobody:
        return f"{said} It is for everybody to see, and has no `to`."
    return f"{said} It arrives days later." if channel.by_post else said


def _nouns(words: Mapping[str, Noun]) -> Meanings:
    return {word: sentence(noun.name) for word, noun in words.items()}
