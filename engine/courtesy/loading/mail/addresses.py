"""The addresses in a header, as people and programs write them. What is not understood is kept, never skipped."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Marks that programs put around an address which is copied and pasted."""
_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<quoted>"(?:[^"\\]|\\.)*+")
  | (?P<angle><(?:[^<>"]|"(?:[^"\\]|\\.)*+")*+>)
  | (?P<brackets>\[[^\[\]]*+\])
  | (?P<encoded>=\?[^?\s]*+\?[bq]\?[^?\s]*+\?=)
  | (?P<comment>\()
  | (?P<separator>[,;\uff0c\uff1b\u3001])
  | (?P<colon>:)
  | (?P<word>(?:(?!=\?)[^\s"<>\[\]():,;\uff0c\uff1b\u3001])+)
  | (?P<rest>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PAREN = re.compile(r"\\.|[()]", re.DOTALL)
_ROUTE = re.compile(r"\s*+@[^:<>]*+:")
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_PIECE = re.compile(rf"(?:[^\s\"]|{_QUOTED}|\")+", re.DOTALL)
_ADDRESS = re.compile(
    rf"""(?P<local>(?:{_QUOTED}|[^\s"@<>\[\](),;:\\])++)@(?P<domain>[^\s"@<>\[\](),;:\\/]++|\[[^\[\]]++\])""",
    re.VERBOSE | re.DOTALL,
)
_LIKE_AN_ADDRESS = re.compile(r"[^@]@[^@.]++\.[^@]")
_AROUND = re.compile(r"\s*+([@.])\s*+")
_LONGEST_DOMAIN = 253


class Addresses(NamedTuple):
    """What a header says: the addresses in their order, and the parts that are none."""

    found: tuple[str, ...]
    strange: tuple[str, ...]


class _Token(NamedTuple):
    kind: str
    text: str


def read_addresses(text: str) -> Addresses:
    """All addresses of a header; names, comments and the names of groups are left aside.

    Commas and semicolons separate, in their wide forms too; addresses with nothing but space between them are several.
    """
    found: list[str] = []
    strange: list[str] = []
    item: list[_Token] = []
    for token in (*_tokens(_INVISIBLE.sub("", text)), _Token("separator", ",")):
        if token.kind == "separator":
            _read_item(item, found, strange)
            item = []
        elif token.kind == "colon":  # what stands before it is the name of a group
            if any("@" in one.text for one in item):
                strange.append(_text_of((*item, token)))
            item = []
        else:
            item.append(token)
    return Addresses(tuple(found), tuple(strange))


def canonical(address: str) -> str:
    """The address in the form in which the same ones are equal: case, quotation marks and a last dot aside."""
    local, _, domain = normalize("NFC", address).rpartition("@")
    plain = re.sub(rf"{_QUOTED}", lambda quoted: re.sub(r"\\(.)", r"\1", quoted[0][1:-1], flags=re.DOTALL), local)
    host = domain.casefold().removesuffix(".")
    if not host.isascii() and len(host) <= _LONGEST_DOMAIN:
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    return f"{plain.casefold()}@{host}"


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a header; what is opened and never closed reaches to its end. Comments are left out."""
    place = 0
    while (match := _TOKEN.match(text, place)) is not None:
        kind, place = str(match.lastgroup), match.end()
        if kind == "comment":
            kind, place = _comment(text, match.start())
        if kind == "rest" and match[0] in '"<([':
            yield _Token("rest", text[match.start() :])
            return
        if kind != "comment":
            yield _Token(kind, text[match.start() : place])


def _comment(text: str, start: int) -> tuple[str, int]:
    """Where the comment ends that begins at `start`; comments may hold comments."""
    depth = 0
    for paren in _PAREN.finditer(text, start):
        depth += {"(": 1, ")": -1}.get(paren[0], 0)
        if depth == 0:
            return "comment", paren.end()
    return "rest", len(text)


def _read_item(item: Sequence[_Token], found: list[str], strange: list[str]) -> None:
    """What stands between two separators: a name and its address in angle brackets, or bare addresses."""
    here: list[str] = []
    if any(token.kind == "angle" for token in item):
        odd = _read_named(item, here)
    elif not any(token.kind == "rest" for token in item):
        odd = _read_bare(item, here)
    else:
        odd = [_text_of(item)]
    # A name without any address is shown whole.
    strange += odd if here else [whole for whole in [_text_of(item)] if whole]
    found += here


def _read_bare(item: Sequence[_Token], found: list[str]) -> list[str]:
    """Addresses without names, with nothing but space between them; what else stands there is returned."""
    text = _text_of(item)
    pieces = _PIECE.findall(text if '"' in text else _AROUND.sub(r"\1", text))
    addresses = [_address(piece) for piece in pieces]
    found += [address for address in addresses if address is not None]
    return [piece for piece, address in zip(pieces, addresses, strict=True) if address is None]


def _read_named(item: Sequence[_Token], found: list[str]) -> list[str]:
    """Names with their addresses; what may be an address and is in no brackets, or stands behind them, is returned."""
    angles = [place for place, token in enumerate(item) if token.kind == "angle"]
    for place in angles:
        inner = "".join(token.text for token in _tokens(item[place].text[1:-1])).strip()
        address = _address(inner if '"' in inner else _AROUND.sub(r"\1", _ROUTE.sub("", inner)))
        if address is None:
            found.clear()
            return [_text_of(item)]
        found.append(address)
    said = {canonical(address) for address in found}
    name = [token for token in item[: angles[-1]] if token.kind not in {"angle", "quoted", "encoded"}]
    behind = [token.text for token in item[angles[-1] + 1 :] if token.kind != "space"]
    unclosed = [token.text for token in name if token.kind == "rest"]
    return [*unclosed, *_others(_text_of(name), said), *behind]


def _others(name: str, said: Container[str]) -> Iterator[str]:
    """What in a name may be meant as an address other than those in the brackets; `Jane @ Example` is none."""
    for piece in _AROUND.sub(r"\1", name).split():
        address = _address(piece)
        if _LIKE_AN_ADDRESS.search(piece) and (address is None or canonical(address) not in said):
            yield piece


def _address(piece: str) -> str | None:
    """The address that a piece is, whatever a program has put around it; None where it is none."""
    if piece[:1] == piece[-1:] == "'":
        piece = piece[1:-1]
    if piece[:7].lower() == "mailto:":
        piece = piece[7:]
    return piece if _ADDRESS.fullmatch(piece) else None


def _text_of(item: Sequence[_Token]) -> str:
    return "".join(token.text for token in item).strip()
