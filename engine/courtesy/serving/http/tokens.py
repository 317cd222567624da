"""Bearer tokens: who may ask what. The file holds their digests, never themselves."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

import courtesy
from courtesy.serving.found import found_by
from courtesy.serving.http.scopes import DEFAULT_TENANT, SCOPES, Caller, is_tenant

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TENANT = "tenant="


class BadTokensError(courtesy.CourtesyError):
    """A file of tokens cannot be used."""

    code: ClassVar[str] = "bad-tokens"
    way_out: ClassVar[str] = "write a line for each token: a name, its scopes, and `sha256:` with the digest"

    def __init__(self, path: Path, line: int, expected: str, found: str) -> None:
        super().__init__()
        self.path, self.line, self.expected, self.found = path, line, expected, found

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """What a line looks like."""
        listed = ", ".join(f"`{one}`" for one in SCOPES)
        return f"a line is `NAME SCOPE,SCOPE sha256:DIGEST [tenant=NAME]`; the scopes are {listed}"


_LONGEST_SCOPE = 12


@dataclass(frozen=True, kw_only=True)
class Holder(Caller):
    """Who a token stands for."""

    digest: str


def read_tokens(path: Path) -> tuple[Holder, ...]:
    """The holders of tokens in a file: one in each line, lines with `#` and empty ones aside.

    Raises BadTokensError.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadTokensError(path, 0, "a file of tokens", found_by(error)) from None
    except UnicodeDecodeError:
        raise BadTokensError(path, 0, "a file of tokens", "bytes that are no UTF-8") from None
    told = [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#"]
    holders = tuple(_holder(path, number, words) for number, words in told)
    if not holders:
        raise BadTokensError(path, 0, "at least one token", "none")
    known: dict[str, int] = {}
    for (number, _), one in zip(told, holders, strict=True):
        if known.setdefault(one.digest, number) != number:
            raise BadTokensError(path, number, "a token of its own", f"that of line {known[one.digest]}")
    return holders


def _holder(path: Path, line: int, words: list[str]) -> Holder:
    match words:
        case [name, scopes, digest]:
            tenant = DEFAULT_TENANT
        case [name, scopes, digest, last] if last.startswith(_TENANT):
            tenant = last.removeprefix(_TENANT)
        case _:
            raise BadTokensError(path, line, "a name, scopes, a digest and perhaps a tenant", f"{len(words)} words")
    for scope in scopes.split(","):
        if scope not in SCOPES:
            likely = len(scope) <= _LONGEST_SCOPE and scope.isalpha() and scope.islower()  # else it may be a token
            found = f"`{scope}`" if likely else "something else in their place"
            raise BadTokensError(path, line, "scopes that are known", found)
    if not _DIGEST.fullmatch(digest):
        raise BadTokensError(path, line, "`sha256:` and 64 digits of a digest", "something else")
    if not is_tenant(tenant):
        raise BadTokensError(path, line, "the name of a tenant", "none" if not tenant else "something else")
    return Holder(name=name, tenant=tenant, scopes=frozenset(scopes.split(",")), digest=digest)


def holder_of(token: str, holders: tuple[Holder, ...]) -> Holder | None:
    """Who that token stands for; as long as it takes for one that is known, it takes for any other."""
    digest = f"sha256:{sha256(token.encode('utf-8', 'surrogatepass')).hexdigest()}"
    found = None
    for one in holders:
        if hmac.compare_digest(one.digest, digest):
            found = one
    return found
