"""What people get wrong in a policy, as `tests/data/mistakes.yaml` has it, is told at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import courtesy
from tests.helpers.mistakes import Mistake, mistakes

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.name)
def test_the_loader_tells_each_mistake_at_its_place(mistake: Mistake, tmp_path: Path) -> None:
    """The first problem that the loader tells has the code and the place that the data say."""
    file = tmp_path / "policy.yaml"
    file.write_text(mistake.text, encoding="utf-8")
    told: tuple[object, object] = (None, None)
    try:
        courtesy.load_policy(file)
    except courtesy.InvalidInputError as error:
        first = error.problems[0]
        told = (first.code, (first.span.line, first.span.column))
    assert told == (mistake.code, mistake.place)
