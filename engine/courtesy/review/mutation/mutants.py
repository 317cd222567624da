"""The changes that are tried of a policy, each with the policy that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from courtesy.api.policy import Policy
from courtesy.errors import InvalidInputError
from courtesy.loading.rule_reader import read_rule
from courtesy.loading.schemas import check
from courtesy.model.mutation import Meaning
from courtesy.rendering.policy_page import meaning
from courtesy.review.mutation.changes import changes_of
from courtesy.review.mutation.trees import at
from courtesy.review.parts import parts_of, tree_of
from courtesy.spans import MappingNode, Scalar, SequenceNode, SourceName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from courtesy.model.policy import Rule
    from courtesy.model.rule_parts import RulePart
    from courtesy.review.mutation.changes import Changed


class Variant(Struct, frozen=True, kw_only=True, eq=False):
    """A policy with one part of one rule changed; `old` and `new` are what was and is written there."""

    part: RulePart
    old: str
    new: str | None
    policy: Policy

    def meaning(self, original: Policy) -> tuple[Meaning, ...]:
        """The sentences of the rule's page that the change makes others."""
        before, after = (_said(policy, self.part.rule_id) for policy in (original, self.policy))
        labels = (label for label in {**before, **after} if before.get(label) != after.get(label))
        return tuple(Meaning(label, before.get(label), after.get(label)) for label in labels)


def variants(policy: Policy, rules: Collection[str] = ()) -> Iterator[Variant]:
    """The policy with each part of its own rules changed, one at a time, wherever that makes a policy that can differ.

    Of what it inherits only what it changes: the rest has tests of its own. With `rules` only parts of these. What
    would not load, and what judges as before, is no change.
    """
    for place, rule in enumerate(policy.rules):
        if rules and rule.id not in rules:
            continue
        tree = tree_of(rule)
        for part in parts_of(policy.source, rule):
            if not _is_own(policy, rule, part):
                continue
            for changed in changes_of(tree, part):
                varied = _varied(policy, place, changed)
                if varied is not None:
                    yield Variant(part=part, old=_written(at(tree, part.keys)), new=changed.new, policy=varied)


def line_of(part: RulePart) -> str:
    """The line of the file in which a part stands; empty where it stands in none."""
    file, line = part.span.file, part.span.line
    lines = file.text.splitlines() if isinstance(file, SourceName) else []
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _is_own(policy: Policy, rule: Rule, part: RulePart) -> bool:
    if policy.source.states(rule):
        return True
    changed: Any = rule.change
    for key in part.keys:
        if not isinstance(changed, MappingNode):
            break  # a word or a list that it states whole
        changed = changed.get(str(key))
    return changed is not None


def _varied(policy: Policy, place: int, changed: Changed) -> Policy | None:
    """The policy with a rule as it was changed; None where that is no policy, or one that judges as before."""
    source, rule = policy.source, policy.rules[place]
    tree = changed.tree
    if check(tree, "policy", "rule")[0]:
        return None
    read = read_rule(tree, None, [], source.sources, rule.author or source.author)  # type: ignore[arg-type]  # the whole of a rule
    varied = replace(
        rule,
        level=read.level,
        body=read.body,
        applies_to=read.applies_to,
        unless=read.unless,
        concerns=read.concerns,
        zone=read.zone,
        calendar=read.calendar,
        week_starts=read.week_starts,
        tree=read.tree,
    )
    rules = (*source.rules[:place], varied, *source.rules[place + 1 :])
    try:
        made = Policy(replace(source, rules=rules), matcher="native", waivers=policy.waivers)
    except InvalidInputError:
        return None
    return None if made.digest == policy.digest else made


def _said(policy: Policy, rule_id: str) -> dict[str, str]:
    compiled = next(one for one in policy.compiled if one.rule.id == rule_id)
    return {"Level": compiled.rule.level.value, **dict(meaning(policy.source, compiled))}


def _written(tree: MappingNode | SequenceNode | Scalar) -> str:
    if isinstance(tree, Scalar):
        return str(tree)
    if isinstance(tree, SequenceNode):
        return f"[{', '.join(map(_written, tree))}]"
    return f"{{{', '.join(f'{key}: {_written(said)}' for key, said in tree.items())}}}"
