"""An error as JSON, on one line, so that several can follow each other. The keys are contract, the texts are not."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING

from courtesy.rendering.json_parts import FORMAT_VERSION

if TYPE_CHECKING:
    from courtesy.errors import CourtesyError
    from courtesy.rendering.ink import Paint


def render(error: CourtesyError, paint: Paint, consequence: str | None = None) -> str:  # noqa: ARG001  JSON has no colour
    """The error with every problem that it lists; with a consequence it is a note, where it is no error."""
    of = error.to_dict()
    said = {"error": of} if consequence is None else {"note": {**of, "consequence": consequence}}
    return dumps({"courtesy": FORMAT_VERSION, **said}, ensure_ascii=False) + "\n"
