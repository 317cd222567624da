"""Public classes that are made with extras: imported where they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from courtesy.bulk.errors import AuditUnavailableError


class _Place(NamedTuple):
    module: str
    extra: str


OPTIONAL = {
    "Audit": _Place("courtesy.bulk.results", "audit"),
    "AuditFrames": _Place("courtesy.bulk.cluster.judging", "spark"),
    "Part": _Place("courtesy.bulk.results", "audit"),
}
"""Where each of them lies, by its name."""


def optional(package: str, name: str) -> type:
    """One of them. Raises AttributeError for any other name, and AuditUnavailableError where the extra is missing."""
    place = OPTIONAL.get(name)
    if place is None:
        message = f"module {package!r} has no attribute {name!r}"
        raise AttributeError(message)
    with AuditUnavailableError.unless_there(place.extra):
        found: type = getattr(import_module(place.module), name)
    return found
