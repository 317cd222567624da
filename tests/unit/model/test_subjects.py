"""Whose words the subject of a message is made of."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from courtesy.model.subjects import answers_or_forwards

SUBJECTS = yaml.safe_load((Path(__file__).parents[2] / "drafts/subjects.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("subject", SUBJECTS["theirs"])
def test_the_subject_of_an_answer_is_somebody_else_s(subject: str) -> None:
    """`Re:` and its like in many languages, numbered ones and those of mailing lists too."""
    assert answers_or_forwards(subject)


@pytest.mark.parametrize("subject", SUBJECTS["own"])
def test_any_other_subject_is_the_author_s(subject: str) -> None:
    """A subject that only begins with such letters is one's own."""
    assert not answers_or_forwards(subject)
