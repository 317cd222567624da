"""A case made up to show a rule, with what the engine said of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from courtesy.model.outcome import Status
from courtesy.model.verdict import PlanVerdict


class Situation(Struct, frozen=True, kw_only=True):
    """A case in which a rule has a status: the engine has judged it, and `verdict` is what it said.

    `status` None is that of something owed that is neither met nor planned, and whose time is not over. `document` is
    the case in the shape of a case file, with its actions, and `now` when the question is asked. `broken` and
    `undecided` are the other rules of acts that are violated or undetermined in it, and `overdue` what else is owed and
    was not done in time.
    """

    rule_id: str
    status: Status | None
    document: Mapping[str, Any]
    now: datetime
    verdict: PlanVerdict
    broken: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
