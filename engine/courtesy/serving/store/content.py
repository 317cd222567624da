"""What a source holds: files, and the manifest with its signature where it is a bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from courtesy.serving.store.manifest import MANIFEST, SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a source held at one time. `mark` is by what the source knows it again; None where it never does.

    `manifest` and `signature` are None where there are none: then it is a folder that people edit.
    """

    files: Mapping[str, bytes]
    manifest: bytes | None = None
    signature: bytes | None = None
    mark: str | None = None


class Source(Protocol):
    """Where policies come from."""

    @property
    def name(self) -> str:
        """What it is called where people read it; no secret is in it."""

    @property
    def is_local(self) -> bool:
        """Whether it lies on this machine, so that what is wrong with it does not pass by itself."""

    def fetch(self, mark: str | None) -> Content | None:
        """What it holds; None where that is what the mark stands for.

        Raises UnreachableSourceError, ChangingSourceError, BadBundleError.
        """


def content_in(files: Mapping[str, bytes], mark: str | None = None) -> Content:
    """What lies in a folder or archive, by the names of its files."""
    policies = {name: data for name, data in files.items() if name not in {MANIFEST, SIGNATURE}}
    return Content(files=policies, manifest=files.get(MANIFEST), signature=files.get(SIGNATURE), mark=mark)
