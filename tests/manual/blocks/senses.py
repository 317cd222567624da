"""What lint looks for: each sense with the docstring of its file."""

from __future__ import annotations

import textwrap

from courtesy.model.lint import Sense
from courtesy.review.lint.pages import page_of

_WIDTH = 88


def sense_list() -> str:
    """Each sense: what it finds, a policy that has the fault and one that has not, and why."""
    return "\n\n".join(map(_section, Sense))


def _section(sense: Sense) -> str:
    page = page_of(sense)
    about = "\n\n".join(
        textwrap.fill(" ".join(paragraph.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)
        for paragraph in (f"**{page.summary}** {page.about}".split("\n\n"))
    )
    shown = f"Found:\n\n```yaml\n{page.bad}```\n\nNot found:\n\n```yaml\n{page.good}```"
    why = textwrap.fill(f"Why? {page.why}", _WIDTH, break_on_hyphens=False)
    return f"### `{sense}`\n\n{about}\n\n{shown}\n\n{why}"
