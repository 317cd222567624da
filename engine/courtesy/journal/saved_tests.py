"""A test more in the text of a file of tests: below those that are there, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.journal.edits import line_below
from courtesy.journal.errors import UneditableFileError
from courtesy.journal.layout import scalar
from courtesy.journal.new_policy import case_lines
from courtesy.journal.source import Source
from courtesy.loading.characters import decode
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOVE = """\
# Verdicts that somebody found right. Each test states its whole case; `courtesy test` holds the policy to them."""


def new_saved_tests(sentence: str, stated: Mapping[str, Any], schema: str, policy: str | None = None) -> str:
    """The text of a file with one test; `policy` names the one that it is of, where several lie beside it."""
    head = [f"# yaml-language-server: $schema={schema}", _ABOVE]
    named = [] if policy is None else [f"policy: {scalar(policy, is_json=False)}"]
    return "\n".join((*head, *named, "base: {}", "cases:", *_test(sentence, stated, "  "), ""))


def with_test(data: bytes, file: str, sentence: str, stated: Mapping[str, Any]) -> bytes:
    """The bytes of a file of tests with one test more.

    Raises InvalidInputError where it cannot be read, and UneditableFileError where its layout does not let a test be
    added by itself.
    """
    source = Source(data, file)
    cases = source.tree.get("cases")
    if not isinstance(cases, MappingNode) or not cases or source.text[source.start(cases.span)] == "{":
        hint = "write `cases:` with a line for each test, or move the file away: then a new one is made"
        raise UneditableFileError(file, "tests under `cases`, each on a line of its own", hint)
    indent = source.indent(source.start(next(iter(cases.key_spans.values()))))
    text = source.newline.join(_test(sentence, stated, indent))
    result = source.edited([line_below(source, list(cases.values())[-1], text)])
    decode(result, file)  # which tells of too many bytes
    return result


def _test(sentence: str, stated: Mapping[str, Any], indent: str) -> list[str]:
    return [f"{indent}{scalar(sentence, is_json=False)}:", *case_lines(stated, f"{indent}  ")]
