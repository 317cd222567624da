"""How mistakes in files are shown, compared whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from courtesy.errors import CourtesyError, InvalidInputError, Problem
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from courtesy.rendering.problems.text import MOST_SHOWN
from courtesy.spans import NOWHERE, SourceName, Span

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT = "rules:\n  - id: content.short\n\trequire: {message.wrods: {at_most: 150}}\n" + "#" * 200 + "\n"
_FILE = SourceName("content.yaml", _TEXT)


class MistakeError(Problem):
    """A problem with a fixed sentence."""

    code = "unknown-fact"

    def __init__(self, span: Span, fix: str | None = None) -> None:
        super().__init__(span)
        self.fix = fix

    def __str__(self) -> str:
        return "rule `content.short` reads unknown fact `message.wrods`"

    def help(self) -> str | None:
        """The fix that was given."""
        return self.fix


class LoneError(CourtesyError):
    """An error that stands in no file."""

    code = "no-action"

    def __init__(self, fix: str | None) -> None:
        super().__init__()
        self.fix = fix

    def __str__(self) -> str:
        return "the case proposes no action"

    def help(self) -> str | None:
        """The fix that was given."""
        return self.fix


def _shown(error: CourtesyError) -> str:
    shown: str = renderer("problems", "text")(error, plain)
    return shown


def _invalid(*spans: Span, fix: str | None = None) -> InvalidInputError:
    return InvalidInputError([MistakeError(span, fix) for span in spans])


def test_problem_points_at_its_place(snapshot: Callable[[str, str], None]) -> None:
    """A problem shows the sentence, the place, the fix, and marks under the very words."""
    span = Span(_FILE, 3, 12, 3, 25)
    snapshot("problem/invalid.txt", _shown(_invalid(span, fix="did you mean `message.words`?")))


def test_problem_over_several_lines_marks_the_first() -> None:
    """A stretch of several lines is marked to the end of its first line."""
    shown = _shown(_invalid(Span(_FILE, 2, 5, 4, 1)))
    assert shown == (
        "error[unknown-fact]: rule `content.short` reads unknown fact `message.wrods`\n"
        "  content.yaml:2:5\n"
        "  2 |   - id: content.short\n"
        "    |     ^^^^^^^^^^^^^^^^^\n"
    )


def test_no_excerpt_where_it_would_not_help() -> None:
    """A line that is missing, empty or very long is not shown, nor one of a file that is not at hand."""
    sentence = "error[unknown-fact]: rule `content.short` reads unknown fact `message.wrods`\n"
    for line in (4, 5, 99):
        assert _shown(_invalid(Span(_FILE, line, 1, line, 2))) == f"{sentence}  content.yaml:{line}:1\n"
    assert _shown(_invalid(Span(_FILE, 1, 50, 1, 51))) == f"{sentence}  content.yaml:1:50\n"
    assert _shown(_invalid(Span("content.yaml", 2, 5, 2, 7))) == f"{sentence}  content.yaml:2:5\n"


def test_problem_of_a_flag_has_no_line() -> None:
    """What is wrong with a flag of the command line is told by its name."""
    assert _shown(_invalid(Span("--to", 0, 0, 0, 0))).splitlines()[1:] == ["  --to"]


def test_problem_of_no_file_names_none() -> None:
    """What was given from Python or by flags has no place to point at."""
    shown = _shown(_invalid(NOWHERE, fix="did you mean `hr`?"))
    assert shown.splitlines()[1:] == ["  help: did you mean `hr`?"]
    assert len(_shown(_invalid(NOWHERE)).splitlines()) == 1


def test_many_problems_are_counted() -> None:
    """Twenty problems are shown, the others counted."""
    shown = _shown(_invalid(*(Span("other.yaml", line, 1, line, 2) for line in range(1, 24))))
    assert shown.count("error[") == MOST_SHOWN
    assert shown.endswith("  other.yaml:20:1\n… and 3 problems more\n")


def test_error_outside_files_shows_its_fix() -> None:
    """An error that is about no file shows the sentence, and the fix where there is one."""
    assert _shown(LoneError("list some")) == "error[no-action]: the case proposes no action\n  help: list some\n"
    assert _shown(LoneError(None)) == "error[no-action]: the case proposes no action\n"


def test_json_holds_all_that_is_known() -> None:
    """As JSON an error is one line with everything that its text rests on, and more."""
    shown = renderer("problems", "json")(
        _invalid(Span(_FILE, 3, 12, 3, 25, ("rules", 0)), fix="did you mean `a`?"), plain
    )
    assert shown.count("\n") == 1
    assert json.loads(shown) == {
        "courtesy": 1,
        "error": {
            "code": "invalid-input",
            "message": "content.yaml:3:12: rule `content.short` reads unknown fact `message.wrods`",
            "help": None,
            "problems": [
                {
                    "code": "unknown-fact",
                    "message": "rule `content.short` reads unknown fact `message.wrods`",
                    "help": "did you mean `a`?",
                    "path": ["rules", 0],
                    "pointer": "/rules/0",
                    "file": "content.yaml",
                    "line": 3,
                    "column": 12,
                    "expected": None,
                    "found": None,
                    "suggestion": "a",
                }
            ],
        },
    }


def test_json_of_many_problems_holds_them_all() -> None:
    """Only text for people counts what it does not show."""
    many = _invalid(*(Span("other.yaml", line, 1, line, 2) for line in range(1, 24)))
    assert [*range(1, 24)] == [
        one["line"] for one in json.loads(renderer("problems", "json")(many, plain))["error"]["problems"]
    ]
