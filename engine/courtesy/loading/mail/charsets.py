"""Bytes of a mail as text: by the character sets that browsers take for those that mails name."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64, a2b_qp
from itertools import groupby

_MEANT = {
    "gb18030": "gb2312 gbk x-gbk cp936 ms936 gb_2312-80 csgb2312 euc-cn",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j csshiftjis",
    "cp949": "ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 euc-kr korean windows-949",
    "cp1252": "iso-8859-1 latin1 latin-1 l1 iso8859-1 iso_8859-1 x-cp1252",
    "cp1254": "iso-8859-9 latin5 iso_8859-9",
    "cp874": "tis-620 iso-8859-11",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "utf-8": "utf8 unicode-1-1-utf-8 x-unknown unknown unknown-8bit 8bit binary default_charset",
}
"""The character sets that hold what programs write under these names (the WHATWG's Encoding Standard)."""
_BY_NAME = {name: charset for charset, names in _MEANT.items() for name in names.split()}
_FOR_HOSTS = frozenset({"punycode", "idna", "undefined", "unicodeescape", "rawunicodeescape"})
"""Codecs that are for other things; the first two take hours for a long text."""
_ENCODED_WORD = re.compile(r"=\?([^?\s*]++)(?:\*[^?\s]*+)?\?([bq])\?([^?]*+)\?=", re.IGNORECASE)
_UNDEFINED = re.compile(b"[\x81\x8d\x8f\x90\x9d]")


def decoded(data: bytes, charset: str | None, *, whole: str | None = None) -> str:
    """The text of bytes in the character set that is named, where they fit it, else in one that they do fit.

    `whole` is that of the whole file, where its first bytes tell it. A character set that does not fit its text is
    common; UTF-8 rarely fits by chance.
    """
    for name in dict.fromkeys((*(() if whole is None else (whole,)), _meant(charset), "utf-8")):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return _UNDEFINED.sub(b" ", data).decode("cp1252")


def _meant(charset: str | None) -> str:
    name = (charset or "utf-8").strip("\"' ").lower()
    if name.replace("-", "").replace("_", "") in _FOR_HOSTS:
        return "utf-8"
    return _BY_NAME.get(name, name)


def decoded_words(text: str) -> str:
    """A header with its encoded words (RFC 2047) decoded; characters may be spread over several words."""
    pieces: list[tuple[str | None, str | bytes]] = []
    place = 0
    for word in _ENCODED_WORD.finditer(text):
        between = text[place : word.start()]
        if between.strip() or not pieces:
            pieces.append((None, between))
        pieces.append((word[1], _bytes_of(word[2], word[3])))
        place = word.end()
    pieces.append((None, text[place:]))
    return "".join(
        "".join(map(str, parts)) if charset is None else decoded(b"".join(map(_as_bytes, parts)), charset)
        for charset, group in groupby(pieces, key=lambda piece: piece[0])
        for parts in ([part for _, part in group],)
    )


def _bytes_of(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return a2b_qp(data, header=True)
    try:
        return a2b_base64(data + b"==")
    except NotBase64:
        return data


def _as_bytes(part: str | bytes) -> bytes:
    return part if isinstance(part, bytes) else part.encode()
