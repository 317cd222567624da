"""What only rules about the whole plan must mind: there is no single act, and often no contact, to read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.compiling.errors import CompileError, NoSingleActError, NoSingleContactError, WrongValueError
from courtesy.model.declaration import Subject
from courtesy.model.predicate import Recipients
from courtesy.spans import MappingNode, Scalar

if TYPE_CHECKING:
    from courtesy.compiling.scope import RuleScope
    from courtesy.model.declaration import FactDeclaration
    from courtesy.spans import Span, Tree


def out_of_reach(fact: FactDeclaration, written: str, span: Span, scope: RuleScope) -> CompileError | None:
    """Why a rule cannot read a fact, which it writes as `written`; None where it can."""
    if not scope.of_an_act and fact.of.of_an_act:
        return NoSingleActError(span, scope.rule_id, written)
    if not scope.of_a_contact and fact.of is Subject.CONTACT:
        return NoSingleContactError(span, scope.rule_id, written)
    return None


def read_recipients(tree: Tree | None, scope: RuleScope) -> Recipients:
    """Whose touches a selector means; without a contact to be the same as, those of anyone at the company."""
    if tree is None:
        return Recipients.SAME_CONTACT if scope.of_a_contact else Recipients.SAME_COMPANY
    found = Recipients(str(tree))
    if found is Recipients.SAME_CONTACT and not scope.of_a_contact:
        error = NoSingleContactError(tree.span, scope.rule_id, "to: same_contact", "write `to: same_company`")
        return scope.reject(error, Recipients.SAME_COMPANY)
    return found


def check_act(tree: Tree, scope: RuleScope) -> None:
    """Keep a problem where an act that is expected is not one of ours."""
    found = tree.get("direction", "outbound") if isinstance(tree, MappingNode) else "outbound"
    if isinstance(found, Scalar) and found != "outbound":
        error = WrongValueError(
            found.span, scope.rule_id, "an action of ours", f"`direction: {found}`", "leave `direction` out"
        )
        scope.reject(error, None)
