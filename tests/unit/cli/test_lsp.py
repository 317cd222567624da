"""`courtesy lsp` speaks with an editor: all that it can do is asked for by a client of the protocol."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.desks import FILES, folder
from tests.helpers.lsp_client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULES, MANIFEST = "acme/contact.yaml", "acme/policy.yaml"
SERVER = (sys.executable, "-m", "courtesy", "lsp")


class Editor:
    """An editor with the folder of a small agency."""

    def __init__(self, client: Client, root: Path) -> None:
        self.client, self.root = client, root

    def type(self, name: str, text: str) -> list[str]:
        """Type a text into a file; what is then marked in it, as `line:column code`."""
        self.client.open(self.root / name, text)
        return [f"{told.line}:{told.column} {told.code}" for told in self.client.problems(self.root / name)]

    def close(self, name: str) -> list[str]:
        """Close a file; what is then marked in it."""
        file = self.root / name
        self.client._told.pop(file.as_uri(), None)
        self.client._versions.pop(file.as_uri(), None)
        self.client.notify("textDocument/didClose", {"textDocument": self.document(name)})
        return [told.message for told in self.client.problems(file)]

    def document(self, name: str) -> dict[str, str]:
        """A file as the protocol names it."""
        return {"uri": (self.root / name).as_uri()}

    def ask(self, question: str, name: str, line: int, column: int, **more: Any) -> Any:
        """The answer to a question about a place, whose line and column count from 1."""
        position = {"line": line - 1, "character": column - 1}
        return self.client.request(
            f"textDocument/{question}", {"textDocument": self.document(name), "position": position, **more}
        )

    def fixes(self, name: str, line: int, column: int) -> list[dict[str, Any]]:
        """The quick fixes at a place."""
        at = {"line": line - 1, "character": column - 1}
        asked = {"textDocument": self.document(name), "range": {"start": at, "end": at}, "context": {"diagnostics": []}}
        answer: list[dict[str, Any]] = self.client.request("textDocument/codeAction", asked)
        return answer


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """One connection for all tests: each types whole texts of its own."""
    root = folder(tmp_path_factory.mktemp("agency"))
    with Client(SERVER, root) as client:
        yield Editor(client, root)


def test_headquarters_changes_a_wait(editor: Editor) -> None:
    """The number that somebody types is explained, with what the rule then asks for."""
    text = FILES[MANIFEST].replace("5 business days", "10 business days")
    line = next(number for number, said in enumerate(text.splitlines(), 1) if "10 business days" in said)
    column = text.splitlines()[line - 1].index("10 business days") + 1
    assert [] == editor.type(MANIFEST, text)
    read = editor.client.hover(editor.root / MANIFEST, line, column + 1)
    assert "Without holidays that is 2 weeks." in read
    assert "Wait at least 10 business days after the interview." in read
    assert [] == editor.close(MANIFEST)


def test_mistakes_are_marked_as_they_are_typed_and_go_when_they_are_put_right(editor: Editor) -> None:
    """A mistake has its place in units of the editor, and a fix for exactly its word; a closed file has no marks."""
    wrong = "- {id: contact.x, title: \U0001f44b hello, level: musst, applies_to: {channel: whatsapp}, forbid: true}\n"
    column = len(wrong[: wrong.index("musst")].encode("utf-16-le")) // 2 + 1
    assert [f"1:{column} wrong-value"] == editor.type(RULES, wrong)
    (fix,) = editor.fixes(RULES, 1, column)
    (edit,) = fix["edit"]["changes"][editor.document(RULES)["uri"]]
    assert ("Change to `must`", "must") == (fix["title"], edit["newText"])
    assert (column - 1, column + 4) == tuple(edit["range"][end]["character"] for end in ("start", "end"))
    assert "did you mean `must`" in fix["diagnostics"][0]["message"].lower()
    assert [] == editor.type(RULES, wrong.replace("musst", "must"))
    assert [f"1:{column} wrong-value"] == editor.type(RULES, wrong)
    assert [] == editor.close(RULES)


def test_what_is_typed_in_one_file_counts_for_the_others(editor: Editor) -> None:
    """A channel that an unsaved manifest declares is known in a rule file, and one that it no longer does is not."""
    rules = "- {id: contact.x, level: must, applies_to: {channel: teams}, forbid: true}\n"
    assert ["1:54 unknown-value"] == editor.type(RULES, rules)
    declared = FILES[MANIFEST].replace("WhatsApp message}", "WhatsApp message, teams: chat}")
    editor.type(MANIFEST, declared)
    assert [] == editor.type(RULES, rules)
    editor.close(MANIFEST)
    assert ["1:54 unknown-value"] == editor.type(RULES, rules)
    editor.close(RULES)


def test_words_complete_where_the_text_is_unfinished(editor: Editor) -> None:
    """Keys, facts and units are offered, each with its explanation and the stretch that it replaces."""
    text = "- id: contact.x\n  level: must\n  wait: {at_least: 5 bus"
    editor.type(RULES, text)
    found = editor.client.completions(editor.root / RULES, 3, 25)
    edit = found["5 business days"]["textEdit"]
    assert ("5 business days", 19, 24) == (
        edit["newText"], edit["range"]["start"]["character"], edit["range"]["end"]["character"]
    )  # fmt: skip
    assert "holiday" in found["5 business days"]["documentation"]["value"]
    editor.type(RULES, "- id: contact.x\n  unless:\n    ")
    found = editor.client.completions(editor.root / RULES, 3, 5)
    assert {"attributes.agreed", "recipient.met", "any"} <= found.keys()
    editor.close(RULES)


def test_names_lead_to_where_they_are_declared(editor: Editor) -> None:
    """A changed rule leads to the parent's, a fact to the manifest, and a rule is found where it is named."""
    editor.type(MANIFEST, FILES[MANIFEST])
    line = FILES[MANIFEST].splitlines().index("  timing.email-after-a-week:") + 1
    (parents,) = editor.ask("definition", MANIFEST, line, 10)
    assert parents["uri"].endswith("hire-wire/1.0.0/timing.yaml")
    editor.type(RULES, FILES[RULES])
    (fact,) = editor.ask("definition", RULES, 5, 25)
    assert editor.document(MANIFEST)["uri"] == fact["uri"]
    found = editor.ask("references", RULES, 7, 10, context={"includeDeclaration": True})
    assert 4 == len(found)
    editor.close(MANIFEST)
    editor.close(RULES)


