"""Random lines of versions: policies of one id whose dates follow each other, mostly without gaps and overlaps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from courtesy.selfcheck.dice import chance, quarters
from courtesy.selfcheck.random_policies import random_policy

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from courtesy.selfcheck.dice import Document


def random_line(random: Random, season: datetime) -> list[Document]:
    """Two or three versions, each a random policy of its own, with changes around `season`; the oldest first."""
    versions = [random_policy(random, season) for _ in range(random.randint(2, 3))]
    change = quarters(random, season, -3, 2)
    for number, version in enumerate(versions):
        version["version"] = f"1.{number}.0"
        valid: Document = {"from": change.date().isoformat()} if number else {}
        if number:
            change += timedelta(days=random.randint(1, 6))
        last = number == len(versions) - 1
        if not last or chance(random, 0.3):
            end = change + timedelta(days=random.choices((0, -1, 3), (8, 1, 1))[0])
            if not valid or end.date().isoformat() > valid["from"]:
                valid["until"] = end.date().isoformat()
        version.pop("valid", None)
        if valid:
            version["valid"] = valid
    return versions
