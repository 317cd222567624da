"""Whose clock a time is read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.wording.people import possessive

if TYPE_CHECKING:
    from courtesy.model.almanac import Almanac
    from courtesy.model.facts import Measurement
    from courtesy.model.vocabulary import Vocabulary


def clock(zone: str | None, vocabulary: Vocabulary) -> str:
    """The clock of a rule's zone: `the recipient's clock` where it has none, `the clock of the policy (Asia/Tokyo)`."""
    if zone is None:
        return "the recipient's clock"
    return f"the clock of the policy ({zone})" if zone == vocabulary.zone else f"the clock in {zone}"


def whose_clock(almanac: Almanac, measured: Measurement, vocabulary: Vocabulary) -> str:
    """The clock that was read: `the interviewer's clock in Los Angeles`, `clocks in London` for nobody's."""
    if almanac.zone is not None:
        return clock(almanac.zone, vocabulary)
    zone = getattr(measured.at.tzinfo, "key", None) if measured.at is not None else None
    place = f" in {city(zone)}" if zone else ""
    if measured.recipient is None:
        return f"clocks{place}" if place else "the clock"
    return f"{possessive(measured.recipient)} clock{place}"


def city(zone: str) -> str:
    """The place that an IANA zone is named for: `Los Angeles`."""
    return zone.rpartition("/")[2].replace("_", " ")
