"""The file of waivers, to values, each with its place; and which of them no policy knows, or permits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct

from courtesy.errors import InvalidInputError, Problem
from courtesy.loading import schemas
from courtesy.loading.errors import UnknownNameError, WrongValueError, quoted
from courtesy.loading.file_names import WAIVER_FILES
from courtesy.loading.policy_files import NOTHING_UNSAVED
from courtesy.loading.rivals import rivals
from courtesy.loading.scalars import read_day, text_at
from courtesy.loading.source import content_of, read_tree
from courtesy.model.waivers import Waiver
from courtesy.rules import RULE_TYPES
from courtesy.spans import MappingNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from courtesy.loading.source import Unsaved
    from courtesy.model.policy import PolicySource, Rule
    from courtesy.spans import Tree


class NotWaivableError(Problem):
    """A waiver of a rule from which nobody may grant an exception."""

    code: ClassVar[str] = "not-waivable"
    way_out: ClassVar[str] = "take the waiver out: the rule says `waivable: false`"

    def __init__(self, written: WrittenWaiver) -> None:
        super().__init__(written.tree["rule"].span)
        self.rule = written.waiver.rule

    def __str__(self) -> str:
        return f"expected a rule that may be waived, found {quoted(self.rule)}, which says `waivable: false`"

    def help(self) -> str:
        """What to do."""
        return "take this waiver out, or ask those who answer for the policy"


class WrittenWaiver(Struct, frozen=True):
    """A waiver as it stands in a file."""

    waiver: Waiver
    tree: MappingNode


def waivers_beside(manifest: Path, version: str) -> Path | None:
    """The file of waivers beside a policy, or above the folder of its version; None where there is none."""
    folders = [manifest.parent]
    if manifest.parent.name == version:
        folders.append(manifest.parent.parent)
    return next((folder / name for folder in folders for name in WAIVER_FILES if (folder / name).is_file()), None)


def load_waivers(path: Path, unsaved: Unsaved = NOTHING_UNSAVED) -> tuple[WrittenWaiver, ...]:
    """The waivers in a file, as somebody edits it where it is `unsaved`.

    Raises InvalidInputError with everything that is wrong with it.
    """
    if problems := rivals(path, WAIVER_FILES, "file of waivers"):
        raise InvalidInputError(problems)
    return parse_waivers(content_of(path, unsaved), str(path))


def parse_waivers(data: bytes, name: str) -> tuple[WrittenWaiver, ...]:
    """The waivers in the bytes of a file, which `name` stands for in errors. Raises InvalidInputError."""
    return read_waivers(read_tree(data, name))


def read_waivers(tree: Tree) -> tuple[WrittenWaiver, ...]:
    """The waivers in a tree. Raises InvalidInputError."""
    problems, sound = schemas.check(tree, "waivers")
    written = tuple(_each(sound, problems))
    if problems:
        raise InvalidInputError(problems)
    return written


def _each(sound: Tree | None, problems: list[Problem]) -> Iterator[WrittenWaiver]:
    for tree in sound if isinstance(sound, SequenceNode) else ():
        until = read_day(tree["until"])
        if isinstance(until, Problem):
            problems.append(until)
            continue
        yield WrittenWaiver(
            Waiver(
                rule=str(tree["rule"]),
                because=text_at(tree, "because") or "",
                by=text_at(tree, "by") or "",
                until=until,
                case=text_at(tree, "case"),
                contact=text_at(tree, "contact"),
                action=text_at(tree, "action"),
            ),
            tree,
        )


def unfit(
    written: Iterable[WrittenWaiver], policies: Sequence[PolicySource], elsewhere: Callable[[], Collection[str]]
) -> Iterator[Problem]:
    """What is wrong with waivers of the rules of some versions of a policy.

    `elsewhere` finds the rules of other policies that the file may be about; it is asked only where these know a rule
    not.
    """
    rules: dict[str, list[Rule]] = {}
    for policy in policies:
        for rule in policy.rules:
            rules.setdefault(rule.id, []).append(rule)
    others: Collection[str] | None = None
    for one in written:
        stated = rules.get(one.waiver.rule, [])
        if not stated:
            others = elsewhere() if others is None else others
            if one.waiver.rule not in others:
                yield UnknownNameError(
                    one.tree["rule"].span, "rule", one.waiver.rule, [*dict.fromkeys((*rules, *others))]
                )
        if any(not rule.waivable for rule in stated):
            yield NotWaivableError(one)
        if one.waiver.action is not None and any(RULE_TYPES[rule.type].of_plan for rule in stated):
            place = one.tree["action"].span
            found, hint = quoted(one.waiver.action), "name the `case`, or the `contact` that it is owed to"
            yield WrongValueError(place, "no `action` beside a rule about what is owed", found, hint)
