"""What is told of the policies that are served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from courtesy import Policy
    from courtesy.serving.shelf import Shelf

Json = dict[str, Any]


def listed(shelf: Shelf) -> Json:
    """Every version of every policy, the newest of each first."""
    versions = [one for policy in shelf.policies.values() for one in reversed(policy.versions)]
    return {"default": shelf.default, "policies": [_summary(one) for one in versions]}


def one(shelf: Shelf, name: str) -> Json:
    """One version with its rules and words: the one that is named, or the newest. Raises UnknownPolicyError."""
    policy = shelf.version(name)
    words = policy.vocabulary
    return {
        **_summary(policy),
        "rules": [
            {
                "id": rule.id,
                "type": str(rule.type),
                "level": str(rule.level),
                "title": rule.title,
                "because": rule.because,
                "remedy": rule.remedy,
            }
            for rule in policy.rules
        ],
        "channels": sorted(words.channels),
        "purposes": sorted(words.purposes),
        "roles": sorted(words.roles),
        "facts": [
            {"name": fact.name, "type": str(fact.type), "unit": fact.unit, "title": fact.title}
            for fact in words.facts.values()
        ],
    }


def _summary(policy: Policy) -> Json:
    since, until = policy.source.valid_from, policy.source.valid_until
    return {
        "id": policy.id,
        "version": policy.version,
        "title": policy.title,
        "digest": policy.digest,
        "text_digest": policy.text_digest,
        "valid_from": None if since is None else since.isoformat(),
        "valid_until": None if until is None else until.isoformat(),
    }
