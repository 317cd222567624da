"""What an editor may ask of the language server, each question answered by one function."""

from __future__ import annotations

import asyncio
import logging
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types

from courtesy.editor.completion import completions
from courtesy.editor.definition import definitions, references
from courtesy.editor.diagnostics import marks
from courtesy.editor.hover import hover
from courtesy.editor.lenses import lenses, run_tests, told
from courtesy.editor.outline import outline
from courtesy.editor.server import converting
from courtesy.editor.server.server import CourtesyServer
from courtesy.errors import CourtesyError
from courtesy.model.policy_tests import TestState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet

RUN_TESTS = "courtesy.runTests"
"""The command that runs the tests of a rule: its arguments are the address of a file, and the rule's id or nothing."""
_TRIGGERS = [" ", ":", ".", "-", "{", "[", ","]
_WATCHED = "**/*.{yaml,yml,json}"
_log = logging.getLogger("courtesy.lsp")
_T = TypeVar("_T")


def server(desk: Desk) -> CourtesyServer:
    """A language server, ready to be started."""
    found = CourtesyServer(desk)
    _texts(found)
    _questions_about_places(found)
    _questions_about_files(found)
    _commands(found)
    return found


def _careful(answer: Callable[..., _T]) -> Callable[..., _T | None]:
    """An answer that is none where it cannot be given: an editor goes on, and what went wrong is in the log."""

    @wraps(answer)
    def careful(*arguments: Any) -> _T | None:
        try:
            return answer(*arguments)
        except Exception:  # noqa: BLE001  an editor never sees a traceback
            _log.exception("no answer to %s", answer.__name__)
            return None

    return careful


