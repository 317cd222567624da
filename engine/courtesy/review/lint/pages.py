"""What is explained of a sense: the parts of the docstring of its file."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from courtesy.model.lint import SensePage
from courtesy.review.lint.senses import SENSES

if TYPE_CHECKING:
    from courtesy.model.lint import Sense

_PARTS = re.compile(
    r"(?P<summary>[^\n]+)\n\n(?P<about>.*?)\n\nBad:\n(?P<bad>.*?)\nGood:\n(?P<good>.*?)\nWhy: (?P<why>.*)", re.DOTALL
)


def page_of(sense: Sense) -> SensePage:
    """The page of a sense. Raises ValueError where the docstring of its file lacks a part."""
    found = _PARTS.fullmatch((SENSES[sense].__doc__ or "").strip())
    if found is None:
        raise ValueError(sense.value)
    return SensePage(
        sense=sense,
        summary=found["summary"],
        about=found["about"],
        bad=textwrap.dedent(found["bad"]) + "\n",
        good=textwrap.dedent(found["good"]) + "\n",
        why=found["why"].strip(),
    )
