"""What one version of a policy says of one kind of act."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from courtesy.judging.profile import Profile
    from courtesy.judging.reach import Reach
    from courtesy.model.policy import Level


class Part(NamedTuple):
    """The rules of a version that can apply to an act, how binding it is that its channel is not listed, and when."""

    profile: Profile
    reach: Reach
    unlisted: Level | None = None
