"""What keeps the server for agents from starting, or from answering a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import courtesy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_NAMED = 12
_MOST_QUOTED = 60


class BadArgumentsError(courtesy.CourtesyError):
    """The arguments of a tool cannot be read. `problems` say where, what was expected, what was found, and the fix."""

    code: ClassVar[str] = "bad-arguments"
    way_out: ClassVar[str] = "correct what its `problems` name, and ask again"

    def __init__(self, problems: Sequence[dict[str, Any]]) -> None:
        super().__init__()
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "; ".join(_said(one) for one in self.problems)


class TooLargeError(courtesy.CourtesyError):
    """A question of an agent is larger than the server reads."""

    code: ClassVar[str] = "too-large"
    way_out: ClassVar[str] = "send less: the message names the limit"

    def __init__(self, what: str, found: int, limit: int) -> None:
        super().__init__()
        self.what, self.found, self.limit = what, found, limit

    def __str__(self) -> str:
        return f"expected at most {self.limit:,} {self.what}, found {self.found:,}"

    def help(self) -> str:
        """What to send instead."""
        return f"send at most {self.limit:,} {self.what}"


class TooBusyError(courtesy.CourtesyError):
    """More questions wait for an answer than the server takes."""

    code: ClassVar[str] = "too-busy"
    way_out: ClassVar[str] = "ask again in a moment, and treat the action as not permitted until then"

    def __init__(self, waiting: int) -> None:
        super().__init__()
        self.waiting = waiting

    def __str__(self) -> str:
        return f"{self.waiting} questions are waiting already; treat the action as not permitted"

    def help(self) -> str:
        """When to ask again."""
        return "ask again in a moment"


class NotLocalError(courtesy.CourtesyError):
    """An address that others than this machine can reach; without authentication none is served."""

    code: ClassVar[str] = "not-local"
    way_out: ClassVar[str] = "serve on 127.0.0.1 or on a Unix socket, with a proxy before it that authenticates"

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host

    def __str__(self) -> str:
        return f"expected an address of this machine, found `{self.host}`: without authentication no other is served"

    def help(self) -> str:
        """Which address to take."""
        return "`--http 127.0.0.1:8765`, or `--socket PATH`, with a proxy before it that authenticates"


class CaseNamedTwiceError(courtesy.CourtesyError):
    """Two files of a folder of cases stand for the same case."""

    code: ClassVar[str] = "case-named-twice"
    way_out: ClassVar[str] = "rename one of the files, or give their cases different ids"

    def __init__(self, name: str, files: Sequence[str]) -> None:
        super().__init__()
        self.name, self.files = name, tuple(files)

    def __str__(self) -> str:
        return f"the case `{self.name}` is in several files: {', '.join(self.files)}"

    def help(self) -> str:
        """How to tell them apart."""
        return "rename one of them, or give their cases different ids"


def problem(path: str, expected: str, found: str, fix: str | None = None) -> dict[str, Any]:
    """One thing that is wrong with the arguments of a tool."""
    return {"path": path, "expected": expected, "found": found, "fix": fix}


def listed(words: Iterable[str]) -> str:
    """Words in a sentence, the first ones where there are many."""
    known = list(words)
    shown = ", ".join(f"`{word}`" for word in known[:_MOST_NAMED])
    return shown if len(known) <= _MOST_NAMED else f"{shown} and {len(known) - _MOST_NAMED} more"


def quoted(text: str) -> str:
    """What somebody has sent, cut short where it is long."""
    return f"`{text}`" if len(text) <= _MOST_QUOTED else f"`{text[:_MOST_QUOTED]}…`"


def _said(one: dict[str, Any]) -> str:
    said = one.get("says") or f"expected {one['expected']}, found {one['found']}"
    return f"{one['path']}: {said}" if one["path"] else said
