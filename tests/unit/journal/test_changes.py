"""Changes to the text of a case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.bounds import MAX_BYTES
from courtesy.errors import InvalidInputError
from courtesy.journal.changes import NewTouch, NewValue, changed
from courtesy.journal.errors import UneditableFileError

if TYPE_CHECKING:
    from courtesy.journal.layout import Entry

LAYOUTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "layouts.yaml").read_text(encoding="utf-8"))
TOUCH: Entry = {"channel": "email", "to": "hr", "cc": ["no", "a.b"], "at": "2026-11-27T15:30", "message_id": "<x=1@y>"}
CASES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_touch_is_laid_out_as_those_around_it(name: str) -> None:
    """One touch more stands behind the last one, in the same layout, and every other byte is as it was."""
    layout = LAYOUTS[name]
    if "refuses" in layout:
        with pytest.raises(UneditableFileError) as raised:
            changed(layout["before"].encode(), "case.yaml", [NewTouch(TOUCH)])
        assert layout["refuses"] == str(raised.value)
    else:
        assert layout["after"] == changed(layout["before"].encode(), "case.yaml", [NewTouch(TOUCH)]).decode()


@pytest.mark.parametrize(
    ("before", "key", "first", "after"),
    [
        ("history:\n  - {a: b}  # c\n", "outcome", False, "history:\n  - {a: b, outcome: x}  # c\n"),
        ("history:\n  - {a: b, outcome: y}\n", "outcome", False, "history:\n  - {a: b, outcome: x}\n"),
        ("history:\n  - {a: b, }\n", "outcome", False, "history:\n  - {a: b, outcome: x, }\n"),
        ("history:\n  - a: b  # c\n", "outcome", False, "history:\n  - a: b  # c\n    outcome: x\n"),
        ("history:\n  - {a: b}\n", "id", True, "history:\n  - {id: x, a: b}\n"),
        ("history:\n  - a: b\n", "id", True, "history:\n  - id: x\n    a: b\n"),
        ('{"history": [{"a": "b"}]}', "id", True, '{"history": [{"id": "x", "a": "b"}]}'),
        ('{"history": [{\n  "a": "b"\n}]}', "id", False, '{"history": [{\n  "a": "b",\n  "id": "x"\n}]}'),
        ("history: [{a: b}]\n", "outcome", False, "history: [{a: b, outcome: x}]\n"),
    ],
)
def test_a_key_is_given_a_value(before: str, key: str, first: bool, after: str) -> None:  # noqa: FBT001  a row of the table
    """A key gets its value where it stands; a new one stands in front of the others or behind them."""
    change = NewValue(("history", 0), key, "x", first=first)
    assert after == changed(before.encode(), "case.yaml", [change]).decode()


def test_a_touch_is_written_with_what_an_action_states() -> None:
    """Numbers and truth values stay what they are, and text that looks like them stays text."""
    before = "history: []\n"
    attributes = {"count": 2, "open": True, "code": "012", "word": "yes"}
    after = changed(before.encode(), "case.yaml", [NewTouch({"channel": "phone", "attributes": attributes})])
    assert b'history:\n  - {channel: phone, attributes: {count: 2, open: true, code: "012", word: "yes"}}\n' == after


def test_a_case_that_would_be_too_long_is_refused() -> None:
    """What would make a case that no command reads is not written."""
    before = f"history: []\n# {'x' * (MAX_BYTES - 40)}\n".encode()
    with pytest.raises(InvalidInputError, match="at most"):
        changed(before, "case.yaml", [NewTouch(TOUCH)])


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_an_example_keeps_every_line(file: Path) -> None:
    """A touch more in an example adds lines, and takes none away."""
    before = file.read_text(encoding="utf-8")
    after = changed(before.encode(), file.name, [NewTouch(TOUCH)]).decode()
    left = iter(after.splitlines())
    assert [] == [line for line in before.splitlines() if line not in left]


_COMMENTS = st.sampled_from(["", "  # said on Tuesday", "   # {a: [b"])
_TOUCHES = st.sampled_from(
    [
        "{channel: phone, to: hr}",
        "{ channel: 'phone' ,  to: [ hr ] }",
        "channel: phone\n@to:   hr",
        'to: "hr"\n@tags: [a]',
    ]
)


@st.composite
def _cases(draw: st.DrawFn) -> str:
    """A case with a history, in a random layout."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    gap = draw(st.sampled_from(["", "\n", "\n# between\n"]))
    touches = draw(st.lists(_TOUCHES, min_size=1, max_size=3))
    lines = [f"{indent}- {touch.replace('@', indent + '  ')}{draw(_COMMENTS)}\n" for touch in touches]
    above, below = (
        draw(st.sampled_from(["", "zone:   UTC # z\n", "contacts:\n    hr: { roles: [hr] }\n"])) for _ in "ab"
    )
    below = below if below != above else ""
    return f"# top\n{above}{gap}history:{draw(_COMMENTS)}\n{''.join(lines)}{gap}{below}"


@given(_cases(), st.sampled_from(["\n", "\r\n"]))
def test_any_layout_keeps_its_lines_and_says_one_touch_more(text: str, newline: str) -> None:
    """Whatever the layout, all lines stay in their order, and the case says what it said and the new touch."""
    before = text.replace("\n", newline)
    after = changed(before.encode(), "case.yaml", [NewTouch(TOUCH)]).decode()
    left = iter(after.split(newline))
    assert [] == [line for line in before.split(newline) if line not in left]
    said = yaml.load(before, Loader=yaml.BaseLoader)  # noqa: S506  times stay text
    said["history"].append(TOUCH)
    assert said == yaml.load(after, Loader=yaml.BaseLoader)  # noqa: S506  times stay text


@given(
    st.dictionaries(st.sampled_from(["zone", "history", "actions"]), st.just([]), min_size=1),
    st.lists(st.sampled_from([{"channel": "phone"}, {"channel": "sms", "tags": ["a"]}]), max_size=2),
    st.sampled_from([None, 1, 2, 4, "\t"]),
    st.sampled_from([(", ", ": "), (",", ":")]),
)
def test_any_json_keeps_its_form(
    case: dict[str, Any], history: list[Any], indent: int | str | None, separators: tuple[str, str]
) -> None:
    """However JSON is indented, it stays JSON, says one touch more, and no line that was there is indented anew."""
    case = case | ({"history": history} if "history" in case else {}) | ({"zone": "UTC"} if "zone" in case else {})
    separators = separators if indent is None else (separators[0].strip(), separators[1])
    before = json.dumps(case, indent=indent, separators=separators)
    after = changed(before.encode(), "case.json", [NewTouch(TOUCH)]).decode()
    assert {**case, "history": [*case.get("history", []), TOUCH]} == json.loads(after)
    if indent is not None and history and "history" in case:
        left = iter(line.rstrip(",") for line in after.splitlines())
        assert [] == [line for line in before.splitlines() if line.rstrip(",") not in left]
