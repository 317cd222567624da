"""A tree to a `Case`: contacts, facts, history and actions, in the words of one policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.act_reader import ActReader
from courtesy.loading.errors import (
    CONTACT_FACT,
    DuplicateIdError,
    ExactlyOneError,
    MisplacedFactError,
    Problems,
    UnknownNameError,
)
from courtesy.loading.paths import located
from courtesy.loading.scalars import as_list, read_value, read_zone, text_at
from courtesy.model.case import PROPOSED, Action, Candidate, Case, Contact, History, free_id
from courtesy.model.declaration import contact_fact, contact_key, own_name
from courtesy.model.document import items_of
from courtesy.spans import MappingNode, Scalar, SequenceNode, Span, Tree
from courtesy.values import boolean_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Path
    from courtesy.values import Value

_T = TypeVar("_T")
UNKNOWN: Mapping[Path, str] = {("history",): "unknown"}
"""What None stands for in Python data, where leaving the key out would say something: without a history nothing was."""
_SECTIONS = ("interview", "candidate", "case")


def read_case(
    tree: Tree, vocabulary: Vocabulary, calendar_problem: Callable[[Scalar], Problem | None] = lambda _: None
) -> Case:
    """The case that a tree states, in the words of `vocabulary`.

    `calendar_problem` says what is wrong with the code of a calendar: which there are takes a large library. Raises
    InvalidInputError with everything that is wrong with the case.
    """
    try:
        found, sound = schemas.check(tree, "case")
        if not isinstance(sound, MappingNode):
            raise InvalidInputError(found)  # noqa: TRY301  every way out goes by the paths
        return _CaseReader(sound, vocabulary, calendar_problem, found).case()
    except InvalidInputError as error:
        raise InvalidInputError(located(error.problems, tree)) from None


def strange_facts(case: Case, vocabulary: Vocabulary) -> Iterator[UnknownNameError]:
    """The facts of a case built in Python that no case can state: a file has no place for them."""
    known = [name for name, declared in vocabulary.facts.items() if declared.of.stated]
    for name, _ in items_of(case.facts):
        if name not in known:
            yield UnknownNameError(Span("<given>", path=("facts", str(name))), "fact", str(name), known)


def read_action(tree: Tree, case: Case, vocabulary: Vocabulary) -> Action:
    """The action that a tree states, toward the contacts of a case. Raises InvalidInputError as `read_case` does."""
    found, sound = schemas.check(MappingNode({"actions": SequenceNode([tree])}), "case")
    acts = ActReader(case.zone, case.contacts, vocabulary, Problems(found))
    stated = sound.get("actions", ()) if isinstance(sound, MappingNode) else ()
    actions = [acts.action(one, str(one["id"]) if "id" in one else free_id(PROPOSED, case.ids)) for one in stated]
    if acts.problems or not actions:
        raise InvalidInputError(acts.problems)
    return actions[0]


class _CaseReader:
    def __init__(
        self,
        tree: MappingNode,
        vocabulary: Vocabulary,
        calendar_problem: Callable[[Scalar], Problem | None],
        problems: list[Problem],
    ) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self.calendar_problem = calendar_problem
        self.problems = Problems(problems)
        self.addresses: dict[str, Span] = {}
        self.zone: str | None = self._kept(read_zone(tree["zone"])) if "zone" in tree else None

    def case(self) -> Case:
        contacts = dict(self._contacts())
        acts = ActReader(self.zone, contacts, self.vocabulary, self.problems)
        if "zone" in self.tree and self.zone is None:
            acts.zone = "UTC"  # the zone's own problem is reported; local times need not be refused on top
        case = Case(
            id=text_at(self.tree, "id"),
            policy=text_at(self.tree, "policy"),
            zone=self.zone,
            candidate=self._candidate(),
            contacts=contacts,
            facts=dict(self._facts(acts)),
            history=(history := self._history(acts)),
            actions=self._actions(acts, frozenset() if history is None else history.ids),
        )
        if self.problems:
            raise InvalidInputError(self.problems)
        return case

    def _kept(self, found: _T | Problem) -> _T | None:
        if isinstance(found, Problem):
            self.problems.append(found)
            return None
        return found

    # -------------------------------------------------------------------------------------------- contacts

    def _candidate(self) -> Candidate:
        tree: MappingNode = self.tree.get("candidate", MappingNode({}))
        zone = self._kept(read_zone(tree["zone"])) if "zone" in tree else None
        return Candidate(emails=self._addresses(tree), zone=zone)

    def _contacts(self) -> Iterator[tuple[str, Contact]]:
        for name, tree in self.tree.get("contacts", {}).items():
            yield name, self._contact(name, tree)

    def _addresses(self, tree: MappingNode) -> tuple[str, ...]:
        """The addresses of one person. Each belongs to one person only."""
        emails = as_list(tree.get("emails"))
        for email in emails:
            if email.casefold() in self.addresses:
                self.problems.append(DuplicateIdError(email.span, "address", email, self.addresses[email.casefold()]))
            self.addresses.setdefault(email.casefold(), email.span)
        return tuple(str(email) for email in emails)

    def _contact(self, name: str, tree: MappingNode) -> Contact:
        for role in as_list(tree.get("roles")):
            if role not in self.vocabulary.roles:
                self.problems.append(UnknownNameError(role.span, "role", role, self.vocabulary.roles))
        if "zone" in tree and "zones" in tree:
            keys = ("zone", "zones")
            self.problems.append(ExactlyOneError(tree.span_of("zones"), "of `zone` and `zones`", keys, keys))
        stated = [tree["zone"]] if "zone" in tree else list(tree.get("zones", ()))
        zones = [zone for scalar in stated if (zone := self._kept(read_zone(scalar))) is not None]
        if not stated and self.zone is not None:
            zones = [self.zone]
        return Contact(
            id=name,
            name=text_at(tree, "name"),
            other_names=tuple(str(other) for other in as_list(tree.get("other_names"))),
            handles=tuple(str(handle) for handle in as_list(tree.get("handles"))),
            desk=boolean_of(tree.get("desk")) or False,
            roles=frozenset(str(role) for role in as_list(tree["roles"])) if "roles" in tree else None,
            emails=self._addresses(tree),
            zones=tuple(dict.fromkeys(zones)),
            calendar=self._calendar(tree["calendar"]) if "calendar" in tree else None,
            met=boolean_of(tree.get("met")),
            relationship=text_at(tree, "relationship"),
            attributes=dict(self._attributes(tree)),
        )

    def _attributes(self, tree: MappingNode) -> Iterator[tuple[str, Value | datetime | date]]:
        """What a contact states of the facts that the policy declares of contacts."""
        stated: MappingNode = tree.get("attributes", MappingNode({}))
        for key, scalar in stated.items():
            declaration = self.vocabulary.facts.get(contact_fact(key))
            if declaration is None:
                known = [known for name in self.vocabulary.facts if (known := contact_key(name)) is not None]
                problem = MisplacedFactError if own_name(key) in self.vocabulary.facts else UnknownNameError
                self.problems.append(problem(stated.span_of(key), CONTACT_FACT, key, known))
                continue
            # The problem of a zone of the case that is none is told once.
            zone = "UTC" if "zone" in self.tree and self.zone is None else self.zone
            value = read_value(scalar, declaration, self.vocabulary, zone)
            if isinstance(value, Problem):
                self.problems.append(value)
            else:
                yield key, value

    def _calendar(self, code: Scalar) -> str:
        if (problem := self.calendar_problem(code)) is not None:
            self.problems.append(problem)
        return str(code)

    # -------------------------------------------------------------------------------------------- facts

    def _facts(self, acts: ActReader) -> Iterator[tuple[str, Value | datetime | date]]:
        stated = [
            (self.vocabulary.facts[name], scalar)
            for section in _SECTIONS
            for name, scalar in _leaves(section, self.tree.get(section))
            if name in self.vocabulary.facts  # and no part of the candidate
        ]
        attributes: MappingNode = self.tree.get("attributes", MappingNode({}))
        for key, scalar in attributes.items():
            declaration = acts.declaration(attributes, key)
            if declaration is not None:
                stated.append((declaration, scalar))
        for declaration, scalar in stated:
            value = read_value(scalar, declaration, self.vocabulary, acts.zone)
            if isinstance(value, Problem):
                self.problems.append(value)
            else:
                yield declaration.name, value

    # -------------------------------------------------------------------------------------------- touches, actions

    def _history(self, acts: ActReader) -> History | None:
        tree: SequenceNode | Scalar = self.tree.get("history", SequenceNode([]))
        if not isinstance(tree, SequenceNode):
            return None
        touches = [acts.touch(touch) for touch in tree]
        return History() if self.problems else History.of(tuple(touch for touch in touches if touch is not None))

    def _actions(self, acts: ActReader, done: frozenset[str]) -> tuple[Action, ...]:
        """What is proposed. `done` are the ids of the touches: what has no id of its own is none of them."""
        first: dict[str, Span] = {}
        actions = []
        trees: SequenceNode = self.tree.get("actions", SequenceNode([]))
        taken = {*done, *(str(tree["id"]) for tree in trees if "id" in tree)}
        for place, tree in enumerate(trees, start=1):
            action = acts.action(tree, str(tree["id"]) if "id" in tree else free_id(f"action-{place}", taken))
            taken.add(action.id)
            span = tree["id"].span if "id" in tree else tree.span
            if action.id in first:
                self.problems.append(DuplicateIdError(span, "action id", action.id, first[action.id]))
            first.setdefault(action.id, span)
            actions.append(action)
        return tuple(actions)


def _leaves(name: str, tree: Tree | None) -> Iterator[tuple[str, Scalar]]:
    match tree:
        case MappingNode():
            for key, inner in tree.items():
                yield from _leaves(f"{name}.{key}", inner)
        case Scalar():
            yield name, tree
        case _:
            return
