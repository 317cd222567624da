"""The key of a log, and what is made with it: hashes of records, of checkpoints, and of what must not be told."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from courtesy.recording.errors import UnusableKeyError

SHORTEST = 16
_MASKED = 24
Record = dict[str, Any]


def key_in(path: str | Path) -> bytes:
    """The key in a file, without the line end behind it. Raises UnusableKeyError."""
    try:
        return Path(path).read_bytes().rstrip(b"\r\n")
    except OSError as error:
        why = (error.strerror or "it is refused").lower()
        raise UnusableKeyError(f"`{path}`, which cannot be read: {why}") from None


def canonical(record: Record) -> bytes:
    """The one way in which a record is written: in ASCII, keys sorted, without blanks and line end."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


class Keys:
    """What one key makes; a key of its own for each purpose, so that no hash says anything of another."""

    def __init__(self, key: bytes) -> None:
        """Raises UnusableKeyError."""
        if not isinstance(key, bytes):
            raise UnusableKeyError("what is not bytes")
        if len(key) < SHORTEST:
            raise UnusableKeyError(f"one of {len(key)}")
        self._chain = key
        self._mask = hmac.digest(key, b"courtesy mask", hashlib.sha256)
        self._checkpoint = hmac.digest(key, b"courtesy checkpoint", hashlib.sha256)
        self.name = self.masked("key", "")
        """What tells this key from others, and tells nothing of it."""

    def chained(self, previous: str, record: Record) -> str:
        """The hash of a record that stands behind the one of that hash."""
        return hmac.new(self._chain, previous.encode() + canonical(record), hashlib.sha256).hexdigest()

    def sealed(self, checkpoint: Record) -> str:
        """The signature of a checkpoint."""
        return hmac.new(self._checkpoint, canonical(checkpoint), hashlib.sha256).hexdigest()

    def masked(self, sort: str, text: str) -> str:
        """What stands for a text of that sort: the same for the same text, and telling nothing of it."""
        digest = hmac.new(self._mask, f"{sort}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return f"{sort}_{digest[:_MASKED]}"


def fits(found: object, expected: str) -> bool:
    """Whether a hash is the expected one."""
    return isinstance(found, str) and hmac.compare_digest(found.encode("utf-8", "replace"), expected.encode())
