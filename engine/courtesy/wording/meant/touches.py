"""The touch that a text names in words."""

from __future__ import annotations

import re

from courtesy.wording.meant.forms import one_of
from courtesy.wording.synonyms import WORDS

_TOUCHES = {
    **{
        word: f"channel: {channel}"
        for channel in ("email", "phone", "sms")
        for word in (channel, *(synonym for synonym, words in WORDS.items() if words == (channel,)))
    },
    **dict.fromkeys(("reply", "response", "answer"), "direction: inbound, event: reply"),
}
"""What people call touches, and the selector that asks for such."""
_NAMED = re.compile(
    r"(?:the )?(?:(?P<which>first|last|latest|previous|most recent)[ _-])?(?P<touch>[a-z_ -]+)",
    re.IGNORECASE | re.ASCII,
)


def touch_hint(text: str) -> str | None:
    """How to write the touch that a text names: `last email`; None where it names none."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    selector = _TOUCHES.get(re.sub("[ -]", "_", found["touch"].lower()))
    which = "first" if (found["which"] or "").lower() == "first" else "last"
    if selector:
        return one_of([f"{{{which}: {{{selector}}}}}"])
    return f"write a touch as a mapping, such as `{{{which}: {{channel: email}}}}`" if found["which"] else None
