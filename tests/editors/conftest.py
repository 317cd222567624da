"""The language server of YAML that editors use, as an editor speaks to it. Without it these tests are skipped.

With `COURTESY_EDITOR=required` they fail instead. `.ci/node.sh` installs what is missing.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from courtesy.editor.schema.other_files import OWN_WORDS
from courtesy.editor.schema.reading import words_of
from tests.helpers.lsp_client import Client, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = Path(__file__).parents[2] / ".cache/node/node_modules/yaml-language-server/bin/yaml-language-server"
_SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},  # it is asked for over the network
        "format": {"enable": False},
    }
}


class Editor:
    """Opens texts whose first line names their schema; lines are counted without that one."""

    def __init__(self, client: Client, folder: Path) -> None:
        self._client, self._folder = client, folder
        self._schemas: dict[str, Path] = {}
        self._opened = 0

    def schema(self, name: str, policy: Path | str) -> Path:
        """The file of a schema with the words of a policy."""
        text = json.dumps(OWN_WORDS[name](words_of(policy)))
        if text not in self._schemas:
            self._schemas[text] = self._folder / f"{len(self._schemas)}.schema.json"
            self._schemas[text].write_text(text, encoding="utf-8")
        return self._schemas[text]

    def open(self, text: str, schema: Path | str) -> Path:
        """A text in a file of its own."""
        self._opened += 1
        file = self._folder / f"{self._opened}.yaml"
        self._client.open(file, f"# yaml-language-server: $schema={schema}\n{text}")
        return file

    def problems_of_file(self, file: Path) -> list[Told]:
        """What is marked in a file as it lies there."""
        self._client.open(file)
        return self._client.problems(file)

    def problems(self, file: Path) -> list[Told]:
        """What is marked."""
        return [told._replace(line=told.line - 1) for told in self._client.problems(file)]

    def completions(self, text: str, schema: Path | str) -> dict[str, dict[str, Any]]:
        """What is offered where the text has a `|`, by label."""
        text, line, column = _cursor(text)
        return self._client.completions(self.open(text, schema), line + 1, column)

    def hover(self, text: str, schema: Path | str) -> str:
        """What is explained of the letter behind the `|` of the text."""
        text, line, column = _cursor(text)
        return self._client.hover(self.open(text, schema), line + 1, column)


def _cursor(text: str) -> tuple[str, int, int]:
    before, _, after = text.partition("|")
    return before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor with the language server of YAML."""
    node = shutil.which("node")
    if node is None or not SERVER.is_file():
        message = (
            "no language server to try the schemas with: node or yaml-language-server is missing (see .ci/node.sh)"
        )
        if os.environ.get("COURTESY_EDITOR") == "required":
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("editor")
    with Client([node, str(SERVER), "--stdio"], folder, _SETTINGS) as client:
        yield Editor(client, folder)
