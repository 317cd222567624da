"""What every request passes: it is given its id back, and whatever goes wrong is told as JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from starlette.responses import Response

import courtesy
from courtesy.serving.connections import CROWDED
from courtesy.serving.http import faults
from courtesy.serving.http.problems import RejectedError, rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.applications import Starlette
    from starlette.types import Message, Receive, Scope, Send

    from courtesy.serving.http.settings import Settings

_ID = b"x-request-id"


class JsonAnswer(Response):
    """A value as JSON. Every character beyond ASCII is escaped, so that no text can fail to be sent."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The value as bytes."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode()


def refusal(error: RejectedError, headers: Mapping[str, str] | None = None) -> JsonAnswer:
    """The answer that tells why there is none."""
    return JsonAnswer({"error": error.to_dict()}, error.status, {**(headers or {}), **error.headers})


class Gate:
    """Stands before the application."""

    def __init__(self, app: Starlette, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self.routes = app.routes
        self.failure: BaseException | None = None
        """What kept the application from starting."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, self._noticing(send))
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                extra = [(b"cache-control", b"no-store")]
                if _ID in headers:
                    extra.append((_ID, headers[_ID]))
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        try:
            if (why := _unclear(scope, headers)) is not None:
                await refusal(why, {"Connection": "close"})(scope, receive, answer)
                return
            if not self._settings.knows_host(headers.get(b"host", b"").decode("latin-1")):
                await refusal(_WRONG_HOST)(scope, receive, answer)
                return
            if scope.get("state", {}).get(CROWDED) and scope["path"] != "/healthz":
                await refusal(_CROWDED, {"Connection": "close"})(scope, receive, answer)
                return
            await self._app(scope, receive, answer)
        except Exception as error:  # noqa: BLE001  whoever asks is told
            why = rejected(error)
            if begun:
                raise BrokenOffError from None
            await refusal(why)(scope, receive, answer)

    def _noticing(self, send: Send) -> Send:
        """Keep what went wrong at the start or the end, and tell no more of it than of other faults."""

        async def noticing(message: Message) -> None:
            if message["type"].endswith(".failed"):
                self.failure = error = sys.exception()
                if error is not None:
                    ours = isinstance(error, courtesy.CourtesyError)
                    message = {**message, "message": str(error) if ours else faults.told(error)}
            await send(message)

        return noticing


class BrokenOffError(Exception):
    """An answer had begun when the request failed, so that its connection has to be cut."""


def _unclear(scope: Scope, headers: Mapping[bytes, bytes]) -> RejectedError | None:
    """Why others may read a request in another way than this server does, or would be misled by the answer."""
    if b"content-length" in headers and b"transfer-encoding" in headers:
        return _TWO_LENGTHS
    try:
        unquote_to_bytes(scope.get("raw_path") or b"").decode()
    except UnicodeDecodeError:
        return _NO_TEXT
    if scope.get("query_string") and scope["path"].startswith("/v1/"):
        return _QUERY
    return None


_TWO_LENGTHS = RejectedError(
    400, "two-lengths", "expected the header `Content-Length` or `Transfer-Encoding`, found both"
)
_NO_TEXT = RejectedError(
    400,
    "no-text",
    "expected a path in UTF-8, found something else",
    fix="write what is beyond ASCII as `%` with bytes of UTF-8",
)
_QUERY = RejectedError(
    400, "unknown-query", "expected a route without `?`, found one with it",
    fix="what is asked stands in the body; nothing is filtered by a query",
)  # fmt: skip
_WRONG_HOST = RejectedError(400, "wrong-host", "expected this server's own name in the header `Host`")
_CROWDED = RejectedError(
    503, "too-busy", "there are too many connections; treat the action as not permitted",
    fix="ask again in a moment, on fewer connections", headers={"Retry-After": "1"},
)  # fmt: skip
