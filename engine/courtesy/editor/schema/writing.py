"""Schemas with a policy's own words, from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.loading.project import Project


def schema_for(policy: str | Path, name: str = "policy", *, project: Project | None = None) -> dict[str, Any]:
    """The JSON Schema of one kind of file with the words of a policy: `policy`, `case`, `tests`, `waivers`, `project`.

    `policy` is a name, or the path of a policy or of one of its files; it may be half written. Rule files are read by
    the part `#/$defs/rule_file`. Raises PolicyNotFoundError and its like, and UnknownSchemaError.
    """
    from courtesy.editor.schema.other_files import OWN_WORDS  # noqa: PLC0415  cold start: most programs ask for none
    from courtesy.editor.schema.reading import words_of  # noqa: PLC0415  likewise
    from courtesy.loading.schema_errors import UnknownSchemaError  # noqa: PLC0415  likewise

    if name not in OWN_WORDS:
        raise UnknownSchemaError(name, tuple(OWN_WORDS))
    return OWN_WORDS[name](words_of(policy, project))
