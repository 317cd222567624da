"""The project of a team: where its policies lie, and which of them judges where nobody names one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.loading.project import Project, read_project

if TYPE_CHECKING:
    from os import PathLike


def load_project(path: str | PathLike[str] = ".") -> Project:
    """The project that a file states, or the `courtesy.yaml` of a folder; folders above are not looked through.

    Give it to `load_policy`, `load_policies` and `list_policies`. Raises InvalidInputError with everything that is
    wrong with it.
    """
    return read_project(Path(path))
