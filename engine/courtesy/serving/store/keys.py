"""Ed25519: the private key that signs manifests, and the public keys that prove who has signed one."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from courtesy.serving.found import found_by
from courtesy.serving.store import limits
from courtesy.serving.store.errors import BadKeyError, BadSignatureError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PUBLIC, _PRIVATE = "the public key of an Ed25519 pair, as PEM", "the private key of an Ed25519 pair, as PEM"


@dataclass(frozen=True)
class PublicKey:
    """A key that proves who signed a bundle; `fingerprint` names it."""

    raw: bytes
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", f"ed25519:{sha256(self.raw).hexdigest()[:32]}")

    def has_signed(self, data: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's, and of these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True


class PrivateKey:
    """The key that signs bundles."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> PublicKey:
        """The key that proves what this one signs."""
        return PublicKey(_raw(self._key.public_key()))

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes, as it stands in a bundle."""
        return base64.b64encode(self._key.sign(data)) + b"\n"


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public key, both as PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public


def read_public(path: Path) -> PublicKey:
    """The public key in a file. Raises BadKeyError."""
    data = _bytes_of(path, _PUBLIC)
    if b"PRIVATE KEY" in data:
        raise BadKeyError(str(path), _PUBLIC, "a private key, which no server needs")
    try:
        key = serialization.load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKeyError(str(path), _PUBLIC, "something else") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKeyError(str(path), _PUBLIC, "a key of another kind")
    return PublicKey(_raw(key))


def read_private(path: Path) -> PrivateKey:
    """The private key in a file. Raises BadKeyError."""
    data = _bytes_of(path, _PRIVATE)
    if b"PUBLIC KEY" in data:
        raise BadKeyError(str(path), _PRIVATE, "a public key, which signs nothing")
    try:
        key = serialization.load_pem_private_key(data, password=None)
    except TypeError:
        raise BadKeyError(str(path), _PRIVATE, "one that takes a passphrase") from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadKeyError(str(path), _PRIVATE, "something else") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKeyError(str(path), _PRIVATE, "a key of another kind")
    return PrivateKey(key)


def signer_of(place: str, manifest: bytes, signature: bytes | None, keys: Sequence[PublicKey]) -> PublicKey:
    """The one of these keys by which a manifest is signed. Raises BadSignatureError where it is none of them."""
    if signature is None:
        raise BadSignatureError(place, "none")
    try:
        raw = base64.b64decode(signature.strip(), validate=True)
    except binascii.Error:
        raise BadSignatureError(place, "something else") from None
    for key in keys:
        if key.has_signed(manifest, raw):
            return key
    raise BadSignatureError(place, "one by another key, or of another manifest")


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _bytes_of(path: Path, expected: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limits.SIGNATURE + 1)
    except OSError as error:
        raise BadKeyError(str(path), expected, found_by(error)) from None
    if len(data) > limits.SIGNATURE:
        raise BadKeyError(str(path), expected, "a larger file")
    return data
