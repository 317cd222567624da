"""What every format says about obligations: in which order, under which headings, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from courtesy.model.outcome import Standing
from courtesy.model.policy import Level
from courtesy.rendering import titles
from courtesy.rendering.citation import origin
from courtesy.rendering.ink import Ink
from courtesy.rendering.outcomes import HINTS
from courtesy.rendering.waivers.phrases import waiver_rows
from courtesy.wording import times
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.model.policy import PolicySource
    from courtesy.model.verdict import Obligation


class Group(Struct, frozen=True, kw_only=True):
    """Obligations that mean the same to a reader. `brief` ones are listed by title alone."""

    heading: str
    mark: str
    ink: Ink
    obligations: tuple[Obligation, ...] = ()
    brief: bool = False


_OVERDUE = Group(heading="Required and overdue", mark="x", ink=Ink.BAD)
_NOT_KNOWN = Group(heading="Required, but not known to be done", mark="?", ink=Ink.QUESTION)
_DUE = Group(heading="Due, still in time", mark=">", ink=Ink.LATER)
_LATE = Group(heading="Advised and overdue", mark="!", ink=Ink.CAUTION)
_OPEN = Group(heading="Open, no deadline", mark=">", ink=Ink.LATER)
_HINTS = Group(heading=HINTS, mark="-", ink=Ink.FAINT)
_WAIVED = Group(heading="Waived", mark="-", ink=Ink.FAINT)
_PLANNED = Group(heading="Planned, not done yet", mark="-", ink=Ink.FAINT, brief=True)
_MET = Group(heading="Done", mark="-", ink=Ink.FAINT, brief=True)
_GROUPS = (_OVERDUE, _NOT_KNOWN, _DUE, _LATE, _OPEN, _WAIVED, _HINTS, _PLANNED, _MET)
_SETTLED = {Standing.MET: _MET, Standing.PLANNED: _PLANNED}
_APART = {**_SETTLED, Standing.WAIVED: _WAIVED}
_BY_STANDING = {
    (Standing.OVERDUE, Level.MUST): _OVERDUE,
    (Standing.UNDETERMINED, Level.MUST): _NOT_KNOWN,
    (Standing.DUE, Level.MUST): _DUE,
    (Standing.DUE, Level.SHOULD): _DUE,
    (Standing.OVERDUE, Level.SHOULD): _LATE,
    (Standing.OPEN, Level.MUST): _OPEN,
    (Standing.OPEN, Level.SHOULD): _OPEN,
}


def groups(obligations: Iterable[Obligation]) -> tuple[Group, ...]:
    """The obligations, gravest first; groups without any are left out."""
    found: dict[str, list[Obligation]] = {group.heading: [] for group in _GROUPS}
    for owed in obligations:
        group = _APART.get(owed.standing) or _BY_STANDING.get((owed.standing, owed.level), _HINTS)
        found[group.heading].append(owed)
    return tuple(
        replace(group, obligations=tuple(sorted(listed, key=lambda owed: owed.level is not Level.MUST)))
        for group in _GROUPS
        if (listed := found[group.heading])
    )


def unmet(obligations: Iterable[Obligation]) -> tuple[Obligation, ...]:
    """Those that are still owed, with what is planned done."""
    return tuple(owed for owed in obligations if owed.standing not in _APART)


def title(obligations: Iterable[Obligation], owed: str) -> str:
    """What stands above obligations: `owed`, or where there are only hints, that nothing of it is owed."""
    return owed if any(one.level is not Level.MAY for one in obligations) else "Not owed, but worth doing"


def subject(owed: Obligation) -> str:
    """The rule's title, and whom it is owed to."""
    return _to([called] if (called := owed.contact_name or owed.contact) else [], owed)


def together(obligations: Iterable[Obligation]) -> Iterator[tuple[str, Obligation]]:
    """Obligations that say the same but to whom as one: its title with all these contacts, and one of them."""
    alike: dict[Obligation, list[str]] = {}
    for owed in obligations:
        called = owed.contact_name or owed.contact
        alike.setdefault(replace(owed, contact=None, contact_name=None), []).extend((called,) if called else ())
    return ((_to(contacts, owed), owed) for owed, contacts in alike.items())


def _to(contacts: list[str], owed: Obligation) -> str:
    title = owed.title or owed.rule_id
    return f"{title} (to {joined(contacts)})" if contacts else title


def rows(owed: Obligation, policy: PolicySource) -> Iterator[tuple[str, str]]:
    """What else there is to say, each under its label."""
    if owed.due_by is not None and f"{times.clock(owed.due_by)} {times.zone_name(owed.due_by)}" not in owed.message:
        yield "Due", f"by {times.day_and_clock(owed.due_by)}"
    if owed.because:
        yield "Why", sentence(owed.because)
    yield from waiver_rows(owed.waived)
    if owed.remedy and owed.waived is None:
        yield "To do", sentence(owed.remedy)
    if owed.missing:
        yield "Tell us", titles.facts(owed.missing, policy)
    if owed.source is not None:
        yield "Source", origin(owed.source, policy, interpretation=owed.interpretation)
    elif owed.interpretation:
        yield "Source", "the policy's own interpretation"
    if owed.version not in {None, policy.version}:
        yield "Version", f"{policy.id} {owed.version}, the one of the day on which it arose"
