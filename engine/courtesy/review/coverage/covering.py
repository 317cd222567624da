"""How much of a policy its tests try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.coverage import Coverage, CoverageGap, CoverageMeasure, CoveredPart
from courtesy.model.rule_parts import PartKind, Sight
from courtesy.review.coverage.gaps import gap_of, gap_of_status
from courtesy.review.coverage.looking import Looker
from courtesy.review.coverage.own_tests import tests_for
from courtesy.review.possible import possible_statuses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from courtesy.api.policy import Policy
    from courtesy.model.policy_tests import PolicyTest
    from courtesy.review.coverage.looking import Shown
    from courtesy.review.probing.observing import Observer

_OF_BOUNDS = frozenset({PartKind.BOUND, PartKind.WINDOW})


def coverage_of(
    policy: Policy,
    tests: Sequence[PolicyTest] | None = None,
    *,
    rules: Collection[str] = (),
    inherited: bool = False,
) -> Coverage:
    """What tests try of the rules that a policy adds or changes: those that lie beside it, or the given ones.

    With `rules` only those of these ids are looked at, with `inherited` also those that it takes over as they are,
    which the tests of where they come from are for. Raises InvalidInputError where a file of tests cannot be read.
    """
    looked_in: tuple[str, ...] = ()
    if tests is None:
        tests, looked_in = tests_for(policy)
    source = policy.source
    whole = inherited or bool(rules)
    left = () if whole else tuple(rule.id for rule in source.rules if not source.answers_for(rule))
    chosen = [rule.id for rule in source.rules if rule.id not in left and (not rules or rule.id in rules)]
    looker = Looker.at(policy, chosen)
    seen: set[Shown] = set()
    waiting: dict[Shown, str] = {}
    unread: list[str] = []
    for test in tests:
        shown = looker.shown_by(test)
        if shown is None:
            unread.append(test.sentence)
        elif test.is_open:
            for one in shown:
                waiting.setdefault(one, test.sentence)
        else:
            seen |= shown
    open_tests = sum(test.is_open for test in tests)
    return Coverage(
        id=policy.id,
        version=policy.version,
        digest=policy.digest,
        tests=len(tests) - open_tests,
        open_tests=open_tests,
        covered=tuple(one for observer in looker.observers for one in _of_rule(policy, observer, seen, waiting)),
        inherited=left,
        unread=tuple(unread),
        looked_in=looked_in,
    )


def _of_rule(
    policy: Policy, observer: Observer, seen: Collection[Shown], waiting: Mapping[Shown, str]
) -> Iterator[CoveredPart]:
    rule = observer.rule
    wanted = tuple(status.value for status in possible_statuses(rule))
    id_ = rule.rule.id
    yield CoveredPart(
        measure=CoverageMeasure.RULES,
        rule_id=id_,
        place=rule.rule.span,
        wanted=wanted,
        seen=tuple(status for status in wanted if (id_, None, status) in seen),
        gaps=tuple(
            CoverageGap(status, gap_of_status(status), waiting.get((id_, None, status)))
            for status in wanted
            if (id_, None, status) not in seen
        ),
    )
    for part, probe in observer.probes.items():
        shows = tuple(sight.value for sight in probe.shows)
        found = tuple(sight for sight in shows if (id_, part.path, sight) in seen)
        yield CoveredPart(
            measure=CoverageMeasure.BOUNDS if part.kind in _OF_BOUNDS else CoverageMeasure.CONDITIONS,
            rule_id=id_,
            path=part.path,
            kind=part.kind,
            value=part.value,
            place=part.span,
            wanted=shows,
            seen=found,
            gaps=tuple(
                CoverageGap(
                    sight,
                    gap_of(part, probe, Sight(sight), policy.source.vocabulary),
                    waiting.get((id_, part.path, sight)),
                )
                for sight in shows
                if sight not in found
            ),
        )
