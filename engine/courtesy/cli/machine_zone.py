"""The time zone of the machine, for who states a case by flags and no zone."""

from __future__ import annotations

import click

from courtesy.cli.case_input import clock
from courtesy.instants import find_zone
from courtesy.model.verdict import Notice

_NAMES_OF_UTC = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})


def machine_zone() -> str:
    """The place whose clock the machine shows, or `UTC`. Raises `click.UsageError` where it tells no place."""
    import tzlocal  # noqa: PLC0415  cold start: only where flags state a case

    try:
        name = tzlocal.get_localzone_name() or ""
    except LookupError:  # its settings contradict each other, or name no zone
        name = ""
    name = "UTC" if name in _NAMES_OF_UTC else name
    zone, shown = find_zone(name), clock()
    # What it is set to need not be what it shows: TZ may be `EST5`, which is no place.
    if zone is None or shown.astimezone(zone).utcoffset() != shown.utcoffset():
        message = "this machine does not say in which time zone it is: give --zone, such as --zone Europe/Berlin"
        raise click.UsageError(message)
    return name


def suggested_zone() -> str | None:
    """The zone to suggest to who is asked for one; None where the machine tells none."""
    try:
        return machine_zone()
    except click.UsageError:
        return None


def zone_notice(zone: str) -> Notice:
    """No time zone was given, and the machine's was taken."""
    return Notice(
        code="machine-zone",
        message=f"No time zone was given. Times are those of {zone}, the zone of this machine",
    )
