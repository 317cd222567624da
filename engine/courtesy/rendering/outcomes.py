"""What every text says alike of outcomes: how each looks, and what is said over findings that change none."""

from __future__ import annotations

from courtesy.model.outcome import Outcome
from courtesy.rendering.ink import Ink

OUTCOME_INK = {
    Outcome.ALLOW: Ink.GOOD,
    Outcome.WARN: Ink.CAUTION,
    Outcome.UNDETERMINED: Ink.QUESTION,
    Outcome.WAIT: Ink.LATER,
    Outcome.DENY: Ink.BAD,
}
HINTS = "Hints (these do not affect the verdict)"
"""What stands above what is said beside the verdict, of rules and of obligations alike."""
