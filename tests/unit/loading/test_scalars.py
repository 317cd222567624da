"""Agency facts of every type: read from what a case states, or refused with what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.source import read_tree
from courtesy.values import DAY, HOUR
from courtesy.wording.meant import duration_hint

if TYPE_CHECKING:
    from pathlib import Path

    from courtesy.model.vocabulary import Vocabulary

POLICY = """courtesy: 1
id: p
version: 1.0.0
title: P
facts:
  attributes.flag: {type: boolean, title: A flag}
  attributes.count: {type: integer, title: A count}
  attributes.share: {type: number, title: A share}
  attributes.note: {type: string, title: A note}
  attributes.grade: {type: one_of, values: [low, high], title: A grade}
  attributes.length: {type: duration, title: A length}
rules:
- {id: a.b, level: must, forbid: true}
"""


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    """The words of a policy with a fact of each type."""
    path = tmp_path / "p.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return courtesy.load_policy(path).source.vocabulary


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("flag", "true", True),
        ("count", "-3", -3),
        ("share", "0.25", 0.25),
        ("share", "2", 2),
        ("note", "no", "no"),
        ("grade", "high", "high"),
        ("length", "36 hours", 36 * HOUR),
        ("length", "2 days", 2 * DAY),
    ],
)
def test_value(name: str, written: str, value: object, vocabulary: Vocabulary) -> None:
    """A value is read by the type that the policy declares, in the case and in an action alike."""
    text = f"contacts: {{a: {{}}}}\nattributes: {{{name}: {written}}}\nactions:\n"
    text += f"- {{channel: phone, to: a, attributes: {{{name}: {written}}}}}\n"
    case = read_case(read_tree(text.encode(), "-"), vocabulary)
    assert (value, value) == (case.facts[f"attributes.{name}"], case.actions[0].attributes[name])


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("flag", "yes", "expected `true` or `false`, found `yes`|write `true`"),
        ("flag", "'no'", "expected `true` or `false`, found the text `no`|write `false`"),
        ("count", "'3'", "expected a whole number, found the text `3`|remove the quotes"),
        ("count", "3.5", "expected a whole number, found `3.5`|None"),
        ("share", "half", "expected a number, found `half`|did you mean `0.5`?"),
        ("note", "~", "expected a value, found nothing|leave the key out: what is absent is unknown"),
        ("grade", "hihg", "expected a known value of `attributes.grade`, found `hihg`|did you mean `high`?"),
        ("length", "2", f"expected a duration such as `7 days`, found `2`|{duration_hint('2')}"),
        ("flgs", "true", "expected a known attribute in the policy's `facts`, found `flgs`|did you mean `flag`?"),
    ],
)
def test_wrong_value(name: str, written: str, said: str, vocabulary: Vocabulary) -> None:
    """A value of another type is refused, with what was expected and what was probably meant."""
    with pytest.raises(InvalidInputError) as caught:
        read_case(read_tree(f"attributes: {{{name}: {written}}}\n".encode(), "-"), vocabulary)
    assert [said] == [f"{problem}|{problem.help()}" for problem in caught.value.problems]
