"""The rule types, one file each. The table is the documentation of what a policy can require."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.rules._orders import NARROWER as HARDER
from courtesy.rules._orders import WIDER
from courtesy.rules.deadline import Deadline
from courtesy.rules.expect import Expect
from courtesy.rules.follow import Follow
from courtesy.rules.forbid import Forbid
from courtesy.rules.hours import Hours
from courtesy.rules.limit import Limit
from courtesy.rules.require import Require
from courtesy.rules.wait import Wait

__all__ = ["HARDER", "RULE_TYPES", "WIDER"]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courtesy.model.requirement import Requirement

RULE_TYPES: Mapping[str, type[Requirement]] = {
    rule_type.name: rule_type for rule_type in (Forbid, Require, Wait, Deadline, Limit, Hours, Follow, Expect)
}
