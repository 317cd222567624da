"""One version of a policy made ready to judge, for as long as it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from courtesy.compiling.compiler import obligations, rules_of_acts
from courtesy.judging.obligations import Obligations
from courtesy.judging.part import Part
from courtesy.judging.profile import Profiles
from courtesy.judging.reach import Reach
from courtesy.judging.unlisted import unlisted_level
from courtesy.judging.waiving import Waiving
from courtesy.model.origin import PolicyReference

if TYPE_CHECKING:
    from courtesy.compiling.identity import Identity
    from courtesy.matching.crosscheck import MatcherName
    from courtesy.model.case import Action
    from courtesy.model.compiled import CompiledRule
    from courtesy.model.policy import PolicySource
    from courtesy.model.preferences import Preferences
    from courtesy.model.waivers import Waiver


class Version(Struct, frozen=True, kw_only=True, eq=False):
    """A policy with its rules compiled, and what checking by it takes. `rules` are those of acts, `owed` the others."""

    policy: PolicySource
    reference: PolicyReference
    rules: tuple[CompiledRule, ...]
    owed: tuple[CompiledRule, ...]
    preferences: Preferences
    profiles: Profiles
    obligations: Obligations
    reach: Reach
    waiving: Waiving | None = None

    @classmethod
    def of(
        cls,
        policy: PolicySource,
        rules: tuple[CompiledRule, ...],
        preferences: Preferences,
        identity: Identity,
        *,
        matcher: MatcherName,
        waivers: tuple[Waiver, ...] = (),
    ) -> Version:
        """A policy by itself, for the time that it states."""
        of_acts, owed = rules_of_acts(rules), obligations(rules)
        waiving = Waiving(waivers, policy) if waivers else None
        return cls(
            policy=policy,
            reference=PolicyReference(policy.id, policy.version, identity.digest, identity.text_digest),
            rules=of_acts,
            owed=owed,
            preferences=preferences,
            profiles=Profiles(of_acts, matcher, policy.vocabulary, waiving),
            obligations=Obligations(owed, matcher, policy.vocabulary, waiving),
            reach=Reach.of(policy),
            waiving=waiving,
        )

    def part(self, action: Action) -> Part:
        """What it says of an act."""
        return Part(self.profiles.of(action), self.reach, unlisted_level(self.policy, action))
