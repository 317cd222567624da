"""What callers give is checked once on its way in, by the reader that reads files, in the words of one policy."""

from __future__ import annotations

import weakref
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from courtesy.api.arguments import kind_of
from courtesy.api.calendars import calendar_problem
from courtesy.api.errors import UnusableArgumentError
from courtesy.errors import InvalidInputError
from courtesy.instants import FIRST_YEAR, LAST_YEAR
from courtesy.loading.case_loader import read_action, read_case, strange_facts
from courtesy.loading.python_source import tree_of
from courtesy.model.case import Action, Case
from courtesy.model.document import document_of
from courtesy.model.frozen import FrozenMap

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from courtesy.model.case import Contact
    from courtesy.model.vocabulary import Vocabulary
    from courtesy.spans import Path

    Forget = Callable[[weakref.ref[Mapping[str, Contact]]], object]

_MOST_KINDS = 1000
"""Kinds of actions that are remembered for one case."""
_WHEN_AND_NAME = frozenset({"id", "at"})


class _Setting:
    """What is known of a case beside its actions: how it was read, and which kinds of actions it was found to allow."""

    def __init__(self, given: Case, read: Case, kinds: dict[Hashable, Action], forget: Forget) -> None:
        # Only weakly, or it would never be forgotten: the rest of the case does not lead back to its contacts.
        self.given = weakref.ref(given)
        self.contacts: weakref.ref[Mapping[str, Contact]] = weakref.ref(given.contacts, forget)
        self.rest = _rest(given)
        self.read = None if read is given else read
        self.actions = given.actions
        self.kinds = kinds

    def is_of(self, case: Case) -> bool:
        """Whether the case is the same, its actions aside."""
        if self.given() is case:
            return True
        same = all(one is other for one, other in zip(self.rest, _rest(case), strict=True))
        return same and self.contacts() is case.contacts


def _rest(case: Case) -> tuple[object, ...]:
    return tuple(getattr(case, name) for name in case.__struct_fields__ if name not in {"contacts", "actions"})


class Intake:
    """Checks cases and actions by the words of one policy. Safe to share between threads.

    A case, and each kind of action toward it, is read once and remembered as long as the case lives.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._settings: dict[int, _Setting] = {}

    def vouch(self, case: Case) -> Case:
        """The case, which the reader has just made in these words: it need not be read again."""
        kinds: dict[Hashable, Action] = {}
        for action in case.actions:
            _keep(kinds, action, action)
        self._remember(case, case, kinds)
        return case

    def case(self, given: object) -> Case:
        """The case as it is read from its own document. Raises UnusableArgumentError and InvalidInputError."""
        if not isinstance(given, Case):
            raise UnusableArgumentError(f"expected a case, found {kind_of(given)}", "make one with `case_from`")
        setting = self._settings.get(id(given.contacts))
        if setting is None or not setting.is_of(given):
            read = self.vouch(self._read(given))
            if isinstance(given.contacts, FrozenMap):
                self._remember(given, read, self._settings[id(read.contacts)].kinds)
            return read
        if given.actions is setting.actions:
            return setting.read or given
        proposed: object = given.actions
        if not isinstance(proposed, tuple):
            return self._read(given)
        actions = (self._action(setting, given, one, ("actions", place)) for place, one in enumerate(proposed))
        return (setting.read or given).with_actions(tuple(actions))

    def action(self, case: Case, given: object) -> Action:
        """An action toward the contacts of a case that `case` has let in, itself where it is one of the case's own.

        Raises UnusableArgumentError and InvalidInputError.
        """
        own = next((action for action in case.actions if action is given), None)
        if own is not None:
            return own
        setting = self._settings.get(id(case.contacts))
        if setting is None or not setting.is_of(case):
            setting = self._remember(case, case, {})
        return self._action(setting, case, given, ())

    def _read(self, case: Case) -> Case:
        problems = list(strange_facts(case, self._vocabulary))
        document = document_of(case, {problem.name for problem in problems})
        try:
            read = read_case(tree_of(document), self._vocabulary, calendar_problem)
        except InvalidInputError as error:
            raise InvalidInputError([*problems, *error.problems]) from None
        if problems:
            raise InvalidInputError(problems)
        return read

    def _remember(self, case: Case, read: Case, kinds: dict[Hashable, Action]) -> _Setting:
        settings, place = self._settings, id(case.contacts)
        known = settings[place] = _Setting(case, read, kinds, lambda _: settings.pop(place, None))
        return known

    def _action(self, setting: _Setting, case: Case, given: object, path: Path) -> Action:
        if not isinstance(given, Action):
            raise UnusableArgumentError(f"expected an action, found {kind_of(given)}", "make one with `case.propose`")
        known = setting.kinds.get(_kind(given)) if _says_when(given) else None
        if known is not None:
            return replace(known, id=given.id, at=given.at)
        try:
            read = read_action(tree_of(given), setting.read or case, self._vocabulary)
        except InvalidInputError as error:
            for problem in error.problems:
                problem.span = replace(problem.span, path=(*path, *(problem.path or ())))
            raise
        _keep(setting.kinds, given, read)
        return read


def _keep(kinds: dict[Hashable, Action], given: Action, read: Action) -> None:
    if len(kinds) < _MOST_KINDS and (kind := _kind(given)) is not None:
        kinds[kind] = read


def _kind(action: Action) -> Hashable:
    """What an action is beside its id and time; None where that cannot be remembered. True is not 1 here."""
    said = tuple(value for name, value in asdict(action).items() if name not in _WHEN_AND_NAME)
    attributes = action.attributes
    try:
        key = said, tuple(map(type, said)), tuple(map(type, attributes.values()))
        hash(key)
    except (TypeError, AttributeError):
        return None
    return key


def _says_when(action: Action) -> bool:
    """Whether id and time are such as every reader takes."""
    at, name = action.at, action.id
    if type(name) is not str or not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        return False
    if at is None:
        return True
    return type(at) is datetime and at.utcoffset() is not None and FIRST_YEAR < at.year < LAST_YEAR
