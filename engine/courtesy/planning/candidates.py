"""The acts that could serve: every channel, purpose and contact that a selector permits, the preferred ones first."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.facts.scene import Scene
from courtesy.facts.touch_matching import matcher_of
from courtesy.instants import moment
from courtesy.judging.turns import done
from courtesy.model.case import Action
from courtesy.model.declaration import own_key
from courtesy.model.facts import Occasion
from courtesy.model.predicate import Direction, Recipients

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courtesy.instants import Instant
    from courtesy.model.case import Case, Contact
    from courtesy.model.channels import Channel
    from courtesy.model.policy import PolicySource
    from courtesy.model.predicate import FieldTest, Selector
    from courtesy.model.preferences import OptionalAct, Preferences

DRAFTED = "courtesy:drafted"
"""The id of an act that has none yet: acts are named when all of them have their place in time."""


def in_order(channels: Iterable[str], preferences: Preferences) -> list[str]:
    """The channels with the preferred ones first, in the policy's order; the others as they come."""
    listed = list(channels)
    preferred = [channel for channel in preferences.channels if channel in listed]
    return [*preferred, *(channel for channel in listed if channel not in preferred)]


def acts_for(
    selector: Selector, contacts: Sequence[Contact], policy: PolicySource, preferences: Preferences
) -> Iterator[Action]:
    """The acts that a selector means, to one of the contacts each, or to nobody.

    Where it leaves the purpose open, none at all is tried first.
    """
    if selector.direction is Direction.INBOUND:
        return
    vocabulary = policy.vocabulary
    channels = in_order(_permitted("channel", vocabulary.channels, selector), preferences)
    purposes: list[str | None] = [*_permitted("purpose", vocabulary.purposes, selector)]
    if not any(test.field == "purpose" for test in selector.tests):
        purposes.insert(0, None)
    tags = frozenset(
        str(min(test.allowed, key=str)) for test in selector.tests if test.field == "tags" and not test.negated
    )
    attributes = {
        key: stated
        for test in selector.tests
        if (key := own_key(test.field)) is not None and not test.negated
        if not isinstance(stated := min(test.allowed, key=str), date)  # a whole day is no time that an act can state
    }
    for channel in channels:
        for to in addressed_on(vocabulary.channel(channel), [contact.id for contact in contacts]):
            for purpose in purposes:
                yield Action(id=DRAFTED, channel=channel, to=to, purpose=purpose, tags=tags, attributes=attributes)


def addressed_on(channel: Channel, contacts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Whom acts on a channel can address: each of the contacts; on a public one nobody."""
    if channel.addresses_nobody:
        yield ()
    else:
        yield from ((contact,) for contact in contacts)


def whom(selector: Selector, contact: Contact | None, case: Case) -> tuple[Contact, ...]:
    """To whom acts of a selector may go: the one it is owed to, or anyone whose roles fit, in the case's order."""
    of_anyone = contact is None or selector.to is not Recipients.SAME_CONTACT
    people = (contact,) if contact is not None and not of_anyone else tuple(case.contacts.values())
    tests = [test for test in selector.tests if test.field == "roles"]
    return tuple(one for one in people if all(_has_role(one, test) for test in tests))


def counts_for(selector: Selector, action: Action, case: Case, contact: Contact | None, at: Instant) -> bool:
    """Whether the act, once it is done, is certain to be one of those that a selector means for a contact."""
    scene = Scene(Occasion(case, action, contact, None, at))
    return any(certain for _, certain in matcher_of(selector).hits([done(action, moment(at, UTC))], scene))


def optional_acts(act: OptionalAct, case: Case) -> Iterator[Action]:
    """The acts that a policy offers beyond what is owed: to the first contact who is meant, or to each."""
    chosen = in_role(act.for_each or act.to, case)
    for contact in chosen if act.for_each else chosen[:1]:
        copied = [other.id for other in in_role(act.cc, case) if other.id != contact.id]
        yield Action(id=DRAFTED, channel=act.channel, purpose=act.purpose, to=(contact.id,), cc=tuple(copied[:1]))


def in_role(roles: tuple[str, ...], case: Case) -> tuple[Contact, ...]:
    """The contacts with one of the roles: by the order of the roles, then by that of the case."""
    found: dict[str, Contact] = {}
    for role in roles:
        found |= {one.id: one for one in case.contacts.values() if role in (one.roles or ()) and one.id not in found}
    return tuple(found.values())


def with_copies(action: Action, case: Case) -> Iterator[Action]:
    """The action with a copy to one more contact each."""
    for contact in case.contacts:
        if contact not in action.to and contact not in action.cc:
            yield replace(action, cc=(*action.cc, contact))


def _permitted(field: str, known: Iterable[str], selector: Selector) -> list[str]:
    tests = [test for test in selector.tests if test.field == field]
    return [value for value in known if all((value in test.allowed) is not test.negated for test in tests)]


def _has_role(contact: Contact, test: FieldTest) -> bool:
    if contact.roles is None:
        return False
    return test.allowed.isdisjoint(contact.roles) is test.negated
