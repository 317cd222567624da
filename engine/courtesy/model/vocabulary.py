"""The words that policies and cases may use: facts, channels, purposes, roles. Each is declared once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import field
from msgspec.structs import replace

from courtesy.model import nouns
from courtesy.model.channels import CHANNELS, Channel
from courtesy.model.declaration import FactDeclaration, Kind, Subject
from courtesy.model.fact_declarations import FACTS
from courtesy.model.frozen import Frozen
from courtesy.model.missing import CASE_PARTS
from courtesy.model.nouns import Noun

OUTCOMES = ("delivered", "answered", "no_answer", "voicemail", "accepted", "declined", "bounced", "failed", "cancelled")
VOID_OUTCOMES = frozenset({"bounced", "failed", "cancelled"})
"""Touches with these outcomes reached nobody and do not count unless selected."""
EVENTS = tuple(nouns.EVENTS)


class Vocabulary(Frozen, frozen=True, cache_hash=True):
    """What one policy may speak of: the built-in words and the policy's own. It can be a key.

    `zone` is the policy's own, in which the times that its rules state are told; None tells them in UTC.
    """

    facts: Mapping[str, FactDeclaration] = field(default_factory=lambda: FACTS)
    channels: Mapping[str, Channel] = field(default_factory=lambda: CHANNELS)
    purposes: Mapping[str, Noun] = field(default_factory=lambda: nouns.PURPOSES)
    roles: Mapping[str, Noun] = field(default_factory=lambda: nouns.ROLES)
    zone: str | None = None

    def extended(
        self,
        *,
        facts: Mapping[str, FactDeclaration] | None = None,
        channels: Mapping[str, Channel] | None = None,
        purposes: Mapping[str, Noun] | None = None,
        roles: Mapping[str, Noun] | None = None,
        zone: str | None = None,
    ) -> Vocabulary:
        """A vocabulary with further words; this one is untouched."""
        return replace(
            self,
            facts={**self.facts, **(facts or {})},
            channels={**self.channels, **(channels or {})},
            purposes={**self.purposes, **(purposes or {})},
            roles={**self.roles, **(roles or {})},
            zone=zone or self.zone,
        )

    def channel(self, name: str) -> Channel:
        """The channel of that id; of one that is not declared no more is known than its id says."""
        return self.channels.get(name) or Channel(_spelt_out(name))

    def noun_for(self, name: str, value: str) -> Noun:
        """What people call one value of the fact or field `name`: `linkedin_message` is a "LinkedIn message"."""
        kind = self.kind_of(name) or name
        if kind == Kind.CHANNEL:
            return self.channel(value).noun
        tables = {
            Kind.PURPOSE: self.purposes,
            Kind.ROLES: self.roles,
            Kind.WEEKDAY: nouns.WEEKDAYS,
            "event": nouns.EVENTS,
        }
        return tables.get(kind, {}).get(value) or _spelt_out(value)

    def words_for(self, name: str, value: str) -> str:
        """The noun alone, without its article and plural."""
        return self.noun_for(name, value).name

    def values_of(self, declaration: FactDeclaration) -> tuple[str, ...] | None:
        """The permitted values of a `one_of` or `set` fact; None where any text is permitted."""
        if declaration.kind is Kind.WEEKDAY:
            return tuple(nouns.WEEKDAYS)
        table = None if declaration.kind is None else self._open().get(declaration.kind)
        return declaration.values or None if table is None else tuple(table)

    def kind_of(self, name: str) -> Kind | None:
        """What the values of the fact or field `name` are words for; None where they are no words of a kind."""
        declaration = self.facts.get(name)
        if declaration is not None:
            return declaration.kind
        return _KINDS.get(name)

    def known_later(self, name: str) -> bool:
        """Whether something that is missing is known only when the act is ready: its text is written last."""
        told = CASE_PARTS.get(name) or self.facts.get(name)
        return told is not None and told.of is Subject.TEXT

    def _open(self) -> dict[str, Mapping[str, object]]:
        """The words that a policy may add to, by kind."""
        return {Kind.CHANNEL: self.channels, Kind.PURPOSE: self.purposes, Kind.ROLES: self.roles}


def _spelt_out(word: str) -> Noun:
    return Noun(word.replace("_", " "))


_KINDS: dict[str, Kind] = {kind: kind for kind in Kind}
BUILT_IN = Vocabulary()
_BUILT_IN_WORDS = frozenset({*CHANNELS, *nouns.PURPOSES, *nouns.ROLES})


def own_first(words: Iterable[str]) -> list[str]:
    """The words, those that a policy adds before the built-in ones, and else in the same order."""
    return sorted(words, key=_BUILT_IN_WORDS.__contains__)
