"""Who may ask what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.serving.http.problems import RejectedError
from courtesy.serving.http.tokens import holder_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from courtesy.serving.http.settings import Settings


class Entry:
    """Admits requests by their tokens, or all of them where no tokens are named: then only this machine can ask."""

    def __init__(self, settings: Settings) -> None:
        self._holders, self._simulate = settings.holders, settings.simulate

    def admit(self, request: Request, scope: str) -> bool:
        """Whether who asks may choose the time, too. Raises RejectedError (401, 403) where they may not ask at all."""
        if not self._holders:
            return self._simulate
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token.strip():
            raise RejectedError(401, "no-token", "expected a bearer token", headers={"WWW-Authenticate": "Bearer"})
        holder = holder_of(token.strip(), self._holders)
        if holder is None:
            told = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            raise RejectedError(401, "unknown-token", "the token is not known", headers=told)
        if scope not in holder.scopes:
            told = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'}
            raise RejectedError(403, "no-scope", f"this takes the scope `{scope}`", headers=told)
        return "simulate" in holder.scopes
