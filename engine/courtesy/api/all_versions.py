"""All versions of a policy as one value, which answers each question by the version that holds on its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api.errors import OutsideValidityError, UnusableArgumentError, VersionsDifferError
from courtesy.api.questions import Questions
from courtesy.judging.reach import reaches
from courtesy.loading.versions import VersionOrder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from courtesy.api.policy import Policy
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.model.waivers import Waiver


class Policies(Questions):
    """The versions of one policy, each for the dates in its `valid`. It takes the same questions as a `Policy`.

    Every act is judged whole (waits, limits and history included) by the version that holds on its date in the policy's
    zone; earliest times, windows, plans and alternatives run on into the versions that follow. Of two versions that
    hold on one day the newer one judges. An obligation belongs to the version that held when it arose. Immutable; one
    may be used from many threads at once.
    """

    def __init__(self, versions: Sequence[Policy]) -> None:
        """`versions` are in any order.

        Raises UnusableArgumentError where they are none, or not of one policy and one matcher, or two are the same, and
        VersionsDifferError where a case cannot be read for all of them.
        """
        self.versions: tuple[Policy, ...] = tuple(sorted(versions, key=lambda policy: VersionOrder(policy.version)))
        """Oldest first."""
        _check_of_one_policy(self.versions)
        by_version = {policy.version: policy.dated for policy in self.versions}
        reached = tuple(reaches([policy.source for policy in self.versions]))
        line = [replace(by_version[reach.policy.version], reach=reach) for reach in reached]
        super().__init__(_words_of(self.versions), line, self.versions[0].matcher)

    def __reduce__(self) -> tuple[Callable[..., Policies], tuple[object, ...]]:
        """Pickled as its versions."""
        return type(self), (self.versions,)

    def __eq__(self, other: object) -> bool:
        return self.versions == other.versions if isinstance(other, Policies) else False

    def __hash__(self) -> int:
        return hash(self.versions)

    def __repr__(self) -> str:
        return f"<Policies {self.id}@{', '.join(policy.version for policy in self.versions)}>"

    @property
    def id(self) -> str:
        """The policy's own id, such as `hire-wire`."""
        return self.versions[-1].id

    @property
    def title(self) -> str:
        """What the newest version says the policy is about."""
        return self.versions[-1].title

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The exceptions that have been granted from the rules of any version, each once."""
        return tuple(dict.fromkeys(waiver for policy in self.versions for waiver in policy.waivers))

    @property
    def facts_read(self) -> dict[str, frozenset[str]]:
        """The facts that each rule reads in any version, by its id; `history` where it looks at what has happened."""
        found: dict[str, frozenset[str]] = {}
        for rule_id, facts in (one for policy in self.versions for one in policy.facts_read.items()):
            found[rule_id] = found.get(rule_id, frozenset()) | facts
        return found

    def on(self, day: date) -> Policy:
        """The version that holds on a day in the policy's zone. Raises OutsideValidityError."""
        for policy in reversed(self.versions):
            since, until = policy.source.valid_from, policy.source.valid_until
            if (since is None or since <= day) and (until is None or day < until):
                return policy
        raise OutsideValidityError(self.sources, day)


def _check_of_one_policy(versions: Sequence[Policy]) -> None:
    if not versions:
        raise UnusableArgumentError("no version is given", "give at least one policy")
    if len({(policy.id, policy.matcher) for policy in versions}) > 1:
        raise UnusableArgumentError("the versions are not of one policy and one matcher", "give those of one id")
    if len({policy.version for policy in versions}) < len(versions):
        raise UnusableArgumentError("two of the policies have the same version", "give each version once")


def _words_of(versions: Sequence[Policy]) -> Vocabulary:
    """The words of all versions, in which a case is read: as the newest has them, and what only older ones know."""
    if len(versions) == 1:
        return versions[0].vocabulary
    words = versions[-1].vocabulary
    for policy in versions[-2::-1]:
        older = policy.vocabulary
        facts = dict(words.facts)
        for name, declared in older.facts.items():
            known = facts.setdefault(name, declared)
            if (known.type, known.unit) != (declared.type, declared.unit):
                raise VersionsDifferError(policy.id, name, policy.version, versions[-1].version)
            if declared.values and known.values:
                facts[name] = replace(known, values=tuple(dict.fromkeys((*known.values, *declared.values))))
        words = replace(
            words,
            facts=facts,
            channels={**older.channels, **words.channels},
            purposes={**older.purposes, **words.purposes},
            roles={**older.roles, **words.roles},
        )
    return words