def _texts(found: CourtesyServer) -> None:
    @found.feature(types.INITIALIZED)
    @_careful
    def initialized(ls: CourtesyServer, _: types.InitializedParams) -> None:
        if ls.supports("workspace", "did_change_watched_files", "dynamic_registration"):
            watchers = [types.FileSystemWatcher(_WATCHED)]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            watching = types.Registration("watching", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            ls.client_register_capability(types.RegistrationParams([watching]))

    @found.feature(types.TEXT_DOCUMENT_DID_OPEN)
    @_careful
    def opened(ls: CourtesyServer, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        ls.put(document.uri, document.version, document.text)

    @found.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    @_careful
    def changed(ls: CourtesyServer, params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        ls.put(document.uri, document.version, ls.workspace.get_text_document(document.uri).source)

    @found.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    @_careful
    def closed(ls: CourtesyServer, params: types.DidCloseTextDocumentParams) -> None:
        ls.take(params.text_document.uri)

    @found.feature(types.TEXT_DOCUMENT_DID_SAVE)
    @_careful
    def saved(ls: CourtesyServer, _: types.DidSaveTextDocumentParams) -> None:
        ls.look_again()

    @found.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @_careful
    def moved(ls: CourtesyServer, _: types.DidChangeWatchedFilesParams) -> None:
        ls.look_again()

    @found.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(_: CourtesyServer, __: types.DidChangeConfigurationParams) -> None:
        """There is nothing to configure."""


def _questions_about_places(found: CourtesyServer) -> None:
    @found.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    @_careful
    def completion(ls: CourtesyServer, params: types.CompletionParams) -> types.CompletionList | None:
        snippets = ls.supports("text_document", "completion", "completion_item", "snippet_support")
        return _at(ls, params, lambda sheet, offset, lines, _: converting.completion(
            completions(sheet, offset), lines, snippets=snippets
        ))  # fmt: skip

    @found.feature(types.TEXT_DOCUMENT_HOVER)
    @_careful
    def hovering(ls: CourtesyServer, params: types.HoverParams) -> types.Hover | None:
        return _at(ls, params, lambda sheet, offset, lines, _: converting.hovering(hover(sheet, offset), lines))

    @found.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_careful
    def definition(ls: CourtesyServer, params: types.DefinitionParams) -> list[types.Location] | None:
        return _at(ls, params, lambda sheet, offset, _, places: converting.locations(
            definitions(ls.desk, sheet, offset), places
        ))  # fmt: skip

    @found.feature(types.TEXT_DOCUMENT_REFERENCES)
    @_careful
    def referring(ls: CourtesyServer, params: types.ReferenceParams) -> list[types.Location] | None:
        return _at(ls, params, lambda sheet, offset, _, places: converting.locations(
            references(ls.desk, sheet, offset), places
        ))  # fmt: skip


def _questions_about_files(found: CourtesyServer) -> None:
    @found.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @_careful
    def symbols(ls: CourtesyServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        sheet = ls.sheet(params.text_document.uri)
        if sheet is None:
            return None
        lines = ls.places().lines(sheet.path)
        return [converting.symbol(entry, lines) for entry in outline(sheet)]

    @found.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([types.CodeActionKind.QuickFix]))
    @_careful
    def fixing(ls: CourtesyServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        sheet = ls.sheet(params.text_document.uri)
        only = params.context.only or [types.CodeActionKind.QuickFix]
        if sheet is None or not any(str(types.CodeActionKind.QuickFix.value).startswith(kind) for kind in only):
            return None
        places = ls.places()
        lines = places.lines(sheet.path)
        start, end = (lines.offset(at.line, at.character) for at in (params.range.start, params.range.end))
        touched = [mark for mark in marks(ls.desk, sheet.path) if mark.start <= end and start <= mark.end]
        return [action for mark in touched for action in converting.actions(mark, lines, places)]

    @found.feature(types.TEXT_DOCUMENT_CODE_LENS)
    @_careful
    def lens(ls: CourtesyServer, params: types.CodeLensParams) -> list[types.CodeLens] | None:
        uri = params.text_document.uri
        sheet = ls.sheet(uri)
        if sheet is None or sheet.manifest is None:
            return None
        lines = ls.places().lines(sheet.path)
        return [
            types.CodeLens(
                converting.range_of(lines, one.start, one.end),
                types.Command(one.title, RUN_TESTS, arguments=[uri, one.rule]),
            )
            for one in lenses(ls.desk, sheet, ls.results.get(sheet.manifest, {}))
        ]


def _at(ls: CourtesyServer, params: Any, answer: Callable[[Sheet, int, Any, Any], _T]) -> _T | None:
    """The answer about a place of a file; None where there is no such file."""
    sheet = ls.sheet(params.text_document.uri)
    if sheet is None:
        return None
    places = ls.places()
    lines = places.lines(sheet.path)
    return answer(sheet, lines.offset(params.position.line, params.position.character), lines, places)


def _commands(found: CourtesyServer) -> None:
    @found.command(RUN_TESTS)
    async def tests(ls: CourtesyServer, *arguments: Any) -> dict[str, Any] | None:
        try:
            return await _tests_run(ls, arguments)
        except Exception:  # noqa: BLE001  an editor never sees a traceback
            _log.exception("the tests could not be run")
            return None


async def _tests_run(ls: CourtesyServer, arguments: Sequence[Any]) -> dict[str, Any] | None:
    """Run the tests of a rule beside all else, tell what became of them, and show it above the rule."""
    uri, rule = (arguments[place] if len(arguments) > place else None for place in range(2))
    sheet = ls.sheet(uri) if isinstance(uri, str) else None
    if sheet is None or sheet.manifest is None:
        return None
    rule = rule if isinstance(rule, str) else None
    try:
        results = await asyncio.to_thread(run_tests, ls.desk, sheet, rule)
    except CourtesyError as error:
        message = f"the tests cannot be run: {str(error).splitlines()[0]}"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))
        return {"rule": rule, "message": message, "passed": 0, "failed": 0}
    if ls.sheet(sheet.path.as_uri()) is sheet:  # nobody has typed since
        ls.results[sheet.manifest] = {**ls.results.get(sheet.manifest, {}), **results}
    every = {(str(one.place), one.sentence): one for found in results.values() for one in found}.values()
    failed = sum(one.state is not TestState.PASSED for one in every)
    message = told(every)
    kind = types.MessageType.Warning if failed else types.MessageType.Info
    ls.window_show_message(types.ShowMessageParams(kind, message))
    if ls.supports("workspace", "code_lens", "refresh_support"):
        ls.workspace_code_lens_refresh(None)
    return {"rule": rule, "message": message, "passed": len(every) - failed, "failed": failed}
