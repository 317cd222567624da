"""The manifest of a bundle: what is in it, and from when until when it may be used."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from courtesy.serving.store import limits
from courtesy.serving.store.errors import BadBundleError
from courtesy.serving.store.names import check_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
MOST_REVISION = 2**53 - 1
_SAID = re.compile(r"Expected (?P<expected>.+?)(?:, got (?P<found>.+?))?(?: - at `\$(?P<place>.*)`)?", re.DOTALL)

_Moment = Annotated[datetime, Meta(tz=True)]
_Digest = Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
_Word = Annotated[str, Meta(min_length=1, max_length=200)]
_Revision = Annotated[int, Meta(ge=1, le=MOST_REVISION)]


class BundledPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A version of a policy in a bundle, with the digest of what judges."""

    id: _Word
    version: _Word
    digest: _Digest


class BundledFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file in a bundle."""

    path: Annotated[str, Meta(min_length=1, max_length=limits.NAME)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a bundle says of itself. `not_before` and `expires_at` bound when it may be used; None is no bound."""

    format: Literal[1]
    revision: _Revision
    made_with: _Word
    policies: Annotated[tuple[BundledPolicy, ...], Meta(min_length=1, max_length=limits.FILES)]
    files: Annotated[tuple[BundledFile, ...], Meta(min_length=1, max_length=limits.FILES)]
    not_before: _Moment | None = None
    expires_at: _Moment | None = None

    @property
    def content(self) -> str:
        """The digest of the files: the same for any revision of them."""
        return _content((file.path, file.sha256) for file in self.files)

    def to_bytes(self) -> bytes:
        """The manifest as it is signed, and stands in a bundle: the same bytes for the same manifest."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def files_of(contents: Mapping[str, bytes]) -> tuple[BundledFile, ...]:
    """The files as a manifest lists them, in the order of their names."""
    return tuple(BundledFile(path=name, sha256=sha256(contents[name]).hexdigest()) for name in sorted(contents))


def content_of(contents: Mapping[str, bytes]) -> str:
    """The digest of files with these names and bytes."""
    return _content((name, sha256(data).hexdigest()) for name, data in contents.items())


def read_manifest(place: str, data: bytes) -> Manifest:
    """What a manifest says. Raises BadBundleError."""
    where = f"{place}: {MANIFEST}"
    if len(data) > limits.MANIFEST:
        raise BadBundleError(where, f"at most {limits.MANIFEST:,} bytes", f"{len(data):,}")
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.ValidationError as error:
        raise _said(where, str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadBundleError(where, "JSON", "something else") from None
    check_names(place, [file.path for file in found.files])
    return found


def check_files(place: str, manifest: Manifest, contents: Mapping[str, bytes]) -> None:
    """Raise BadBundleError where the files are not those of the manifest."""
    listed = {file.path: file.sha256 for file in manifest.files}
    for name in sorted(listed.keys() | contents.keys()):
        if name not in contents:
            raise BadBundleError(place, f"`{name}`, which the manifest lists", "no such file")
        if name not in listed:
            raise BadBundleError(place, "files that the manifest lists", f"`{name}` beside them")
        if sha256(contents[name]).hexdigest() != listed[name]:
            raise BadBundleError(place, f"`{name}` as the manifest knows it", "other bytes")


def _content(files: Iterable[tuple[str, str]]) -> str:
    told = "".join(f"{digest}  {name}\n" for name, digest in sorted(files))
    return f"sha256:{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _said(where: str, message: str) -> BadBundleError:
    """What msgspec says is wrong, in the form of all errors."""
    if missing := re.match(r"Object missing required field `(.+?)`(?: - at `\$(.*)`)?", message):
        return BadBundleError(where + (missing[2] or ""), f"the key `{missing[1]}`", "none")
    if unknown := re.match(r"Object contains unknown field `(.+?)`(?: - at `\$(.*)`)?", message):
        return BadBundleError(where + (unknown[2] or ""), "keys of this format", f"`{unknown[1]}`")
    if told := _SAID.fullmatch(message):
        return BadBundleError(where + (told["place"] or ""), told["expected"], told["found"] or "something else")
    return BadBundleError(where, "a manifest", message)
