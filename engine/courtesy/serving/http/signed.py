"""Signed tokens (JWT) of one issuer: who asks is told by the token, and believed because of its signature.

No message and no log shows a token, nor any part of one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jwt

from courtesy.serving.http.keys import ALGORITHMS, Keys, KeysUnavailableError, UnknownKeyError
from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.scopes import DEFAULT_TENANT, SCOPES, Caller, is_tenant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

_LONGEST = 8192
_LEEWAY = 30.0
"""Seconds by which the clocks of the issuer and of the server may differ."""
_PARTS = 3
_OPTIONS: Any = {
    "require": ["exp", "iss", "aud"],
    # The times are held to the server's clock below.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "enforce_minimum_key_length": True,
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Whose tokens are believed: `jwks` is the address or file of its keys, `audience` what it calls this server."""

    jwks: str
    name: str
    audience: str


class SignedTokens:
    """Reads the tokens of one issuer, at the time that `clock` tells."""

    def __init__(self, issuer: Issuer, clock: Callable[[], datetime], keys: Keys | None = None) -> None:
        self._issuer, self._clock = issuer, clock
        self.keys = keys or Keys(issuer.jwks)

    async def caller(self, token: str) -> Caller:
        """Who asks. Raises RejectedError: 401, and 503 where that cannot be said for want of keys."""
        if len(token) > _LONGEST:
            raise refused(f"it is longer than {_LONGEST:,} characters")
        try:
            head: Mapping[str, Any] = jwt.get_unverified_header(token)
        except jwt.PyJWTError:
            raise refused("it cannot be read") from None
        algorithm, kid = head.get("alg"), head.get("kid")
        if algorithm not in ALGORITHMS:
            raise refused("it is not signed by an algorithm that is taken")
        if not isinstance(kid, str):
            raise refused("it does not name its key, as `kid`")
        return self._caller(await self._claims(token, kid, str(algorithm)))

    async def _claims(self, token: str, kid: str, algorithm: str) -> Mapping[str, Any]:
        try:
            key = await self.keys.find(kid, algorithm)
        except UnknownKeyError:
            raise refused("its key is not one of the issuer's") from None
        except KeysUnavailableError as error:
            what = f"the keys of the issuer are not at hand: {error}; treat the action as not permitted"
            raise RejectedError(503, "keys-unavailable", what, headers={"Retry-After": "10"}) from None
        issuer = self._issuer
        try:
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=[algorithm], audience=issuer.audience, issuer=issuer.name, options=_OPTIONS
            )
        except jwt.InvalidSignatureError:
            raise refused("its signature is not the issuer's") from None
        except jwt.InvalidAudienceError:
            raise refused("it is for another audience") from None
        except jwt.InvalidIssuerError:
            raise refused("it is of another issuer") from None
        except jwt.MissingRequiredClaimError as error:
            raise refused(f"it has no `{error.claim}`") from None
        except (jwt.PyJWTError, ValueError, TypeError):
            raise refused("it cannot be read") from None
        self._hold_times(claims)
        return claims

    def _hold_times(self, claims: Mapping[str, Any]) -> None:
        now = self._clock().timestamp()
        if _seconds(claims, "exp") + _LEEWAY <= now:
            raise refused("it has expired")
        if any(name in claims and _seconds(claims, name) - _LEEWAY > now for name in ("nbf", "iat")):
            raise refused("it does not hold yet")

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        tenant = claims.get("tenant", DEFAULT_TENANT)
        if not is_tenant(tenant):
            raise refused("its `tenant` is no name")
        stated = claims.get("scope", claims.get("scp", ""))
        words = stated.split() if isinstance(stated, str) else stated
        if not isinstance(words, list):
            raise refused("its `scope` is no text")
        scopes = frozenset(SCOPES) & {word for word in words if isinstance(word, str)}
        return Caller(name=str(claims.get("sub", "")), tenant=tenant, scopes=scopes)


def is_signed(token: str) -> bool:
    """Whether a token has the form of signed ones."""
    return token.count(".") == _PARTS - 1


def refused(why: str) -> RejectedError:
    """401: the token is no good."""
    told = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return RejectedError(401, "bad-token", f"the token is not taken: {why}", headers=told)


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    """The time that a claim states. Raises RejectedError."""
    value = claims[name]
    try:
        found = math.nan if isinstance(value, bool) or not isinstance(value, int | float) else float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise refused(f"its `{name}` is no time")
    return found
