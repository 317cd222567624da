"""The public keys by which an issuer signs tokens: fetched when they are needed, kept for a while, and not for ever."""

from __future__ import annotations

import asyncio
import json
import time
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener

from jwt import PyJWK, PyJWTError

import courtesy
from courtesy.serving.found import found_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Known = Mapping[tuple[str, str], PyJWK]

_LARGEST = 256 * 1024
_FETCH_SECONDS = 5.0
_FRESH, _KEPT, _PAUSE = 300.0, 3600.0, 10.0
"""Seconds after which keys are fetched anew, after which they are no longer used, and between two fetches."""
_SMALLEST_RSA = 2048
_OF_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
_OF_CURVES = {"P-256": "ES256", "P-384": "ES384", "P-521": "ES512", "Ed25519": "EdDSA"}
ALGORITHMS = (*_OF_RSA, *_OF_CURVES.values())
"""By which tokens may be signed: whoever can check one cannot make one."""


class BadKeysError(courtesy.CourtesyError):
    """The keys of an issuer of tokens cannot be read."""

    code: ClassVar[str] = "bad-keys"
    way_out: ClassVar[str] = "give the address or the file of the issuer's public keys, a JSON Web Key Set"

    def __init__(self, place: str, expected: str, found: str) -> None:
        super().__init__()
        self.place, self.expected, self.found = place, expected, found

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """What they look like."""
        return 'a set is `{"keys": [{"kid": ..., "kty": ..., ...}]}`, with public keys alone'


class KeysUnavailableError(Exception):
    """There are no keys to check a token with. Its text says why."""


class UnknownKeyError(LookupError):
    """The issuer has no key of that name for that algorithm."""


class Keys:
    """The keys of one issuer, at an address or in a file; used by one event loop.

    `read` gives the bytes of a set, and `ticks` are seconds of a clock that never goes back.
    """

    def __init__(
        self, place: str, read: Callable[[], bytes] | None = None, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._place, self._ticks = place, ticks
        self._read = read or (lambda: _read(place))
        self._known: Known = {}
        self._fetched_at = self._tried_at = float("-inf")
        self._failure = "they were not fetched yet"
        self._fetching = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def find(self, kid: str, algorithm: str) -> PyJWK:
        """The key of that name. Raises UnknownKeyError, and KeysUnavailableError where that cannot be said."""
        found = self._usable.get((kid, algorithm))
        if found is None:
            await self._fetch_unless_just_tried()
            found = self._usable.get((kid, algorithm))
        elif self._age > _FRESH and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._fetch_unless_just_tried())
        if found is not None:
            return found
        if self._failure:
            raise KeysUnavailableError(self._failure)
        raise UnknownKeyError(kid)

    async def hindrance(self) -> str | None:
        """Why no token can be checked, as a sentence without a full stop; None where they can be."""
        if not self._usable:
            await self._fetch_unless_just_tried()
        return None if self._usable else f"the keys of the issuer are not at hand: {self._failure}"

    @property
    def _age(self) -> float:
        return self._ticks() - self._fetched_at

    @property
    def _usable(self) -> Known:
        return self._known if self._age <= _KEPT else {}

    async def _fetch_unless_just_tried(self) -> None:
        """Fetch the keys; whoever comes meanwhile waits for it, and whoever comes soon after makes do with it."""
        async with self._fetching:
            if self._ticks() - self._tried_at < _PAUSE:
                return
            self._tried_at = self._ticks()
            try:
                data = await asyncio.wait_for(asyncio.to_thread(self._read), 2 * _FETCH_SECONDS)
                self._known = keys_in(data, self._place)
            except TimeoutError:
                self._failure = "no answer in time"
            except (OSError, BadKeysError) as error:
                self._failure = str(error) if isinstance(error, BadKeysError) else reason(error)
            else:
                self._fetched_at, self._failure = self._ticks(), ""


def check_file(place: str) -> None:
    """Make sure of a file of keys, before anybody asks; an address may answer later. Raises BadKeysError."""
    if is_address(place):
        return
    try:
        data = _read(place)
    except OSError as error:
        raise BadKeysError(place, "a file of public keys", found_by(error)) from None
    keys_in(data, place)


def is_address(place: str) -> bool:
    """Whether keys are fetched over the network from there."""
    return place.startswith(("https://", "http://"))


def reason(error: OSError) -> str:
    """Why something could not be read, in the words of the system."""
    inner = error.reason if isinstance(error, URLError) else error
    return (getattr(inner, "strerror", None) or str(inner) or type(error).__name__).lower()


def keys_in(data: bytes, place: str) -> Known:
    """The keys of a set by their names and algorithms; those of other uses are passed over. Raises BadKeysError."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise BadKeysError(place, "a JSON Web Key Set", "no JSON") from None
    stated = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(stated, list):
        raise BadKeysError(place, "a JSON Web Key Set", "JSON without a list of `keys`")
    found: dict[tuple[str, str], PyJWK] = {}
    for one in stated:
        if isinstance(one, dict):
            if "d" in one:
                raise BadKeysError(place, "public keys", "a private one, which nobody but the issuer may have")
            for name, key in _usable_of(one):
                found.setdefault(name, key)
    if not found:
        raise BadKeysError(place, "a public key with a `kid` for signatures", f"none among {len(stated)}")
    return found


def _usable_of(stated: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], PyJWK]]:
    """A key under each algorithm by which it may have signed."""
    kid, kind = stated.get("kid"), stated.get("kty")
    if not isinstance(kid, str) or stated.get("use", "sig") != "sig" or kind not in {"RSA", "EC", "OKP"}:
        return
    by_curve = _OF_CURVES.get(str(stated.get("crv")))
    possible = _OF_RSA if kind == "RSA" else (by_curve,) if by_curve else ()
    for algorithm in possible:
        if stated.get("alg", algorithm) != algorithm:
            continue
        try:
            key = PyJWK(dict(stated), algorithm)
        except (PyJWTError, TypeError, ValueError):
            continue
        if kind != "RSA" or key.key.key_size >= _SMALLEST_RSA:
            yield (kid, algorithm), key


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Keys come from where they were said to be, and from nowhere else."""


def _read(place: str) -> bytes:
    """What lies there. Raises OSError."""
    if is_address(place):
        try:
            with build_opener(_NoRedirects).open(place, timeout=_FETCH_SECONDS) as answer:
                data: bytes = answer.read(_LARGEST + 1)
        except HTTPError as error:
            error.close()
            raise OSError(f"status {error.code}") from None
        except HTTPException as error:
            raise OSError(type(error).__name__) from None
    else:
        with Path(place).open("rb") as file:
            data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise OSError(f"more than {_LARGEST:,} bytes")
    return data
