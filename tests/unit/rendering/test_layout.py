"""What can be printed, and where lines break: names in every script stay what they are, and nothing hides in them."""

from __future__ import annotations

import pytest

from courtesy.rendering.layout import columns, one_line, wrapped
from courtesy.rendering.markdown_text import escaped

NAMES = {
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0dcf\u0dbd\u0dca",
    "Persian": "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
    "Hindi": "\u0936\u0930\u094d\u200d\u092e\u093e",
    "Malayalam": "\u0d05\u0d28\u0d4d\u200d\u0d35\u0d30\u0d4d\u200d",
    "a family of emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "an emoji with colour and sign": "\U0001f469\U0001f3fd\u200d\u2695\ufe0f",
}
HIDDEN = {
    "a joiner within Latin": "pay\u200dpal",
    "a joiner beside a space": "\u0639\u200c \u0631",
    "two joiners": "\u0639\u200c\u200c\u0631",
    "a joiner at the end of a line": "\u0639\u200d",
    "text turned round": "\u202etxt.exe",
    "an isolate": "\u2066a\u2069",
    "a mark of direction": "a\u200eb",
    "tags": "\U0001f3f4\U000e0067\U000e007f",
    "a space without width": "a\u200bb",
    "an escape": "\x1b[31mred",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_keep_their_joiners(name: str) -> None:
    """Names that are written with joiners are printed as they are, on one line and in Markdown."""
    assert NAMES[name] == one_line(NAMES[name]) == escaped(NAMES[name])


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_hides_in_a_name(name: str) -> None:
    """What cannot be seen is shown as a sign of its own, joiners that join nothing included."""
    assert HIDDEN[name].isprintable() is False
    assert one_line(HIDDEN[name]).isprintable()
    assert "\N{REPLACEMENT CHARACTER}" in one_line(HIDDEN[name])


def test_joiners_and_marks_take_no_room() -> None:
    """What stands above, below or between letters takes no column of a terminal."""
    assert 4 == columns("a\u0301b\u200dcd")
    assert 2 == columns("\u2695\ufe0f\u2695")


def test_a_line_does_not_break_within_an_emoji() -> None:
    """A word that is too long for a line is broken between emoji, not where a joiner holds two together."""
    family = NAMES["a family of emoji"]
    lines = [*wrapped(family * 20)]
    assert family * 20 == "".join(lines)
    assert all(line.startswith("\U0001f469") and line.endswith("\U0001f467") for line in lines)
