"""Bundles made from a folder of policies, and looked at before they are sent."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import courtesy
from courtesy.serving.store import loading
from courtesy.serving.store.archive import packed
from courtesy.serving.store.bundle import check_promise, verified
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.manifest import MANIFEST, SIGNATURE, Manifest, files_of
from courtesy.serving.store.place_errors import BadSourceError
from courtesy.serving.store.places import told_at
from courtesy.serving.store.reading import QuickDisk
from courtesy.serving.store.sources import FolderSource, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from courtesy.serving.shelf import Shelf
    from courtesy.serving.store.keys import PrivateKey, PublicKey
    from courtesy.serving.store.manifest import BundledPolicy


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A bundle that has been looked at: its manifest, who has signed it, and how many tests passed."""

    manifest: Manifest
    signed_by: str | None
    tests: int


def make_bundle(
    folder: Path,
    revision: int,
    *,
    key: PrivateKey | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> tuple[bytes, Looked]:
    """The bundle of the policies in a folder, once all of them load and their tests pass.

    The same folder, revision, times and key give the same bytes. Raises BadSourceError, BadBundleError,
    FailedTestsError, and whatever keeps policies from being read and loaded.
    """
    if not folder.is_dir():
        raise BadSourceError(str(folder), "no folder" if folder.exists() else "nothing of that name")
    place = str(folder.absolute())
    content = FolderSource(folder, QuickDisk()).fetch(None)
    assert content is not None  # noqa: S101  nothing was seen before
    if content.manifest is not None:
        raise BadSourceError(str(folder), f"a bundle already, with a `{MANIFEST}`")
    with _tried(place, content.files) as (_, policies, tests):
        manifest = Manifest(
            format=1,
            revision=revision,
            made_with=courtesy.__version__,
            policies=policies,
            files=files_of(content.files),
            not_before=not_before,
            expires_at=expires_at,
        )
    told = manifest.to_bytes()
    signed = {} if key is None else {SIGNATURE: key.sign(told)}
    looked = Looked(manifest=manifest, signed_by=None if key is None else key.public.fingerprint, tests=tests)
    return packed({**content.files, MANIFEST: told, **signed}), looked


def look_at(named: str | Path, keys: Sequence[PublicKey] = ()) -> Looked:
    """What a service would find in a bundle, besides whether its revision and its times suit.

    Raises BadSourceError, BadBundleError, BadSignatureError, OtherDigestsError, FailedTestsError, and whatever keeps
    policies from being loaded.
    """
    source = source_of(named, QuickDisk())
    content = source.fetch(None)
    assert content is not None  # noqa: S101  nothing was seen before
    bundle = verified(source.name, content, keys)
    if bundle.manifest is None:
        fix = "make a bundle of it with `courtesy bundle make`"
        raise BadBundleError(source.name, f"a bundle with a `{MANIFEST}`", "none", fix)
    with _tried(source.name, content.files) as (_, policies, tests):
        check_promise(source.name, bundle.manifest, policies)
    return Looked(manifest=bundle.manifest, signed_by=bundle.signed_by, tests=tests)


@contextmanager
def _tried(place: str, files: Mapping[str, bytes]) -> Iterator[tuple[Shelf, tuple[BundledPolicy, ...], int]]:
    """The policies in some files, loaded and tested."""
    with tempfile.TemporaryDirectory(prefix="courtesy-") as name:
        folder = Path(name)
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        with told_at(place, folder):
            shelf = loading.load_shelf(folder, place)
            yield shelf, loading.policies_of(shelf, folder), loading.test(shelf, folder)