def test_rules_are_listed_with_their_tests_which_can_be_run(editor: Editor) -> None:
    """Above a rule stands how many tests it has, and after a run what became of them, with the rule as it is typed."""
    editor.type(RULES, FILES[RULES])
    symbols = editor.client.request("textDocument/documentSymbol", {"textDocument": editor.document(RULES)})
    assert ["contact.whatsapp-by-consent", "contact.calls"] == [symbol["name"] for symbol in symbols]
    assert ["no tests", "2 tests"] == _titles(editor)
    command = _lenses(editor)[1]["command"]
    assert "2 tests: passed" == editor.client.request("workspace/executeCommand", _call(command))["message"]
    assert ["no tests", "2 tests: passed"] == _titles(editor)
    editor.type(RULES, FILES[RULES].replace("2 days", "9 days"))
    assert ["no tests", "2 tests"] == _titles(editor)
    told = editor.client.request("workspace/executeCommand", _call(command))
    assert (1, 1) == (told["passed"], told["failed"])
    assert "a call after three days is fine (outcome: expected allow, got warn)" in told["message"]
    assert ["no tests", "2 tests: 1 failed"] == _titles(editor)
    editor.type(RULES, FILES[RULES].replace("2 days", "2 day s"))
    assert "cannot be run" in editor.client.request("workspace/executeCommand", _call(command))["message"]
    editor.close(RULES)


def test_rules_that_a_policy_changes_have_their_tests_too(editor: Editor) -> None:
    """A manifest shows above each change how many tests name the rule."""
    editor.type(MANIFEST, FILES[MANIFEST])
    found = editor.client.request("textDocument/codeLens", {"textDocument": editor.document(MANIFEST)})
    assert [("no tests", "timing.email-after-a-week")] == [
        (lens["command"]["title"], lens["command"]["arguments"][1]) for lens in found
    ]
    editor.close(MANIFEST)


def _lenses(editor: Editor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = editor.client.request(
        "textDocument/codeLens", {"textDocument": editor.document(RULES)}
    )
    return found


def _titles(editor: Editor) -> list[str]:
    return [lens["command"]["title"] for lens in _lenses(editor)]


def _call(command: dict[str, Any]) -> dict[str, Any]:
    return {"command": command["command"], "arguments": command["arguments"]}


def test_odd_questions_have_no_answer_and_end_nothing(editor: Editor) -> None:
    """Places beyond a text, files that are none, texts that were never saved, and cancellations disturb nobody."""
    editor.type(RULES, "- id: [\n")
    for line, column in ((1, 999), (999, 1)):
        for question in ("hover", "completion", "definition"):
            editor.ask(question, RULES, line, column)
    for uri in ("untitled:Untitled-1", "file:///nowhere/at%00all.yaml", (editor.root / "gone.yaml").as_uri(), "x"):
        asked = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 0}}
        assert editor.client.request("textDocument/hover", asked) is None
    editor.client.notify("$/cancelRequest", {"id": 4711})
    editor.client.notify("textDocument/hover", {"position": {"line": -1}})
    editor.client.notify("nobody/knows", [])
    assert editor.client.request("workspace/executeCommand", {"command": "courtesy.runTests", "arguments": [7]}) is None
    (editor.root / "acme" / "moved.yaml").write_text("- {id: moved.x, level: may, forbid: true}\n", "utf-8")
    editor.client.notify("workspace/didChangeWatchedFiles", {"changes": []})
    (editor.root / "acme" / "moved.yaml").unlink()
    assert [] == editor.close(RULES)


@pytest.mark.no_cover
def test_without_its_libraries_the_command_says_how_to_install_them(tmp_path: Path) -> None:
    """Where the extra is not installed, the message is the command that installs it."""
    for name in ("pygls", "lsprotocol"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError({name!r}, name={name!r})", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(SERVER, capture_output=True, text=True, env=environment, check=False)
    assert (2, "") == (run.returncode, run.stdout)
    assert (
        "error[no-language-server]: expected what the language server takes, found that `lsprotocol` is not installed\n"
        "  help: `pip install 'courtesy[lsp]'`\n" == run.stderr
    )
