"""Cases for what no test shows, made up and judged by the engine, as a file of tests whose outcomes are left open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from courtesy.loading.file_names import MANIFESTS
from courtesy.loading.resources import schema_address
from courtesy.loading.yaml_writer import yaml_text
from courtesy.model.outcome import Status
from courtesy.model.policy_tests import OPEN
from courtesy.model.rule_parts import Sight
from courtesy.review.coverage.changes import changes_to
from courtesy.review.coverage.gaps import case_that, case_with
from courtesy.review.coverage.looking import Looker
from courtesy.review.examples.situations import Situations
from courtesy.review.tests.reading import parse_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api.policy import Policy
    from courtesy.model.coverage import Coverage, CoverageGap, CoveredPart
    from courtesy.model.situations import Situation
    from courtesy.review.coverage.looking import Shown

_QUOTED_TIME = re.compile(r"'([0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+(?:[+-][0-9:]+)?)?)'")
"""Times mean themselves without quotation marks, too, wherever Courtesy reads them."""
_ABOUT = "cases that no test tried so far; say of each what is right"
_HEAD = (
    "# Made up by `courtesy coverage --write`. Nobody has said yet what is right in these cases: put the outcome in\n"
    "# place of `open` (allow, warn, undetermined, wait or deny), and list the rules that decide it.\n"
)


class MissingCases(Struct, frozen=True):
    """The cases that were found: `text` is a file of tests, empty where there are none.

    `written` are their sentences, and `not_found` is what none was found for in the tries.
    """

    text: str
    written: tuple[str, ...]
    not_found: tuple[str, ...]


def missing_cases(policy: Policy, coverage: Coverage, *, named: str | None = None) -> MissingCases:
    """Cases for all that no test of the policy shows, answered or open; one may show several things.

    `named` is how the file names the policy, where it does not lie in the folder of its tests.
    """
    made_up = Situations(policy)
    looker = Looker.at(policy, {one.rule_id for one in coverage.covered})
    cases: dict[str, Mapping[str, Any]] = {}
    shown: set[Shown] = set()
    not_found: list[str] = []
    for one, gap in _gaps(coverage):
        wanted = (one.rule_id, one.path, gap.wanted)
        if wanted in shown:
            continue
        situation = _made_up(made_up, one, gap)
        seen = None if situation is None else looker.shown_by(_test(situation))
        if situation is None or seen is None or wanted not in seen:
            not_found.append(f"{one.rule_id}{f', {one.path}' if one.path else ''}: {gap.says}")
            continue
        shown |= seen
        cases[_sentence(policy, made_up, one, gap)] = situation.document
    return MissingCases(_file(policy, cases, named) if cases else "", tuple(cases), tuple(not_found))


def _gaps(coverage: Coverage) -> Iterator[tuple[CoveredPart, CoverageGap]]:
    """What is missing: first the sides of bounds, which show most besides."""
    order = sorted(coverage.covered, key=lambda one: one.measure.value)  # bounds, conditions, rules
    return ((one, gap) for one in order for gap in one.gaps if gap.open_in is None)


def _made_up(made_up: Situations, one: CoveredPart, gap: CoverageGap) -> Situation | None:
    if one.path is None:
        return made_up.one(one.rule_id, Status(gap.wanted))
    part = next(part for part in made_up.observer(one.rule_id).probes if part.path == one.path)
    return made_up.showing(one.rule_id, part, Sight(gap.wanted))


def _sentence(policy: Policy, made_up: Situations, one: CoveredPart, gap: CoverageGap) -> str:
    if one.path is None:
        return f"{one.rule_id}: {case_that(gap.wanted)}"
    observer = made_up.observer(one.rule_id)
    part = next(part for part in observer.probes if part.path == one.path)
    return f"{one.rule_id}: {case_with(part, observer.probes[part], Sight(gap.wanted), policy.source.vocabulary)}"


def _test(situation: Situation) -> Any:
    """The situation as a test reads it."""
    text = yaml_text({"base": dict(situation.document), "cases": {"it": {"outcome": OPEN}}})
    return parse_tests(text.encode(), "made up").tests[0]


def _file(policy: Policy, cases: Mapping[str, Mapping[str, Any]], named: str | None) -> str:
    base = next(iter(cases.values()))
    manifest = Path(policy.source.location)
    if named is None and manifest.name not in MANIFESTS:
        named = f"{policy.id}@{policy.version}"
    head = {} if named is None else {"policy": named}
    stated = {sentence: {**changes_to(base, document), "outcome": OPEN} for sentence, document in cases.items()}
    text = yaml_text({**head, "about": _ABOUT, "base": base, "cases": stated}, compact=True)
    line = f"# yaml-language-server: $schema={schema_address('tests')}\n"
    return line + _HEAD + _QUOTED_TIME.sub(r"\1", text)
