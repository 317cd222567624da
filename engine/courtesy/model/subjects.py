"""Subjects of messages: whether one answers or forwards, so that its words are somebody else's."""

from __future__ import annotations

import re

_PREFIXES = (
    "re|aw|antw|antwort|betr|wg|fw|fwd|sv|vs|vb|vl|ang|tr|réf|rép|rv|rs|res|enc|rif|r|i|odp|pd|odg|ynt|ilt|i̇lt|vá|tov"
    "|ref|bls|doorst|отв|ответ|пересл|ha|на|απ|πρθ|σχετ|رد|השב|תשובה|הועבר|回复|回覆|答复|答覆|转发|轉寄|轉發|返信|転送|답장|회신|전달"
)
_ANSWER = re.compile(
    rf"\s*+(?:\[[^\]]{{1,60}}\]\s*+)?(?:{_PREFIXES})\s*+(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\^\d{{1,3}})?\s*+[:\uff1a]"
)


def answers_or_forwards(subject: str) -> bool:
    """Whether it begins with `Re:`, `AW:`, `Fwd:` or their like."""
    return _ANSWER.match(subject.lower()) is not None
