"""What is wrong in a file as somebody types it, at its places: the loader's own problems, and what it warns of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.editor.belonging import manifest_near
from courtesy.editor.fixes import fixes_of, include_in
from courtesy.editor.kinds import FileKind, has_name, is_blank
from courtesy.editor.lines import Lines
from courtesy.editor.marks import Mark, Related, Severity
from courtesy.editor.place import values_below
from courtesy.editor.problems import problems_of, warnings_of
from courtesy.editor.sketch import Role
from courtesy.loading.errors import UnknownNameError
from courtesy.loading.policy_catalog import PolicyNotFoundError
from courtesy.spans import Span
from courtesy.wording.text import agree, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from courtesy.editor.desk import Desk
    from courtesy.editor.sheet import Sheet
    from courtesy.errors import CourtesyError, Problem


def marks(desk: Desk, path: Path) -> tuple[Mark, ...]:
    """What is to be marked in a file, in the order of its text."""
    sheet = desk.sheet(path)
    if sheet is None:
        return ()
    if is_blank(sheet.text) and not has_name(sheet.path) and sheet.manifest in {None, sheet.path}:
        return ()  # nobody has said yet what it is to be
    marker = _Marker(desk, sheet)
    found = [*marker.problems(problems_of(desk, sheet)), *marker.warnings(), *marker.belonging()]
    return tuple(sorted(dict.fromkeys(found), key=lambda mark: (mark.start, mark.end, mark.severity)))


class _Marker:
    def __init__(self, desk: Desk, sheet: Sheet) -> None:
        self._desk, self._sheet = desk, sheet
        self._lines = Lines(sheet.text)

    def problems(self, problems: Iterable[Problem]) -> Iterator[Mark]:
        """The problems of the file, and where it names other files those that they have."""
        elsewhere: dict[Path, list[Problem]] = {}
        for problem in problems:
            file = Path(problem.span.file).resolve() if problem.line else self._sheet.path
            if file == self._sheet.path:
                yield self._mark(problem)
            else:
                elsewhere.setdefault(file, []).append(problem)
        if self._sheet.kind is FileKind.MANIFEST:
            for file, found in elsewhere.items():
                yield self._of_other_file(file, found)

    def _mark(self, problem: Problem) -> Mark:
        start, end = self._lines.offsets(problem.span)
        return self._placed(problem, start, max(end, self._end_of_word(start)) if start == end else end)

    def _placed(self, problem: Problem, start: int, end: int) -> Mark:
        return Mark(
            start=start,
            end=end,
            severity=Severity.ERROR,
            code=problem.code,
            message=message_of(problem),
            related=tuple(self._related(problem)),
            fixes=tuple(fixes_of(problem, self._sheet, (start, end), self._manifest())),
        )

    def _manifest(self) -> tuple[Path, str] | None:
        manifest = self._sheet.manifest
        text = None if manifest is None else self._desk.text(manifest)
        return None if manifest is None or text is None else (manifest, text)

    def _end_of_word(self, start: int) -> int:
        """Where the word ends that begins there: what has no length could not be seen."""
        text, (_, end) = self._sheet.text, self._lines.line_of(start)
        behind = start
        while behind < end and not text[behind].isspace():
            behind += 1
        return max(behind, min(start + 1, end))

    def _related(self, problem: Problem) -> Iterator[Related]:
        for name, place in vars(problem).items():
            if isinstance(place, Span) and name != "span":
                yield from self._place("the first one" if name == "first" else "see here", place)

    def _of_other_file(self, file: Path, problems: list[Problem]) -> Mark:
        """That a file has problems which this one names, or builds on."""
        names = (*values_below(self._sheet.words, ("include",)), *values_below(self._sheet.words, ("extends",)))
        folder = self._sheet.path.parent
        named = next((word for word in names if "\0" not in word.text and (folder / word.text).resolve() == file), None)
        named = named or next((word for word in names if word.path == ("extends",)), None)
        start, end = (named.start, named.end) if named else (0, self._end_of_word(0))
        text = self._desk.text(file) or ""
        related = [Related(file, *Lines(text).offsets(one.span), message_of(one)) for one in problems[:5]]
        message = f"`{file.name}` has {agree(len(problems), 'problem')}: {problems[0]}"
        return Mark(
            start=start, end=end, severity=Severity.ERROR, code="problems-elsewhere", message=message,
            related=tuple(related),
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------- beside problems

    def warnings(self) -> Iterator[Mark]:
        """What is valid and probably not meant."""
        for warning in warnings_of(self._desk, self._sheet):
            span, manifest = warning.span, self._manifest()
            if span is not None and Path(span.file).resolve() != self._sheet.path:
                continue
            start, end = self._place_of_policy() if span is None else self._lines.offsets(span)
            left_out = warning.left_out
            yield Mark(
                start=start,
                end=max(end, self._end_of_word(start)) if start == end else end,
                severity=Severity.WARNING,
                code=warning.code,
                message=_told(warning.message, warning.help),
                related=tuple(one for what, place in warning.related for one in self._place(what, place)),
                fixes=() if left_out is None or manifest is None else (include_in(*manifest, left_out),),
            )

    def _place_of_policy(self) -> tuple[int, int]:
        """Where a manifest says which policy it is."""
        key = next((word for word in self._sheet.words if word.path == ("id",)), None)
        return (0, self._end_of_word(0)) if key is None else (key.start, key.end)

    def _place(self, what: str, place: Span) -> Iterator[Related]:
        path = Path(place.file).resolve()
        text = self._desk.text(path) if place.line else None
        if text is not None:
            yield Related(path, *Lines(text).offsets(place), what)

    def belonging(self) -> Iterator[Mark]:
        """What keeps a file from being checked as a part of its policy."""
        sheet = self._sheet
        if sheet.trouble is not None:
            yield self._trouble(sheet.trouble)
        if sheet.kind is FileKind.RULES and sheet.manifest is None:
            yield self._not_included()
        elif sheet.manifest is not None and not sheet.manifest_is_sound and sheet.kind is not FileKind.MANIFEST:
            name = sheet.manifest.name
            message = f"`{name}` has mistakes: until they are corrected, this file is checked by what it last said"
            related = Related(sheet.manifest, 0, 0, "the manifest")
            yield self._about_file("manifest-has-mistakes", message, (related,))

    def _trouble(self, trouble: CourtesyError) -> Mark:
        """Why there is no policy to check a file by, where the file names it."""
        named = next(
            (word for word in self._sheet.words if word.path == ("policy",) and word.role is not Role.KEY), None
        )
        start, end = (named.start, named.end) if named else (0, self._end_of_word(0))
        if isinstance(trouble, PolicyNotFoundError) and named is not None:
            place = Span(str(self._sheet.path))
            return self._placed(UnknownNameError(place, "policy", trouble.name, trouble.known), start, end)
        message = message_of(trouble)
        return Mark(start=start, end=end, severity=Severity.ERROR, code=trouble.code, message=message)

    def _not_included(self) -> Mark:
        near = manifest_near(self._sheet.path, self._desk.text)
        text = None if near is None else self._desk.text(near)
        if near is None or text is None:
            return self._about_file(
                "not-included", "no manifest includes this file, so that its rules are of no policy"
            )
        name = self._sheet.path.relative_to(near.parent).as_posix()
        message = f"`{near.name}` does not include this file, so that its rules do not hold"
        found = self._about_file("not-included", message, (Related(near, 0, 0, "the manifest"),))
        return Mark(
            start=found.start, end=found.end, severity=Severity.WARNING, code=found.code, message=found.message,
            related=found.related, fixes=(include_in(near, text, name),),
        )  # fmt: skip

    def _about_file(self, code: str, message: str, related: tuple[Related, ...] = ()) -> Mark:
        start = self._sheet.words[0].start if self._sheet.words else 0
        end = self._end_of_word(start)
        return Mark(
            start=start, end=end, severity=Severity.INFORMATION, code=code, message=sentence(message), related=related
        )


def message_of(error: CourtesyError) -> str:
    """What is wrong, and what to do."""
    return _told(str(error), error.help())


def _told(message: str, fix: str | None) -> str:
    return sentence(message) + (f"\n{sentence(fix)}" if fix else "")
