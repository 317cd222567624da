"""What mails are to a case, as data: `letters.yaml`."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import courtesy
from courtesy.errors import CourtesyError
from courtesy.journal.book import Book
from courtesy.journal.entries import Question
from courtesy.journal.letters import Said
from courtesy.loading.mail.letter import read_letter
from courtesy.model.document import for_json
from courtesy.model.recorded import Recorded


def _read(text: str | bytes) -> Any:
    """YAML in which times stay text."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  it makes nothing but text, lists and mappings


_TABLE: dict[str, Any] = _read((Path(__file__).parent / "letters.yaml").read_text(encoding="utf-8"))
CASE: str = _TABLE.pop("case")
LETTERS = {f"{kind}: {name}": letter for kind, letters in _TABLE.items() for name, letter in letters.items()}
NOW = datetime.fromisoformat("2026-12-01T09:00-05:00")
POLICY = courtesy.load_policy("hire-wire", matcher="native")


def book(data: str = CASE) -> Book:
    """The case of the table."""
    return Book(data.encode(), "case.yaml", POLICY.case_from, POLICY.source.vocabulary)


def _said(letter: dict[str, Any]) -> Said:
    return Said(**{key: tuple(one) if isinstance(one, list) else one for key, one in letter.get("said", {}).items()})


def _recorded(of: Book, letter: dict[str, Any]) -> Recorded | Question | str:
    try:
        return of.mail(read_letter(letter["mail"].encode(), "mail.eml"), _said(letter), NOW)
    except CourtesyError as error:
        return f"{error}; {error.help()}"


@pytest.mark.parametrize("name", LETTERS)
def test_a_mail_is_recorded_or_asked_about(name: str) -> None:
    """A mail becomes the touch that it is, changes the one it is about, or leads to a question; nothing is guessed."""
    letter, ours = LETTERS[name], book()
    found = _recorded(ours, letter)
    if "refuses" in letter:
        assert letter["refuses"] in str(found)
    elif "asks" in letter:
        assert isinstance(found, Question), found
        assert (letter["asks"], letter["flags"]) == (found.text, [f"{one.field} {one.value}" for one in found.choices])
    elif "unchanged" in letter:
        assert isinstance(found, Recorded), found
        assert (letter["unchanged"], CASE.encode()) == (found.reason, ours.data)
    else:
        assert isinstance(found, Recorded), found
        _hold_touches(letter, ours)


def _hold_touches(letter: dict[str, Any], ours: Book) -> None:
    expected = _read(CASE)["history"]
    changed = letter.get("changed", {})
    if changed:
        expected[int(changed["place"])] |= {key: value for key, value in changed.items() if key != "place"}
    expected += [letter["touch"]] if "touch" in letter else []
    assert expected == _read(ours.data)["history"]


@pytest.mark.parametrize("name", [name for name, letter in LETTERS.items() if {"touch", "changed"} & set(letter)])
def test_a_mail_that_is_recorded_twice_changes_nothing(name: str) -> None:
    """The second time, the file stays as it is to the byte, and the answer says where the mail stands."""
    once = book()
    _recorded(once, LETTERS[name])
    twice = book(once.data.decode())
    found = _recorded(twice, LETTERS[name])
    assert isinstance(found, Recorded), found
    assert ("unchanged", once.data) == (found.writing.value, twice.data)
    assert found.path is not None


def test_what_was_asked_once_is_not_asked_again() -> None:
    """A mail that is recorded needs no answer any more: without one it changes nothing."""
    letter = LETTERS["questions: a request to stop, confirmed"]
    ours = book()
    _recorded(ours, letter)
    found = _recorded(ours, {**letter, "said": {}})
    assert isinstance(found, Recorded), found
    assert ("unchanged", "this e-mail is recorded already") == (found.writing.value, found.reason)


def test_what_is_said_anew_of_a_mail_is_written() -> None:
    """A mail that was taken for a reply can be said to be a request to stop, which then counts."""
    letter = {**LETTERS["questions: a request to stop"], "said": {"event": "reply"}}
    ours = book()
    _recorded(ours, letter)
    found = _recorded(ours, {**letter, "said": {"event": "stop_request"}})
    assert isinstance(found, Recorded)
    assert ("changed", ("event",)) == (found.writing.value, found.keys)
    assert "stop_request" == for_json(found.touch)["event"]


_MAILS = [letter["mail"].encode() for letter in LETTERS.values()]
_ODD = (b"\n\n", b"--b", b"<", b"\xff\xfe", b"=?utf-8?q?", b"\0", b":", b"\r", b"\xed\xa0\x80")
_STRANGE = st.sampled_from(_ODD) | st.binary(max_size=6)


@given(st.sampled_from(_MAILS), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 40), _STRANGE), max_size=4))
def test_any_mail_is_recorded_or_refused_in_words(mail: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    """However a mail is broken, it is recorded, asked about or refused, and the case stays one that can be read."""
    for place, length, put in edits:
        mail = mail[:place] + put + mail[place + length :]
    ours = book()
    with suppress(CourtesyError):
        ours.mail(read_letter(mail, "mail.eml"), Said(), NOW)
    book(ours.data.decode())
