"""Paths as whoever types commands sees them."""

from __future__ import annotations

from pathlib import Path


def seen_from_here(path: Path) -> Path:
    """The path from the current folder on, where it lies in that; else as it is."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path
