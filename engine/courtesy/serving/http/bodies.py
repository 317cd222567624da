"""The JSON object that a request carries, read with nothing guessed."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect

from courtesy.serving.http.problems import RejectedError, malformed, problem
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from starlette.requests import Request

    from courtesy.serving.http.limits import Limits

Json = dict[str, Any]
_DEEPEST = 64
_DIGITS = 18


async def body_of(request: Request, limits: Limits) -> Json:
    """The object in the body. Raises RejectedError: 400, 408 where it does not come in time, 413."""
    _hold_form(request)
    if (stated := request.headers.get("content-length", "")).isdecimal():
        limits.hold("body", int(stated[:_DIGITS]))
    try:
        data = await asyncio.wait_for(_bytes_of(request, limits), limits.body_seconds)
    except TimeoutError:
        raise RejectedError(408, "body-too-slow", "the body did not come in time") from None
    except ClientDisconnect:  # nobody is there to be told; it is counted
        raise RejectedError(400, "client-gone", "the connection was closed before the body had come") from None
    return object_in(data)


def _hold_form(request: Request) -> None:
    """Raise RejectedError where a body is no JSON in UTF-8, or has been packed."""
    kind, _, more = request.headers.get("content-type", "").lower().partition(";")
    charset = more.partition("charset=")[2].partition(";")[0].strip(' "')
    if kind.strip() != "application/json" or charset not in {"", "utf-8", "utf8"}:
        found = quoted(request.headers["content-type"]) if "content-type" in request.headers else "none"
        what = f"expected the content type `application/json`, in UTF-8, found {found}"
        raise RejectedError(400, "wrong-content-type", what)
    packed = request.headers.get("content-encoding", "identity")
    if packed.strip().lower() != "identity":
        what = f"expected a body without content encoding, found {quoted(packed)}"
        raise RejectedError(400, "wrong-content-encoding", what, fix="send it as it is")


def is_large(request: Request, limits: Limits) -> bool:
    """Whether a request says much, or does not say how much; what it says of that is held to while it is read."""
    length = request.headers.get("content-length", "")
    return not length.isdecimal() or int(length[:_DIGITS]) >= limits.large_body


async def _bytes_of(request: Request, limits: Limits) -> bytes:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        limits.hold("body", len(found))
    return bytes(found)


def object_in(data: bytes) -> Json:
    """The object that JSON text states. Raises RejectedError."""
    if not data.strip():
        raise malformed([problem("", "expected a JSON object, found an empty body")])
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except RejectedError:
        raise
    except RecursionError:
        raise malformed([_TOO_DEEP]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise malformed([problem("", f"expected JSON, found something else at {where}", code="no-json")]) from None
    except ValueError:  # no UTF-8, or a number of thousands of digits
        raise malformed([problem("", "expected JSON in UTF-8, with numbers of usual size", code="no-json")]) from None
    if not isinstance(value, dict):
        raise malformed([problem("", f"expected a JSON object, found {kind_of(value)}")])
    _hold_depth(value)
    return value


def kind_of(value: object) -> str:
    """What a JSON value is, for an error."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return f"the text {quoted(value)}" if value else "an empty text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise malformed([problem("", f"expected each key once, found {quoted(twice)} twice", code="duplicate-key")])
    return found


def _no_number(text: str) -> Any:
    raise malformed([problem("", f"expected JSON, found `{text}`, which is no number", code="no-json")])


def _hold_depth(value: object) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _DEEPEST:
            raise malformed([_TOO_DEEP])
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for some in inner for one in some]


_TOO_DEEP = problem("", f"expected at most {_DEEPEST} levels, found more", code="too-deep")
