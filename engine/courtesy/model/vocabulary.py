"""The words that policies and cases may use: facts, channels, purposes, roles. Each is declared once."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import field
from msgspec.structs import replace

from courtesy.model import nouns
from courtesy.model.fact_declarations import FACTS, FactDeclaration
from courtesy.model.frozen import Frozen
from courtesy.model.nouns import Noun

CHANNEL_ALIASES = {"x": "twitter"}
ADDRESSES_NOBODY = frozenset({"public_post"})
"""Channels on which an act is for everybody to see, and addresses nobody."""
OUTCOMES = ("delivered", "answered", "no_answer", "voicemail", "accepted", "declined", "bounced", "failed", "cancelled")
VOID_OUTCOMES = frozenset({"bounced", "failed", "cancelled"})
"""Touches with these outcomes reached nobody and do not count unless selected."""
EVENTS = tuple(nouns.EVENTS)


class Vocabulary(Frozen, frozen=True, cache_hash=True):
    """What one policy may speak of: the built-in words and the policy's own. It can be a key.

    `zone` is the policy's own, in which the times that its rules state are told; None tells them in UTC.
    """

    facts: Mapping[str, FactDeclaration] = field(default_factory=lambda: FACTS)
    channels: Mapping[str, Noun] = field(default_factory=lambda: nouns.CHANNELS)
    purposes: Mapping[str, Noun] = field(default_factory=lambda: nouns.PURPOSES)
    roles: Mapping[str, Noun] = field(default_factory=lambda: nouns.ROLES)
    zone: str | None = None

    def extended(
        self,
        *,
        facts: Mapping[str, FactDeclaration] | None = None,
        channels: Mapping[str, Noun] | None = None,
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

    def noun_for(self, name: str, value: str) -> Noun:
        """What people call one value of the fact or field `name`: `linkedin_message` is a "LinkedIn message"."""
        tables = {
            "channel": self.channels,
            "action.channel": self.channels,
            "purpose": self.purposes,
            "action.purpose": self.purposes,
            "roles": self.roles,
            "recipient.roles": self.roles,
            "cc.roles": self.roles,
            "action.weekday": nouns.WEEKDAYS,
            "event": nouns.EVENTS,
        }
        return tables.get(name, {}).get(value) or Noun(value.replace("_", " "))

    def words_for(self, name: str, value: str) -> str:
        """The noun alone, without its article and plural."""
        return self.noun_for(name, value).name

    def values_of(self, declaration: FactDeclaration) -> tuple[str, ...] | None:
        """The permitted values of a `one_of` or `set` fact; None where any text is permitted."""
        open_tables = {
            "action.channel": self.channels,
            "action.purpose": self.purposes,
            "recipient.roles": self.roles,
            "cc.roles": self.roles,
        }
        if declaration.name in open_tables:
            return tuple(open_tables[declaration.name])
        return declaration.values or None


BUILT_IN = Vocabulary()
