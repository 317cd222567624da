"""What a source holds, as it may become active: its files, and what its manifest says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from courtesy.serving.store.errors import BadSignatureError, ExpiredBundleError, OtherDigestsError
from courtesy.serving.store.keys import signer_of
from courtesy.serving.store.manifest import check_files, content_of, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from courtesy.serving.store.content import Content
    from courtesy.serving.store.keys import PublicKey
    from courtesy.serving.store.manifest import BundledPolicy, Manifest


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Files that are whole. `manifest` is None for a folder that people edit, `signed_by` where nobody has signed."""

    files: Mapping[str, bytes]
    content: str
    manifest: Manifest | None
    signed_by: str | None


def verified(place: str, content: Content, keys: Sequence[PublicKey]) -> Bundle:
    """What a source holds, once it is known to be whole, and signed where there are keys.

    Raises BadBundleError and BadSignatureError.
    """
    if content.manifest is None:
        if keys:
            raise BadSignatureError(place, "a folder or archive without a manifest")
        return Bundle(files=content.files, content=content_of(content.files), manifest=None, signed_by=None)
    signer = signer_of(place, content.manifest, content.signature, keys).fingerprint if keys else None
    manifest = read_manifest(place, content.manifest)
    check_files(place, manifest, content.files)
    return Bundle(files=content.files, content=manifest.content, manifest=manifest, signed_by=signer)


def check_expiry(place: str, bundle: Bundle, now: datetime) -> None:
    """Raise ExpiredBundleError where the time of a bundle is over."""
    until = None if bundle.manifest is None else bundle.manifest.expires_at
    if until is not None and until <= now:
        raise ExpiredBundleError(place, until)


def check_promise(place: str, manifest: Manifest, policies: Sequence[BundledPolicy]) -> None:
    """The policies are those that the manifest names. Raises OtherDigestsError."""
    listed = {(one.id, one.version): one.digest for one in manifest.policies}
    found = {(one.id, one.version): one.digest for one in policies}
    for id_, version in sorted(listed.keys() | found.keys()):
        expected, got = listed.get((id_, version), "none"), found.get((id_, version), "none")
        if expected != got:
            name = f"`{id_}@{version}` with the digest {expected}"
            raise OtherDigestsError(place, name, got, manifest.made_with)
