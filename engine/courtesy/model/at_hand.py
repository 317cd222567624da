"""The policies that this process has compiled and still uses, by what verdicts say of where they come from.

Only for the titles and sources that readers of a verdict see; nothing is decided by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from courtesy.model.origin import PolicyReference
    from courtesy.model.policy import PolicySource

_IN_USE: WeakValueDictionary[tuple[str, str, str, str], PolicySource] = WeakValueDictionary()


def in_use(policy: PolicySource, digest: str, text_digest: str) -> None:
    """Remember a policy as long as somebody else does."""
    _IN_USE[policy.id, policy.version, digest, text_digest] = policy


def at_hand(reference: PolicyReference) -> PolicySource | None:
    """The policy that is meant, where it is still in use here."""
    return _IN_USE.get((reference.id, reference.version, reference.digest, reference.text_digest))
