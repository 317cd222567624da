"""The pointer of a store: which policies are active. One file says it, so that everybody sees all of it or nothing."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  msgspec reads the types of fields at run time
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from courtesy.serving.store.manifest import BundledPolicy  # noqa: TC001  likewise
from courtesy.serving.store.place_errors import BadStoreError

if TYPE_CHECKING:
    from pathlib import Path

POINTER = "pointer.json"
KEPT = 5
"""How many revisions can be gone back to, the active one among them."""


class Active(Struct, frozen=True, kw_only=True):
    """Policies that are active, or were.

    `content` is the digest of their files, by which the store finds them. `order` counts what became active anew, so
    that going back leads to what was before. `signed_by` is the fingerprint of the key, None where nobody has signed.
    `tests` is how many ran and passed; `made_with` the version of Courtesy that told the digests of the policies.
    """

    content: str
    revision: int
    source: str
    activated: datetime
    policies: tuple[BundledPolicy, ...]
    tests: int
    made_with: str
    order: int = 1
    signed_by: str | None = None
    expires_at: datetime | None = None

    def is_expired(self, now: datetime) -> bool:
        """Whether the time is over for which they may be used."""
        return self.expires_at is not None and self.expires_at <= now

    @property
    def line(self) -> str:
        """Among which revisions it has to rise: those of one key, or of one source where nobody signs."""
        return self.signed_by or self.source


class Pointer(Struct, frozen=True, kw_only=True):
    """What is active, and what has been.

    `earlier` is what is kept beside it, the last that became active first. `highest` is the highest revision of each
    line that was ever active. `known` has the digest of every version of a policy that was, by `id@version`. `left` are
    the contents that somebody went back from: they do not come again by themselves.
    """

    active: Active
    format: Literal[1] = 1
    earlier: tuple[Active, ...] = ()
    highest: dict[str, int] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Active, ...]:
        """All that is kept, what is active first."""
        return self.active, *self.earlier

    def moved_to(self, active: Active) -> Pointer:
        """The pointer after policies have become active."""
        known = self.known if self.active.made_with == active.made_with else {}
        active = replace(active, order=max(one.order for one in self.kept) + 1)
        return Pointer(
            active=active,
            earlier=_others(active, self.kept),
            highest={**self.highest, active.line: max(active.revision, self.highest.get(active.line, 0))},
            known={**known, **_known(active)},
        )

    def gone_back_to(self, active: Active) -> Pointer:
        """The pointer after somebody went back to what was active before."""
        left = [one for one in self.left if one != active.content]
        if active.order < self.active.order:
            left.append(self.active.content)
        return replace(self, active=active, earlier=_others(active, self.kept), left=tuple(left))

    def before(self, revision: int | None = None) -> Active | None:
        """What can be gone back to: what was active before, or that revision; None where it is not kept."""
        if revision is not None:
            return next((one for one in self.earlier if one.revision == revision), None)
        return next((one for one in self.earlier if one.order < self.active.order), None)


def first(active: Active) -> Pointer:
    """The pointer of a store in which nothing was active before."""
    return Pointer(active=active, highest={active.line: active.revision}, known=_known(active))


def read_pointer(store: Path) -> Pointer | None:
    """The pointer of a store; None where nothing was ever active. Raises BadStoreError, OSError."""
    path = store / POINTER
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(data, type=Pointer)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadStoreError(str(path), "the pointer of a store", "something else") from None


def bytes_of(value: Struct) -> bytes:
    """A value as it stands in a file of the store."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _others(active: Active, kept: tuple[Active, ...]) -> tuple[Active, ...]:
    """What is kept beside it, the last first."""
    same = (active.content, active.revision, active.line)
    others = [one for one in kept if (one.content, one.revision, one.line) != same]
    return tuple(sorted(others, key=lambda one: -one.order)[: KEPT - 1])


def _known(active: Active) -> dict[str, str]:
    return {f"{one.id}@{one.version}": one.digest for one in active.policies}
