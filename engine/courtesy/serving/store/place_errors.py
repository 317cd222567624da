"""What is wrong with the place that policies come from, or with the one where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import courtesy

if TYPE_CHECKING:
    from collections.abc import Sequence


class BadSourceError(courtesy.CourtesyError):
    """What is named as the source of policies is none."""

    code: ClassVar[str] = "bad-source"
    way_out: ClassVar[str] = "name a folder, a bundle that ends in `.tar.gz`, or an address that begins with `https://`"

    def __init__(self, source: str, found: str, fix: str | None = None) -> None:
        super().__init__()
        self.source, self.found, self.fix = source, found, fix

    def __str__(self) -> str:
        return f"{self.source}: expected a folder, a bundle or an https address, found {self.found}"

    def help(self) -> str:
        """What a source is."""
        return self.fix or self.way_out


class UnreachableSourceError(courtesy.CourtesyError):
    """The source of policies cannot be read, or does not answer."""

    code: ClassVar[str] = "unreachable-source"
    way_out: ClassVar[str] = (
        "check the address, the network and the rights; it is tried again, and what was active stays"
    )

    def __init__(self, source: str, reason: str) -> None:
        super().__init__()
        self.source, self.reason = source, reason

    def __str__(self) -> str:
        return f"{self.source}: expected policies, found {self.reason}"

    def help(self) -> str:
        """What comes of it."""
        return "what was active stays; it is tried again"


class ChangingSourceError(courtesy.CourtesyError):
    """A folder or file of policies changed whenever it was read."""

    code: ClassVar[str] = "changing-source"
    way_out: ClassVar[str] = "wait until all files are saved, or serve a copy, or a bundle"

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source

    def __str__(self) -> str:
        return f"{self.source}: expected files that stay as they are while they are read, found changes each time"

    def help(self) -> str:
        """What to serve instead."""
        return "it is tried again; where files change all the time, serve a copy, or a bundle"


class BadStoreError(courtesy.CourtesyError):
    """The folder in which a service keeps its policies cannot be used, or is not as it was left."""

    code: ClassVar[str] = "bad-store"
    way_out: ClassVar[str] = "name a folder that only the service writes; an empty one is filled from the source"

    def __init__(self, place: str, expected: str, found: str) -> None:
        super().__init__()
        self.place, self.expected, self.found = place, expected, found

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """What to name."""
        return self.way_out


class NothingActiveError(courtesy.CourtesyError, LookupError):
    """Policies are asked for, and none is active: none has come in yet, or those that had may not be used any more."""

    code: ClassVar[str] = "nothing-active"
    way_out: ClassVar[str] = "look at `status` of the store, which says why; until then nothing is permitted"

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why

    def __str__(self) -> str:
        return f"expected policies that are active, found none: {self.why}"

    def help(self) -> str:
        """Where to look."""
        return self.way_out


class UnknownRevisionError(courtesy.CourtesyError, LookupError):
    """There is no going back to that revision: it is not kept."""

    code: ClassVar[str] = "unknown-revision"
    way_out: ClassVar[str] = "take one of those that are kept"

    def __init__(self, place: str, wanted: int | None, kept: Sequence[int]) -> None:
        super().__init__()
        self.place, self.wanted, self.kept = place, wanted, tuple(kept)

    def __str__(self) -> str:
        expected = "an earlier revision" if self.wanted is None else f"revision {self.wanted}"
        return f"{self.place}: expected {expected} that is kept, found none"

    def help(self) -> str:
        """Those that are kept."""
        return "kept are " + ", ".join(map(str, self.kept)) if self.kept else "nothing but what is active is kept"
