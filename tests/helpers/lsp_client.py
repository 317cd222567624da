"""An editor as far as a language server sees one: it opens texts, and asks for problems, completions and explanations.

Lines and columns are counted from 1, as in messages of the loader; the protocol counts from 0.
"""

from __future__ import annotations

import json
import subprocess
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_PATIENCE = 300
"""Seconds until an answer is given up: only a server that hangs takes so long, however busy the machine is."""
_MARKDOWN = ["markdown", "plaintext"]
_CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": _MARKDOWN}},
        "hover": {"contentFormat": _MARKDOWN},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    },
    "workspace": {"configuration": True, "workspaceFolders": True},
}


class Told(NamedTuple):
    """A problem that a server tells of a text: where it begins, and what it says."""

    line: int
    column: int
    message: str
    code: str | int | None
    data: Any

    @property
    def place(self) -> tuple[int, int]:
        """Line and column."""
        return self.line, self.column


class Client:
    """Speaks with one language server over its standard input and output; a context manager, which ends it.

    `settings` answer what the server asks for by section, such as `yaml`.
    """

    def __init__(self, command: Sequence[str], root: Path, settings: Mapping[str, Any] | None = None) -> None:
        self._root, self._settings = root, settings or {}
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self._messages: Queue[dict[str, Any]] = Queue()
        self._asked = 0
        self._versions: dict[str, int] = {}
        self._told: dict[str, list[Told]] = {}
        self._reader = Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        uri = self._root.as_uri()
        folders = [{"uri": uri, "name": self._root.name}]
        start = {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": _CAPABILITIES}
        self.capabilities: dict[str, Any] = self.request("initialize", start)["capabilities"]
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.request("shutdown", None)
            self.notify("exit", None)
            self._server.wait(_PATIENCE)
        finally:
            self._server.kill()
            self._server.wait()
            for pipe in (self._server.stdin, self._server.stdout):
                if pipe is not None:
                    pipe.close()

    # ------------------------------------------------------------------------------------------ as an editor

    def open(self, file: Path, text: str | None = None) -> None:
        """Open a file, or change it where it is open, as if `text` had been typed; without one as it lies there."""
        uri, said = file.as_uri(), file.read_text("utf-8") if text is None else text
        self._told.pop(uri, None)
        self._versions[uri] = self._versions.get(uri, 0) + 1
        if self._versions[uri] == 1:
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": said}
            self.notify("textDocument/didOpen", {"textDocument": document})
        else:
            changed = {"uri": uri, "version": self._versions[uri]}
            self.notify("textDocument/didChange", {"textDocument": changed, "contentChanges": [{"text": said}]})

    def problems(self, file: Path) -> list[Told]:
        """What the server tells of a file that is open, in the order of the text."""
        uri = file.as_uri()
        while uri not in self._told:
            self._take(self._next())
        return self._told[uri]

    def completions(self, file: Path, line: int, column: int) -> dict[str, dict[str, Any]]:
        """What is offered at a place, by label."""
        answer = self.request("textDocument/completion", self._at(file, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: item for item in items}

    def hover(self, file: Path, line: int, column: int) -> str:
        """What is explained at a place; empty where nothing is."""
        answer = self.request("textDocument/hover", self._at(file, line, column))
        contents = answer["contents"] if answer else ""
        return contents["value"] if isinstance(contents, dict) else str(contents)

    def _at(self, file: Path, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": file.as_uri()}, "position": {"line": line - 1, "character": column - 1}}

    # ------------------------------------------------------------------------------------------ the protocol

    def request(self, method: str, params: Any) -> Any:
        """The result of a request. Raises AssertionError where the server answers with an error."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message["error"]
                return message.get("result")
            self._take(message)

    def notify(self, method: str, params: Any) -> None:
        """Tell the server something that it does not answer."""
        self._send({"method": method, "params": params})

    def _take(self, message: dict[str, Any]) -> None:
        """Keep the problems that the server tells, and answer what it asks."""
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            if params.get("version") in {None, self._versions.get(params["uri"])}:
                self._told[params["uri"]] = sorted(_told(params["diagnostics"]))
        elif "id" in message and "method" in message:
            answer: Any = None
            if message["method"] == "workspace/configuration":
                answer = [self._settings.get(item.get("section", "")) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": answer})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._server.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _next(self) -> dict[str, Any]:
        try:
            message = self._messages.get(timeout=_PATIENCE)
        except Empty:
            message = {}
        assert message, f"the server {self._server.args!r} has ended, or does not answer"
        return message

    def _read(self) -> None:
        stream = self._server.stdout
        assert stream is not None
        while head := stream.readline():
            length = 0
            while head.strip():
                name, _, value = head.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                head = stream.readline()
            if body := stream.read(length):
                self._messages.put(json.loads(body))
        self._messages.put({})


def _told(diagnostics: Sequence[dict[str, Any]]) -> Iterator[Told]:
    for one in diagnostics:
        start = one["range"]["start"]
        yield Told(start["line"] + 1, start["character"] + 1, one["message"], one.get("code"), None)
