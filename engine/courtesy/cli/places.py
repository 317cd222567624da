"""Paths as whoever types commands sees them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.loading.file_names import seen_from_here
from courtesy.spans import SourceName

if TYPE_CHECKING:
    from courtesy.spans import Span


def span_from_here(span: Span) -> Span:
    """The place in a file whose path is as it is seen from the current folder; as it is, where it is in no file."""
    if not span.line:
        return span
    text = span.file.text if isinstance(span.file, SourceName) else ""
    return replace(span, file=SourceName(str(seen_from_here(Path(span.file))), text))
