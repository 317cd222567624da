"""Whether a released version of a policy still has the content that it was released with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from courtesy.api.policy import Policy
from courtesy.errors import InvalidInputError, Problem
from courtesy.loading.policy_catalog import is_in_package
from courtesy.loading.releases import recorded
from courtesy.loading.versions import next_version
from courtesy.spans import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.compiling.identity import Identity
    from courtesy.loading.releases import Release
    from courtesy.model.policy import PolicySource


class ReleasedContentError(Problem):
    """A version of a policy was released with other content: what stands under its name is told by its digests.

    `judges` is whether it judges by other rules; else it has other words.
    """

    code: ClassVar[str] = "released-content"
    way_out: ClassVar[str] = "give the changed policy a version of its own, or undo the change"

    def __init__(self, policy: PolicySource, release: Release, taken: Collection[str] = (), *, judges: bool) -> None:
        """`taken` are the versions that were released."""
        said = policy.manifest
        super().__init__(NOWHERE if said is None or "version" not in said else said["version"].span)
        self.id, self.version = policy.id, policy.version
        self.release, self.judges, self.taken = release, judges, taken
        self.expected = f"{self.id} {self.version} as it was released on {release.on}"
        self.found = "other rules, or another calendar or preference" if judges else "other words"

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """How to go on."""
        version = next_version(self.version, breaks=self.judges)
        while version in self.taken:
            version = next_version(version, breaks=self.judges)
        return (
            f"write `version: {version}` and release that, or undo the change; the release is recorded in "
            f"{self.release.span}"
        )


def check_releases(policy: Policy) -> None:
    """Raise InvalidInputError where the policy, or one that it builds on, is not what was released."""
    if problems := [*release_problems(policy)]:
        raise InvalidInputError(problems)


def release_problems(policy: Policy) -> Iterator[Problem]:
    """What is not as it was released: the policy, or one that it builds on."""
    for source in policy.source.lineage:
        manifest = Path(source.location)
        inherited = source is not policy.source
        if not manifest.is_file() or (inherited and is_in_package(manifest)):
            continue
        try:
            every = recorded(manifest, source.id)
        except InvalidInputError as error:
            yield from error.problems
            continue
        releases = tuple(one for one in every if one.version == source.version)
        if releases:
            own = Policy(source, matcher="native") if inherited else policy
            yield from _departures(source, own.identity, releases, {one.version for one in every})


def _departures(
    source: PolicySource, identity: Identity, releases: tuple[Release, ...], taken: Collection[str]
) -> Iterator[Problem]:
    """The releases of a version that have other content than it has."""
    for release in releases:
        if release.digest != identity.digest:
            yield ReleasedContentError(source, release, taken, judges=True)
        elif release.text_digest != identity.text_digest:
            yield ReleasedContentError(source, release, taken, judges=False)
