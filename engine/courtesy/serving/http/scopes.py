"""What a token may permit, and who asks by it: the same for tokens of files, signed ones, OpenAPI and the manual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_TENANT = "default"
"""Whose cases those are that nobody has said to be somebody's."""
_LONGEST_NAME = 200

SCOPES: Mapping[str, str] = {
    "check": "ask questions, about cases of the ledger too",
    "simulate": "choose the time of a question; who enforces decisions must not",
    "policies": "look at the policies, and at how the server is doing",
    "metrics": "look at what is counted",
    "claim": "claim what is to be sent, start it, confirm it, give it back, and look at claims",
    "touches": "write cases and touches, end doubts, and look at them",
    "erase": "put a tombstone in the place of a contact or a case",
}
"""Each scope with what it permits."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who asks: what they are called, whose cases they ask about, and what they may."""

    name: str = ""
    tenant: str = DEFAULT_TENANT
    scopes: frozenset[str] = frozenset()

    @property
    def may_simulate(self) -> bool:
        """Whether they choose the time of a question."""
        return "simulate" in self.scopes


def is_tenant(name: object) -> bool:
    """Whether that may be the name of a tenant."""
    return isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable() and name == name.strip()


def listed(scopes: Iterable[str]) -> str:
    """Scopes in a sentence."""
    return " or ".join(f"`{one}`" for one in scopes)
