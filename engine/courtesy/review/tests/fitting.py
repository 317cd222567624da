"""Tests that name what no policy knows: rules, and the codes of notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.errors import InvalidInputError
from courtesy.explanation.notices import CODES
from courtesy.judging.unlisted import UNLISTED_RULE
from courtesy.loading.errors import UnknownNameError, WrongValueError, quoted
from courtesy.loading.scalars import as_list
from courtesy.model.policy_tests import RULE_LISTS, rule_of
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from courtesy.errors import Problem
    from courtesy.model.policy import PolicySource
    from courtesy.model.policy_tests import TestFile
    from courtesy.spans import Scalar


def fitting(files: tuple[TestFile, ...], policies: Sequence[PolicySource]) -> tuple[TestFile, ...]:
    """The files, whose tests fit a policy in one version or several. Raises InvalidInputError with all that do not."""
    if problems := [problem for file in files for problem in unfit(file, policies)]:
        raise InvalidInputError(problems)
    return files


def unfit(file: TestFile, policies: Sequence[PolicySource]) -> Iterator[Problem]:
    """What is wrong with the tests of a file for a policy, in one version or several."""
    owed = {rule.id: RULE_TYPES[rule.type].of_plan for policy in policies for rule in policy.rules}
    for stated in file.tree["cases"].values():
        yield from _unknown_rules(stated, owed)
        for code in as_list(stated.get("notices")):
            if code not in CODES:
                yield UnknownNameError(code.span, "notice", code, CODES)


def _unknown_rules(stated: MappingNode, owed: Mapping[str, bool]) -> Iterator[Problem]:
    for key in RULE_LISTS:
        for rule in as_list(stated.get(key)):
            if rule not in owed and rule != UNLISTED_RULE:
                yield UnknownNameError(rule.span, "rule", rule, list(owed))
            elif owed.get(rule):
                yield _misplaced(rule, key)
    obligations: MappingNode = stated.get("obligations", MappingNode({}))
    for name in obligations:
        expected, span = rule_of(name), obligations.span_of(name)
        if expected not in owed:
            yield UnknownNameError(span, "rule", expected, [known for known, is_owed in owed.items() if is_owed])
        elif not owed[expected]:
            hint = "list it under `violated`, `undetermined`, `satisfied` or `not_applicable`"
            yield WrongValueError(span, "a rule of the type `expect`", quoted(expected), hint)


def _misplaced(rule: Scalar, key: str) -> Problem:
    hint = f"say how it stands under `obligations`: `{{{rule}: met}}`"
    return WrongValueError(rule.span, f"a rule about an act under `{key}`", f"{quoted(rule)}, which is owed", hint)
