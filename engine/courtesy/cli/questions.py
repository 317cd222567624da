"""What is not certain of a mail: asked on a terminal, and else told with the flags that say it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from courtesy.rendering.layout import one_line
from courtesy.wording.text import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.journal.entries import Choice, Question

_MOST_SHOWN = 8


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asked(question: str, default: str | None = None, kind: Any = None) -> str:
    """What the person at the terminal says, without the spaces around it; a default that is empty is not shown."""
    said = click.prompt(question, default=default, type=kind, show_default=bool(default), show_choices=False, err=True)
    return str(said).strip()


def answer(question: Question) -> Choice:
    """What the person at the terminal chooses."""
    click.echo(one_line(f"{question.about}: {question.text}"), err=True)
    width = max(len(choice.value) for choice in question.choices)
    for number, choice in enumerate(question.choices, start=1):
        click.echo(f"  {number}  {choice.value:<{width}}  {choice.meaning}".rstrip(), err=True)
    chosen = click.prompt("Which is it?", type=click.IntRange(1, len(question.choices)), err=True)
    return question.choices[int(chosen) - 1]


def unanswered(questions: Sequence[Question]) -> str:
    """What has to be said, with the flags that say it. Nothing was written."""
    return "\n".join([*map(_told, questions), "Nothing was written."])


def _told(question: Question) -> str:
    ways = [f"--{choice.field} {choice.value}" for choice in question.choices]
    more = f" and {len(ways) - _MOST_SHOWN} more" if len(ways) > _MOST_SHOWN else ""
    said = ", ".join(ways[:_MOST_SHOWN]) + more if more else joined(ways, "or")
    return one_line(f"{question.about}: {question.text}") + f"\n  say so with {said}"
