"""What has to be done before an act: the counts of touches, in the rules that refuse it, that only have to rise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from courtesy.judging.occasions import occasions_of
from courtesy.judging.segments import segments
from courtesy.model.bearing import wanting
from courtesy.model.policy import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courtesy.instants import Instant
    from courtesy.model.case import Action
    from courtesy.model.predicate import Count
    from courtesy.planning.draft import Draft
    from courtesy.planning.rulebook import Rulebook


class Lack(NamedTuple):
    """A rule that wants other acts done first: `missing` more of what `counted` counts for `contact` (None: nobody)."""

    rule_id: str
    counted: Count
    contact: str | None
    missing: int


def lacking(
    rulebook: Rulebook, draft: Draft, act: Action, start: Instant, end: Instant
) -> Iterator[tuple[Lack, Instant]]:
    """What is lacking where nothing else refuses an act, each with the first time from `start` to `end` at which it is.

    Whatever the types of the rules: a comparison that asks for more touches than there are is what can be prepared.
    """
    told = set()
    parts = rulebook.parts(act)
    wants = {part.profile: [tuple(wanting(rule.truth)) for rule in part.profile.rules] for part in parts.members}
    occasions = occasions_of(draft.case, act, draft.history, start)
    for segment in segments(parts, occasions, start, end):
        profile, wanted = segment.part.profile, wants[segment.part.profile]
        broken = [
            (place, replace(occasion, at=segment.start))
            for occasion, matches in zip(occasions, segment.matches, strict=True)
            for place in matches.violated
            if profile.rules[place].rule.level is Level.MUST
        ]
        if not all(wanted[place] for place, _ in broken):
            continue
        for place, occasion in broken:
            contact = None if occasion.recipient is None else occasion.recipient.id
            sheet = profile.derive(occasion)
            for count, least in wanted[place]:
                done = sheet.value_of(count)
                if isinstance(done, int) and done < least:
                    lack = Lack(profile.rules[place].rule.id, count, contact, int(least) - done)
                    if lack not in told:
                        told.add(lack)
                        yield lack, segment.start
