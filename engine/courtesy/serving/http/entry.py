"""Who may ask what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.scopes import SCOPES, Caller, listed
from courtesy.serving.http.signed import SignedTokens, is_signed
from courtesy.serving.http.tokens import holder_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.requests import Request

    from courtesy.serving.http.settings import Settings


class Entry:
    """Admits requests by their tokens, or all of them where no tokens are taken: then only this machine can ask."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._holders, self._needs_token = settings.holders, settings.is_protected
        self._signed = None if settings.issuer is None else SignedTokens(settings.issuer, clock)
        self._anybody = Caller(scopes=frozenset(SCOPES) - (set() if settings.simulate else {"simulate"}))

    async def admit(self, request: Request, *scopes: str) -> Caller:
        """Who asks, with one of these scopes.

        Raises RejectedError: 401 and 403 where they may not ask, 503 where nobody can tell.
        """
        if not self._needs_token:
            return self._anybody
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise RejectedError(401, "no-token", "expected a bearer token", headers={"WWW-Authenticate": "Bearer"})
        caller = await self._caller(token.strip())
        if caller.scopes.isdisjoint(scopes):
            told = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{" ".join(scopes)}"'}
            raise RejectedError(403, "no-scope", f"this takes the scope {listed(scopes)}", headers=told)
        return caller

    async def hindrances(self) -> tuple[str, ...]:
        """Why nobody can be admitted, each as a sentence without a full stop; none where all is well."""
        why = None if self._signed is None else await self._signed.keys.hindrance()
        return () if why is None else (why,)

    async def _caller(self, token: str) -> Caller:
        holder = holder_of(token, self._holders)
        if holder is not None:
            return holder
        if self._signed is not None and (is_signed(token) or not self._holders):
            return await self._signed.caller(token)
        told = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise RejectedError(401, "unknown-token", "the token is not known", headers=told)
