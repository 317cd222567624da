"""Drafts as programs save them: what packs them, dates, character sets and parts. Each kind is data."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from courtesy.errors import InvalidInputError
from courtesy.loading.mail.charsets import decoded, decoded_words
from courtesy.loading.mail.draft import read_draft
from courtesy.model.case import Case, Contact

ENTRIES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "drafts/files.yaml").read_text(encoding="utf-8")
)
CASE = Case(contacts={"hr": Contact(id="hr", emails=("hr@example.com",))})


def _bytes(entry: dict[str, str]) -> bytes:
    if "hex" in entry:
        return bytes.fromhex(entry["hex"])
    return bytes.fromhex(entry.get("before", "")) + entry["mail"].encode(entry.get("charset", "utf-8"))


@pytest.mark.parametrize("name", ENTRIES)
def test_a_file_is_read(name: str) -> None:
    """Whatever program saved it: its text, its subject and its instant are read, or it is told why not."""
    entry = ENTRIES[name]
    if "refused" in entry:
        with pytest.raises(InvalidInputError) as caught:
            read_draft(_bytes(entry), "draft.eml", CASE)
        assert entry["refused"] == str(caught.value.problems[0])
        return
    action = read_draft(_bytes(entry), "draft.eml", CASE)
    message = action.message
    assert message is not None
    found = {
        "says": message.body,
        "subject": message.subject,
        "at": action.at and action.at.isoformat(),
        "unread": message.unread,
    }
    for key in found.keys() & entry.keys():
        assert entry[key] == found[key]


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "gb18030", "iso-2022-jp", "cp1252", None, "x-none", "punycode"]))
def test_any_bytes_are_text(text: str, charset: str | None) -> None:
    """Text in the character set that is named comes back, and no bytes are too odd to be read as something."""
    data = text.encode("utf-8", "replace")
    assert isinstance(decoded(data, charset), str)
    if charset in {"utf-8", "utf-16", "gb18030"} and text.isprintable():
        assert text == decoded(text.encode(charset), charset)


@given(st.text(min_size=1).filter(str.isprintable), st.integers(1, 9))
def test_encoded_words_come_back(text: str, size: int) -> None:
    """A subject in encoded words is its text, wherever it was cut."""
    data = text.encode()
    cut = [data[start : start + size] for start in range(0, len(data), size)]
    assert text == decoded_words(" ".join(f"=?utf-8?B?{b64encode(piece).decode()}?=" for piece in cut))
