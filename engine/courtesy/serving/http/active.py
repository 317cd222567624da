"""The policies that one request is answered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.serving.http.judged import judged_by
from courtesy.serving.http.problems import RejectedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from courtesy.serving.shelf import Shelf


def not_ready() -> RejectedError:
    """503: nothing can be answered yet."""
    fix = "`/readyz` says why; until then nothing is permitted"
    return RejectedError(503, "not-ready", "the server is not ready", fix=fix, headers={"Retry-After": "1"})


def active(shelf: Shelf | None) -> Shelf:
    """The policies that answer. Raises RejectedError (503) where there are none yet."""
    if shelf is None:
        raise not_ready()
    return shelf


def headers(shelf: Shelf | None, answer: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Which policies are served, and which of them have judged."""
    if shelf is None:
        return {}
    judged = {"Courtesy-Policy": names} if answer is not None and (names := judged_by(shelf, answer)) else {}
    return {"ETag": f'"{shelf.digest}"', **judged}


def check_match(request: Request, shelf: Shelf) -> None:
    """Whoever says which policies they have seen is not answered by others. Raises RejectedError (412)."""
    wanted = request.headers.get("if-match")
    if wanted is None or wanted.strip() == "*":
        return
    if f'"{shelf.digest}"' not in {one.strip() for one in wanted.split(",")}:
        what = f"expected policies with another digest than those that are served, {shelf.digest}"
        raise RejectedError(412, "other-policies", what)
