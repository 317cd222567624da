"""How long an answer may be: agents pay for every word that they read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TOKENS = 400
"""How many tokens a brief answer has at most."""
_PIECE = re.compile(r"[A-Za-z]{1,6}|[0-9]{1,3}|[!-/:-@\[-`{-~]{1,2}|[^\x00-\x7f]")
_READ = frozenset({"say", "says", "message", "fix", "what", "text", "because", "remedy", "title", "source"})
"""What is only read, and can be cut short."""
_CUT, _SAID_ELSEWHERE = "", ("fix", "what")
_STEPS: tuple[tuple[str, int], ...] = (
    *(("notes", 0), ("advice", 1), ("owed", 2), ("windows", 3), ("missing", 3), ("try_next", 3), ("must_fix", 3)),
    *((_CUT, 160), ("fix", 0), ("windows", 1), ("owed", 1), ("what", 0), ("missing", 2), ("advice", 0)),
    *((_CUT, 100), ("must_fix", 2), ("missing", 1), ("owed", 0), ("try_next", 2), ("windows", 0), ("must_fix", 1)),
    *(("try_next", 1), (_CUT, 40), ("try_next", 0), ("missing", 0), ("must_fix", 0)),
)
"""How a long answer gets shorter, step by step: how many of a list stay, how long texts are at most, what goes."""
_KEPT = ("outcome", "permitted", "retry", "policy", "clock")


def tokens(answer: Any) -> int:
    """At most how many tokens a text, or an answer as JSON, is: pieces of words and numbers, and marks in pairs.

    Tokenisers know most words as a whole, and longer runs of the marks of JSON.
    """
    text = answer if isinstance(answer, str) else written(answer)
    return sum(1 if piece.group().isascii() else 2 for piece in _PIECE.finditer(text))


def written(answer: Any) -> str:
    """An answer as JSON on one line."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def fitted(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer within MOST_TOKENS; `left_out` counts what it leaves out."""
    if tokens(answer) <= MOST_TOKENS:
        return answer
    for shorter in _shortened(answer):
        answer = shorter
        if tokens(answer) <= MOST_TOKENS:
            break
    return answer


def _shortened(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answer, shorter each time. What decides stays to the end."""
    if any("message" in one["action"] for one in answer.get("try_next", ())):
        kept = [{**one, "action": _without_text(one["action"])} for one in answer["try_next"]]
        answer = {**answer, "try_next": kept, "text": "Put the message of your action into the one that you send back."}
        yield answer
    for key, most in _STEPS:
        if key == _CUT:
            answer = _clipped(answer, most)
        elif key in _SAID_ELSEWHERE:
            answer = _without_field(answer, key)
        yield answer
        while len(answer.get(key, ())) > most:
            answer = _without_last(answer, key)
            yield answer
    yield {key: value if key in _KEPT else _emptied(value) for key, value in answer.items()}


def _without_text(action: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in action.items() if key != "message"}


def _without_field(answer: dict[str, Any], field: str) -> dict[str, Any]:
    """The answer without what other parts of it, or the rule and the fact by themselves, say too."""
    return {
        key: [
            {name: said for name, said in one.items() if name != field} if isinstance(one, dict) else one
            for one in value
        ]
        if isinstance(value, list)
        else value
        for key, value in answer.items()
    }


def _without_last(answer: dict[str, Any], key: str) -> dict[str, Any]:
    left_out = answer.get("left_out", {})
    return {**answer, key: answer[key][:-1], "left_out": {**left_out, key: left_out.get(key, 0) + 1}}


def _clipped(value: Any, length: int, key: str = "") -> Any:
    """The value with what is only read cut short: never a complete action, nor a word that is a contract."""
    match value:
        case dict():
            return {name: part if name == "action" else _clipped(part, length, name) for name, part in value.items()}
        case list():
            return [_clipped(part, length, key) for part in value]
        case str() if key in _READ:
            return value if len(value) <= length else f"{value[: length - 1].rstrip()}…"
    return value


def _emptied(value: Any) -> Any:
    return [] if isinstance(value, list) else {} if isinstance(value, dict) else value
