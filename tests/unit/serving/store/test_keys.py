"""Keys: read as they are, and told where they are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courtesy.serving.store.errors import BadKeyError, BadSignatureError
from courtesy.serving.store.keys import new_pair, read_private, read_public, signer_of

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE, PUBLIC = new_pair()
_PEM, _PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
_OTHER = ec.generate_private_key(ec.SECP256R1())
LOCKED = Ed25519PrivateKey.generate().private_bytes(_PEM, _PKCS8, serialization.BestAvailableEncryption(b"secret"))
OTHER_PRIVATE = _OTHER.private_bytes(_PEM, _PKCS8, serialization.NoEncryption())
OTHER_PUBLIC = _OTHER.public_key().public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

WRONG = {
    "private": {
        "a public key": (PUBLIC, "a public key, which signs nothing"),
        "one with a passphrase": (LOCKED, "one that takes a passphrase"),
        "one of another kind": (OTHER_PRIVATE, "a key of another kind"),
        "no key": (b"key", "something else"),
        "a large file": (b"x" * 2000, "a larger file"),
    },
    "public": {
        "a private key": (PRIVATE, "a private key, which no server needs"),
        "one of another kind": (OTHER_PUBLIC, "a key of another kind"),
        "no key": (b"\xff", "something else"),
        "half a key": (PUBLIC[:60], "something else"),
        "no file": (None, "nothing of that name"),
    },
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, listed in WRONG.items() for name in listed])
def test_what_is_no_key(kind: str, name: str, tmp_path: Path) -> None:
    """A file that holds no such key is told by what it holds, and how keys are made."""
    data, found = WRONG[kind][name]
    path = tmp_path / "key.pem"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadKeyError) as error:
        read_private(path) if kind == "private" else read_public(path)
    expected = f"the {kind} key of an Ed25519 pair, as PEM"
    assert f"{path}: expected {expected}, found {found}" == str(error.value)
    assert "courtesy bundle key" in error.value.help()


def test_signatures(tmp_path: Path) -> None:
    """A key proves what its private key has signed, and nothing else; any one of several is enough."""
    for name, data in {"own": PRIVATE, "own.pub": PUBLIC, "other": new_pair()[0]}.items():
        (tmp_path / name).write_bytes(data)
    own, other, public = (
        read_private(tmp_path / "own"),
        read_private(tmp_path / "other"),
        read_public(tmp_path / "own.pub"),
    )
    assert own.public == public
    signed = own.sign(b"manifest")
    assert public == signer_of("given", b"manifest", signed, [other.public, public])
    for manifest, signature, keys in (
        (b"other", signed, [public]),
        (b"manifest", other.sign(b"manifest"), [public]),
        (b"manifest", signed[:-3], [public]),
        (b"manifest", b"", [public]),
        (b"manifest", None, [public]),
        (b"manifest", signed, []),
    ):
        with pytest.raises(BadSignatureError, match=r"^given: expected a signature by a key that is given, found "):
            signer_of("given", manifest, signature, keys)
