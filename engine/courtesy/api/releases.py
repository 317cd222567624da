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
    from collections.abc import Iterator

    from courtesy.compiling.identity import Identity
    from courtesy.loading.releases import Release
    from courtesy.model.policy import PolicySource


class ReleasedContentError(Problem):
    """A version of a policy was released with other content: what stands under its name is told by its digests.

    `judges` is whether it judges by other rules; else it has other words.
    """

    code: ClassVar[str] = "released-content"
    way_out: ClassVar[str] = "give the changed policy a version of its own, or undo the change"

    def __init__(self, policy: PolicySource, release: Release, *, judges: bool) -> None:
        said = policy.manifest
        super().__init__(NOWHERE if said is None or "version" not in said else said["version"].span)
        self.id, self.version = policy.id, policy.version
        self.release, self.judges = release, judges
        self.expected = f"{self.id} {self.version} as it was released on {release.on}"
        self.found = "other rules, or another calendar or preference" if judges else "other words"

    def __str__(self) -> str:
        return f"expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """How to go on."""
        version = next_version(self.version, breaks=self.judges)
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
            releases = recorded(manifest, source.id, source.version)
        except InvalidInputError as error:
            yield from error.problems
            continue
        if releases:
            own = Policy(source, matcher="native") if inherited else policy
            yield from _departures(source, own.identity, releases)


def _departures(source: PolicySource, identity: Identity, releases: tuple[Release, ...]) -> Iterator[Problem]:
    """The releases of a version that have other content than it has."""
    for release in releases:
        if release.digest != identity.digest:
            yield ReleasedContentError(source, release, judges=True)
        elif release.text_digest != identity.text_digest:
            yield ReleasedContentError(source, release, judges=False)
