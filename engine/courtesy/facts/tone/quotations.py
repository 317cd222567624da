"""Which parts of a text are somebody else's words."""

from __future__ import annotations

from courtesy.facts.message import pattern

_QUOTED = (
    r"\"[^\"\n]{1,2000}\"|\u201c[^\u201c\u201d\n]{1,2000}\u201d|\u201e[^\u201e\u201c\u201d\n]{1,2000}[\u201c\u201d]"
    r"|\u00ab[^\u00ab\u00bb\n]{1,2000}\u00bb|(?:(?<=\n)|\A)>[^\n]*"
)


def without_quotations(text: str) -> str:
    """The text with blanks in place of what stands in quotation marks, or behind `>`; all else keeps its place."""
    return str(pattern(_QUOTED, text).sub(lambda found: " " * len(found[0]), text))
