"""What the author of a draft says: each form of the rest is data, what is never dropped is tried at random."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.facts.message import words
from courtesy.loading.mail.draft import read_draft
from courtesy.model.case import Case, Contact

DRAFTS = Path(__file__).parents[2] / "drafts"
CASE = Case(contacts={"hr": Contact(id="hr", emails=("hr@example.com",))})
HEADERS = {
    "quoted_plain": "Content-Type: text/plain; charset=utf-8",
    "closings": "Content-Type: text/plain; charset=utf-8",
    "quoted_html": "Content-Type: text/html; charset=utf-8",
}
"""What stands above the text in the drafts of a file."""


def _entries(file: str) -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = yaml.safe_load((DRAFTS / f"{file}.yaml").read_text(encoding="utf-8"))
    return entries


@pytest.mark.parametrize(("file", "name"), [(file, name) for file in HEADERS for name in _entries(file)])
def test_only_the_author_s_words_are_the_text(file: str, name: str) -> None:
    """What programs, companies and other people have put into a mail is left out, and counted by what it is."""
    wanted = _entries(file)[name]
    mail = f"To: hr@example.com\n{HEADERS[file]}\n\n{wanted['text']}"
    message = read_draft(mail.encode(), "draft.eml", CASE, words=words).message
    assert message is not None
    assert (wanted["says"], wanted.get("left_out", {}), wanted.get("unread")) == (
        message.body,
        dict(message.left_out),
        message.unread,
    )


VOCABULARY = (
    "I thank you for the talk on Friday from my side sent you wrote to subject date news is there any > -- - ( ) "
    "role confidential delete this e-mail forwarded Original Message mailing list Begin In Am Le El schrieb Re"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
SENTENCES = st.lists(WORDS, min_size=1, max_size=12).map(lambda said: f"So {' '.join(said)}.")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=6).map("\n".join)
BELOW = [
    entry["text"].removeprefix(f"{entry['says']}\n")
    for name, entry in _entries("quoted_plain").items()
    if entry["text"].startswith(f"{entry['says']}\n") and entry.get("left_out")
]


def _said(text: str, kind: str) -> str | None:
    mail = f"To: hr@example.com\nContent-Type: text/{kind}; charset=utf-8\n\n{text}\n"
    message = read_draft(mail.encode(), "draft.eml", CASE, words=words).message
    assert message is not None
    return message.body


@given(TEXTS)
def test_what_the_author_writes_is_kept(text: str) -> None:
    """Sentences stay, whatever words of mail programs are in them."""
    assert text == _said(text, "plain")


@pytest.mark.no_cover
@given(TEXTS, st.sampled_from(BELOW))
def test_what_is_quoted_below_changes_nothing(text: str, below: str) -> None:
    """Whatever the author writes above what a program quotes, it is all that counts."""
    assert text == _said(f"{text}\n\n{below}", "plain")


@pytest.mark.no_cover
@given(st.lists(st.tuples(SENTENCES, st.sampled_from(["p", "div", "span", "b", "li", "td", "pre", "h1"])), min_size=1))
def test_markup_hides_nothing(marked: list[tuple[str, str]]) -> None:
    """In HTML the words stay, whatever elements they stand in, closed or not."""
    markup = "".join(f"<{tag} class=x>{escape(text)}</{tag}> " for text, tag in marked)
    assert " ".join(text for text, _ in marked).split() == (_said(markup, "html") or "").split()
