"""Values from what `to_dict` gives of them: they come back from queues, files and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from courtesy.api.arguments import kind_of
from courtesy.api.errors import UnusableArgumentError
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from courtesy.api.case_reading import CaseReading

_T = TypeVar("_T")


def from_dict(kind: type[_T], data: Mapping[str, Any], *, policy: CaseReading | None = None) -> _T:
    """The value of that class whose `to_dict` is `data`: a result, a report, a case, or a part of one.

    Times come back with their offsets, not with the names of their zones, and places in files without the files' text.
    What a case or an act says in words of a policy's own, such as its attributes, is read by that `policy`. Raises
    UnusableArgumentError, InvalidInputError.
    """
    from courtesy.api.making_again import Reader  # noqa: PLC0415  cold start: all that has a form in JSON
    from courtesy.rendering.json_writers import WRITERS  # noqa: PLC0415  likewise

    forms: Collection[type] = WRITERS
    if kind not in forms:
        what = f"expected a class of values that have a form in JSON, found `{getattr(kind, '__name__', kind)!s:.60}`"
        raise UnusableArgumentError(what, "policies and projects come back from their files: `load_policy` reads them")
    reader = Reader(BUILT_IN if policy is None else policy.vocabulary)
    try:
        return reader.struct(kind, data)  # type: ignore[no-any-return]  # made of the class that is asked for
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        what = f"expected what `to_dict` gives of a `{getattr(kind, '__name__', kind)}`, found {kind_of(data)}"
        raise UnusableArgumentError(f"{what} that is none", "give the data as `to_dict` gave it") from None
