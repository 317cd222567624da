"""A list of waivers as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, wrapped
from courtesy.rendering.waivers import phrases
from courtesy.wording import times
from courtesy.wording.text import agree, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.model.waivers import WaiverList
    from courtesy.rendering.ink import Paint

_WIDTH = 15


def render(listed: WaiverList, paint: Paint) -> str:
    """Each waiver with how it stands, what it is for, who granted it and why, and where it is written."""
    return block(_lines(listed, paint))


def _lines(listed: WaiverList, paint: Paint) -> Iterator[str]:
    where = "" if listed.file is None else f" in {listed.file}"
    head = f"{agree(len(listed.waivers), 'waiver')} of {listed.policy}{where}, as of {times.day_and_clock(listed.now)}"
    yield from wrapped(head, paint=paint, ink=Ink.STRONG)
    for one in listed.waivers:
        waiver, ink = one.waiver, Ink.FAINT if one.state.fine else Ink.CAUTION
        yield ""
        state = one.state.value.replace("_", " ")
        yield from wrapped(waiver.rule, label=state, label_width=_WIDTH, paint=paint, ink=Ink.STRONG, label_ink=ink)
        yield from wrapped(f"For {phrases.whom(waiver)}, until the end of {phrases.last_day(waiver)}", indent=_WIDTH)
        yield from wrapped(f"By {waiver.by}: {sentence(waiver.because)}", indent=_WIDTH)
        yield from wrapped(one.place, indent=_WIDTH, paint=paint, ink=Ink.FAINT)
