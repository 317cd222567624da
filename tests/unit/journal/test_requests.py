"""What received mail may ask for, as data: `requests.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from courtesy.loading.mail.requests import asks_for_contact, asks_to_stop, is_understood, turns_down

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "requests.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("sentence", SENTENCES["stop"])
def test_what_may_ask_to_stop_is_seen(sentence: str) -> None:
    """A sentence that may ask to stop is found, and quoted as it stands."""
    assert sentence == asks_to_stop(f"Thank you for your note.\n\n{sentence}\n\nKind regards")


@pytest.mark.parametrize("sentence", SENTENCES["contact"])
def test_what_may_ask_for_contact_is_seen(sentence: str) -> None:
    """A sentence that may ask to be contacted is found, and is not taken for a request to stop."""
    assert (sentence, None) == (asks_for_contact(sentence), asks_to_stop(sentence))


@pytest.mark.parametrize("sentence", SENTENCES["neither"])
def test_what_asks_for_nothing_is_no_question(sentence: str) -> None:
    """News and thanks are neither."""
    assert (None, None) == (asks_for_contact(sentence), asks_to_stop(sentence))


@pytest.mark.parametrize("sentence", SENTENCES["turned_down"])
def test_what_may_turn_somebody_down_is_seen(sentence: str) -> None:
    """A sentence that may say no is found, and quoted as it stands."""
    assert sentence == turns_down(f"Thank you for your time.\n\n{sentence}\n\nKind regards")


@pytest.mark.parametrize("sentence", [*SENTENCES["still_open"], *SENTENCES["contact"]])
def test_what_leaves_it_open_turns_nobody_down(sentence: str) -> None:
    """Thanks, delays, dates and invitations say no to nobody."""
    assert None is turns_down(sentence)


def test_a_sentence_may_go_on_in_the_next_line() -> None:
    """Mail breaks its lines anywhere, and a request is found across a break."""
    assert "Please do not contact us again." == asks_to_stop("Dear Sam,\nPlease do not\ncontact us again.\nRegards")


@pytest.mark.parametrize(("text", "known"), [("Thank you", True), ("谢谢", True), ("ขอบคุณ", False), ("1 2 3", True)])
def test_a_script_of_no_known_language_is_told(text: str, known: bool) -> None:  # noqa: FBT001  a row of the table
    """In a text whose letters belong to no language with known requests, nothing can be said of what it asks."""
    assert known is is_understood(text)
