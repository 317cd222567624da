"""The shape of bodies, as `ledger_request.schema.json` declares it."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import courtesy
from courtesy.serving.http.bodies import kind_of
from courtesy.serving.http.problems import malformed, problem
from courtesy.serving.places import escaped
from courtesy.serving.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Json = dict[str, Any]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "object": (dict,),
    "number": (int, float),
    "boolean": (bool,),
}
_WORDS = {"string": "a text", "object": "an object", "number": "a number", "boolean": "true or false"}


@lru_cache(maxsize=1)
def _requests() -> Json:
    found: Json = courtesy.schema("ledger_request")["$defs"]
    return found


def hold(kind: str, body: Json) -> None:
    """Hold the body of a request to its shape. Raises RejectedError (400) with everything that is wrong with it."""
    found = list(_wrong(_requests()[kind], body))
    if found:
        raise malformed(found)


def _wrong(schema: Json, body: Json) -> Iterator[Json]:
    known: Json = schema["properties"]
    for name in schema["required"]:
        if name not in body:
            yield problem("", f"expected the key `{name}`, found none", f"add `{name}`", "missing-key")
    for name, value in body.items():
        if name not in known:
            near = get_close_matches(name, known, 1)
            listed = ", ".join(f"`{one}`" for one in known)
            fix = f"did you mean `{near[0]}`?" if near else None
            yield problem(f"/{escaped(name)}", f"expected one of {listed}, found {quoted(name)}", fix, "unknown-key")
        else:
            yield from _value(known[name], value, f"/{name}")


def _value(schema: Json, value: object, at: str) -> Iterator[Json]:
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(_is(value, kind) for kind in kinds):
        yield problem(at, f"expected {' or '.join(_WORDS[kind] for kind in kinds)}, found {kind_of(value)}")
    elif isinstance(value, str):
        yield from _text(schema, value, at)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        least, most = schema["exclusiveMinimum"], schema["maximum"]
        if not least < value <= most:
            yield problem(at, f"expected more than {least:,} and at most {most:,}, found another number")


def _text(schema: Json, value: str, at: str) -> Iterator[Json]:
    words, most = schema.get("enum"), schema.get("maxLength")
    if words is not None and value not in words:
        near = get_close_matches(value, words, 1)
        fix = f"did you mean `{near[0]}`?" if near else f"give one of {', '.join(words)}"
        yield problem(at, f"expected a word that is known, found {quoted(value)}", fix, "unknown-name")
    if len(value) < schema.get("minLength", 0):
        yield problem(at, "expected a text, found an empty text")
    elif most is not None and (len(value) > most or not value.isprintable()):
        yield problem(at, f"expected at most {most:,} printable characters, found {quoted(value)}")


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])
