"""Where the case of a question comes from: the question itself, or files that the server was started with."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import courtesy
from courtesy.serving.agents.errors import BadArgumentsError, CaseNamedTwiceError, listed, problem, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from courtesy import Policies, Policy

ENDINGS = frozenset({".yaml", ".yml", ".json"})
_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


class Taken(NamedTuple):
    """What a question is about.

    The policy that judges it, its case, the action (None: it is about none), and the id under which the server has the
    case (None: it was sent). `now` is the clock of whoever keeps the case, None where that is the server's own.
    """

    policy: Policy | Policies
    case: courtesy.Case
    action: courtesy.Action | None
    held_as: str | None
    now: datetime | None = None


class Cases(Protocol):
    """Gives the case of a question."""

    argument: str
    """The argument of tools that says which case is meant."""

    def take(self, policy: Policy | Policies, arguments: Mapping[str, Any]) -> Taken:
        """The case that the arguments name, and their action in its words. Raises CourtesyError."""

    def named(self) -> tuple[str, ...]:
        """The names of the cases that the server has."""


class SentCases:
    """Every question brings its case."""

    argument = "case"

    def take(self, policy: Policy | Policies, arguments: Mapping[str, Any]) -> Taken:
        """The case in the arguments. Raises CourtesyError."""
        stated = arguments["case"]
        if not isinstance(stated, dict):
            raise BadArgumentsError([problem("/case", "a case, as an object", kind_of(stated))])
        return taken_from(policy, stated, arguments.get("action"), None)

    def named(self) -> tuple[str, ...]:
        """None: the server has no cases."""
        return ()


class HeldCases:
    """The server reads the files of its cases anew for each question, so that what was recorded counts at once."""

    argument = "case_id"

    def __init__(self, paths: Sequence[Path], policy_name: str | None = None) -> None:
        """`paths` are files of cases, or folders of them; `policy_name` is what the policy was asked for by."""
        self._paths, self._policy_name = tuple(paths), policy_name

    def take(self, policy: Policy | Policies, arguments: Mapping[str, Any]) -> Taken:
        """The case of that id. Raises CourtesyError, OSError."""
        cases, by_file = self._read(policy)
        named = arguments.get("case_id")
        if named is None and len(cases) == 1:
            (named,) = cases
        if isinstance(named, str):
            named = named if named in cases else by_file.get(named, named)
        if not isinstance(named, str) or named not in cases:
            raise BadArgumentsError([_unknown_case(named, tuple(cases))])
        stated = courtesy.to_dict(cases[named])
        if stated.get("policy") == self._policy_name:
            stated["policy"] = None
        return taken_from(policy, stated, arguments.get("action"), named)

    def named(self) -> tuple[str, ...]:
        """The cases by the names of their files, without endings."""
        return tuple(path.stem for path in self._listed())

    def read(self, policy: Policy | Policies) -> dict[str, courtesy.Case]:
        """The cases by their ids, else by the names of their files. Raises CourtesyError, OSError."""
        return self._read(policy)[0]

    def _read(self, policy: Policy | Policies) -> tuple[dict[str, courtesy.Case], dict[str, str]]:
        """The cases by their ids, and the ids by the names of their files. Raises CourtesyError, OSError."""
        found: dict[str, courtesy.Case] = {}
        files: dict[str, Path] = {}
        for path in self._listed():
            case = policy.load_case(path)
            name = case.id or path.stem
            if name in found:
                raise CaseNamedTwiceError(name, (str(files[name]), str(path)))
            found[name], files[name] = case, path
        return found, {path.stem: name for name, path in files.items()}

    def _listed(self) -> list[Path]:
        found = []
        for path in self._paths:
            inside = [file for file in sorted(path.iterdir()) if file.suffix in ENDINGS] if path.is_dir() else [path]
            found += inside
        return found


def kind_of(value: object) -> str:
    """What a value of JSON is, in words."""
    return _KINDS.get(type(value), "null")


def taken_from(policy: Policy | Policies, stated: dict[str, Any], action: object, held_as: str | None) -> Taken:
    """The case with the action among its own, once both can be read. Raises BadArgumentsError."""
    proposed = stated.get("actions") or []
    if action is None:
        return Taken(_judge(policy, stated), _read(policy, stated, None), None, held_as)
    if not isinstance(proposed, list | tuple):
        raise BadArgumentsError([problem("/case/actions", "a list", kind_of(proposed))])
    others = _others(proposed, action)
    case = _read(policy, {**stated, "actions": [*others, action]}, len(others))
    return Taken(_judge(policy, stated), case, case.actions[-1], held_as)


def _read(policy: Policy | Policies, stated: dict[str, Any], place: int | None) -> courtesy.Case:
    """The case; what is wrong is told by its place in the question. `place` is that of the action in the case."""
    try:
        return policy.case_from(stated)
    except courtesy.InvalidInputError as error:
        raise BadArgumentsError([_placed(one, place) for one in error.problems]) from None


def _placed(one: courtesy.Problem, place: int | None) -> dict[str, Any]:
    told, pointer = one.to_dict(), one.pointer or ""
    asked = f"/actions/{place}"
    at_action = place is not None and (pointer == asked or pointer.startswith(f"{asked}/"))
    path = f"/action{pointer.removeprefix(asked)}" if at_action else f"/case{pointer}"
    placed = problem(path, told["expected"], told["found"], told["help"])
    return placed if told["expected"] else {**placed, "says": told["message"]}


def _others(proposed: Sequence[Any], action: object) -> list[Any]:
    """The actions of a case without the one that is asked about: where it bears the same id, it stands in its place."""
    name = action.get("id") if isinstance(action, Mapping) else None
    return [one for one in proposed if name is None or not isinstance(one, Mapping) or one.get("id") != name]


def _judge(policy: Policy | Policies, stated: Mapping[str, Any]) -> Policy | Policies:
    """The policy for a case: the version that it names, whatever the date. Raises BadArgumentsError for another one."""
    named = stated.get("policy")
    if named is None or named == policy.id:
        return policy
    versions: tuple[Policy, ...] = policy.versions if isinstance(policy, courtesy.Policies) else (policy,)
    for one in versions:
        if named == f"{one.id}@{one.version}":
            return one.as_pinned()
    known = " or ".join(f"`{name}`" for name in (policy.id, *(f"{one.id}@{one.version}" for one in versions)))
    expected = f"the policy of this server, {known}"
    raise BadArgumentsError([problem("/case/policy", expected, quoted(str(named)), "leave `policy` out of the case")])


def _unknown_case(named: object, known: tuple[str, ...]) -> dict[str, Any]:
    near = get_close_matches(named, known, 1) if isinstance(named, str) else []
    found = "none" if named is None else quoted(named) if isinstance(named, str) else kind_of(named)
    fix = f"did you mean `{near[0]}`?" if near else None
    return problem("/case_id", f"a case of this server: {listed(known) or 'there is none'}", found, fix)
