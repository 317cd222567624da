"""The policies that a service answers by, as one value that is never changed."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

import courtesy
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courtesy import Policies, Policy


class UnknownPolicyError(courtesy.CourtesyError, LookupError):
    """A question names a policy that is not served. `known` are those that are."""

    code: ClassVar[str] = "policy-not-served"
    way_out: ClassVar[str] = "name one of the policies that are served, or none"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known

    def __str__(self) -> str:
        return f"expected a policy that is served, found {quoted(self.name)}"

    def help(self) -> str:
        """Those that are served."""
        return "served are " + ", ".join(f"`{name}`" for name in self.known)


class Shelf:
    """Policies by id, each in all its versions at hand; the first one answers where nobody names one."""

    def __init__(self, policies: Iterable[Policies]) -> None:
        self.policies: dict[str, Policies] = {}
        for one in policies:
            if one.id in self.policies:
                what = f"two of the policies to serve are `{one.id}`"
                raise courtesy.UnusableArgumentError(what, "name each policy once; all its versions are served")
            self.policies[one.id] = one
        versions = [version for one in self.policies.values() for version in one.versions]
        self._pinned = {f"{one.id}@{one.version}": one.as_pinned() for one in versions}
        told = "\n".join(f"{one.id}@{one.version} {one.digest} {one.text_digest}" for one in versions)
        self.digest = f"sha256:{sha256(told.encode()).hexdigest()}"
        """Of all that is served: whoever has seen one knows another content by it."""

    def __reduce__(self) -> tuple[type[Shelf], tuple[tuple[Policies, ...]]]:
        """Sent to other processes as its policies."""
        return Shelf, (tuple(self.policies.values()),)

    @property
    def default(self) -> str:
        """The id of the policy that answers where nobody names one."""
        return next(iter(self.policies))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a question may give: ids, and single versions."""
        return *self.policies, *self._pinned

    def find(self, name: str | None) -> Policies | Policy:
        """The policy of that name: all versions by their dates, or (`id@version`) one, which judges whatever the date.

        None names the first. Raises UnknownPolicyError.
        """
        found = self.policies.get(self.default if name is None else name) or self._pinned.get(name or "")
        if found is None:
            raise UnknownPolicyError(name or "", self.names)
        return found

    def policy(self, id_: str | None = None) -> Policies:
        """All versions of a policy; None names the first one. Raises UnknownPolicyError."""
        found = self.policies.get(self.default if id_ is None else id_)
        if found is None:
            raise UnknownPolicyError(id_ or "", tuple(self.policies))
        return found

    def version(self, name: str) -> Policy:
        """One version: the one that is named, or the newest of the policy. Raises UnknownPolicyError."""
        found = self.find(name)
        return found.versions[-1] if isinstance(found, courtesy.Policies) else found
