"""The state of a language server: what is open, and what became of tests; marks are told when typing pauses."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from courtesy._version import __version__
from courtesy.editor.diagnostics import marks
from courtesy.editor.server.converting import diagnostic
from courtesy.editor.server.places import Places, path_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet
    from courtesy.model.policy_tests import TestResult

PAUSE_SECONDS = 0.2
"""How long nobody types before marks are looked for again."""
_log = logging.getLogger("courtesy.lsp")


class CourtesyServer(LanguageServer):
    """One connection to an editor."""

    def __init__(self, desk: Desk) -> None:
        """`desk` is where what is open lies."""
        # Texts come whole: they are small, and a character that ends a line here and not there cannot spoil them.
        super().__init__("courtesy", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.desk = desk
        self.addresses: dict[Path, str] = {}
        self.versions: dict[Path, int] = {}
        self.results: dict[Path, Mapping[str, tuple[TestResult, ...]]] = {}
        self._telling: asyncio.Task[None] | None = None

    # -------------------------------------------------------------------------------------------- texts

    def put(self, uri: str, version: int | None, text: str) -> None:
        """A text was opened or changed."""
        path = path_of(uri)
        if path is None:
            return
        self.addresses[path] = uri
        if version is not None:
            self.versions[path] = version
        self.desk.put(path, text)
        self.results.clear()
        self.tell_soon()

    def take(self, uri: str) -> None:
        """A text was closed."""
        path = path_of(uri)
        if path is None:
            return
        self.desk.take(path)
        self.results.clear()
        self.versions.pop(path, None)
        self._publish(path, [])
        self.addresses.pop(path, None)
        self.tell_soon()

    def look_again(self) -> None:
        """Files on the disk have changed."""
        self.desk.look_again()
        self.results.clear()
        self.tell_soon()

    def sheet(self, uri: str) -> Sheet | None:
        """What is known of a file."""
        path = path_of(uri)
        return None if path is None else self.desk.sheet(path)

    def places(self) -> Places:
        """Addresses and lines as the editor counts them."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return Places(self.desk, str(getattr(encoding, "value", encoding)), self.addresses)

    # -------------------------------------------------------------------------------------------- what it says

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002  pygls's signature
        """What went wrong with a message is for the log, not for whoever is typing."""
        _log.error("a message was not understood: %s", error)

    def supports(self, *steps: str) -> bool:
        """Whether the editor says that it can do something."""
        found: Any = self.client_capabilities
        for step in steps:
            found = getattr(found, step, None)
        return bool(found)

    def tell_soon(self) -> None:
        """Tell what is wrong as soon as nobody has typed for a moment."""
        if self._telling is not None:
            self._telling.cancel()
        self._telling = asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        """Tell what is wrong with each open file: a change of one may put others right or wrong."""
        await asyncio.sleep(PAUSE_SECONDS)
        places = self.places()
        for path in self.desk.paths:
            try:
                # What takes its time is looked for beside all else, so that nobody waits for a word to complete.
                sheet = self.desk.sheet(path)
                if sheet is not None:
                    await asyncio.to_thread(self.desk.linted, sheet)
                lines = places.lines(path)
                self._publish(path, [diagnostic(mark, lines, places) for mark in marks(self.desk, path)])
            except Exception:  # noqa: BLE001  what cannot be told of one file is told of the others
                _log.exception("what is wrong with %s could not be told", path)

    def _publish(self, path: Path, found: list[types.Diagnostic]) -> None:
        uri = self.addresses.get(path) or path.as_uri()
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, diagnostics=found, version=self.versions.get(path))
        )
