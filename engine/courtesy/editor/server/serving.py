"""The language server on standard input and output, which belong to the protocol alone."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from courtesy.editor.desk import Desk
from courtesy.editor.server.features import server

if TYPE_CHECKING:
    from pathlib import Path


def serve(project: Path | None = None, *, looks_above: bool = True) -> None:
    """Speak with an editor until it says that it is done, or is gone.

    `project` is the project file that holds for all files; without one that above each of them, if it `looks_above`.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    output = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed by mistake is not taken for a message
    server(Desk(project, looks_above=looks_above)).start_io(sys.stdin.buffer, output)
