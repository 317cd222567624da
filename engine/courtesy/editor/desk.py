"""What lies on somebody's desk: the files that are open, over those on the disk, and the policies they belong to."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from courtesy.api.as_typed import Typed, read_as_typed
from courtesy.bounds import MAX_BYTES
from courtesy.editor.belonging import manifest_beside, manifest_including
from courtesy.editor.kinds import FileKind, is_blank, kind_of, kind_of_blank
from courtesy.editor.place import value_of
from courtesy.editor.sheet import Reading, Sheet, saved_files
from courtesy.editor.sketch import sketch
from courtesy.errors import CourtesyError, InvalidInputError
from courtesy.loading.file_names import PROJECT_FILES
from courtesy.loading.policy_catalog import default_policy, find_versions
from courtesy.loading.policy_files import manifest_path
from courtesy.loading.project import Project, find_project, is_path, read_project
from courtesy.loading.source import read_file
from courtesy.review.linter import lint
from courtesy.review.tests.owners import owner_of
from courtesy.review.tests.reading import parse_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from courtesy.api.policy import Policy
    from courtesy.model.lint import LintReport
    from courtesy.model.policy_tests import TestFile

_DEFAULT = "hire-wire"


class Desk:
    """The open files. Whatever is asked of it is answered for what they say at that moment."""

    def __init__(self, project: Path | None = None, *, looks_above: bool = True) -> None:
        """`project` is the project file that holds for all files.

        Without one that above each of them does, if the desk `looks_above`.
        """
        self._project, self._looks_above = project, looks_above
        self._open: dict[Path, str] = {}
        self._good: dict[Path, Typed] = {}
        self._sound: dict[Path, bytes] = {}
        self._read: dict[Path, Reading] = {}
        self._linted: dict[Path, tuple[Policy, LintReport | None]] = {}
        self._tests: dict[Path, tuple[str, TestFile | None]] = {}
        self._sheets: dict[Path, Sheet] = {}

    # -------------------------------------------------------------------------------------------- files

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that are open."""
        return tuple(self._open)

    def put(self, path: Path, text: str) -> None:
        """Open a file, or change what stands in one that is open."""
        path = path.resolve()
        self._open[path] = text
        self._forget(path)

    def take(self, path: Path) -> None:
        """Close a file: from now on what lies on the disk counts."""
        path = path.resolve()
        self._open.pop(path, None)
        self._forget(path)

    def look_again(self) -> None:
        """Forget what was read: files have changed."""
        self._read.clear()
        self._sheets.clear()

    def _forget(self, path: Path) -> None:
        """Forget what depends on a file: of a policy with mistakes it is not known what that is."""
        self._sheets.clear()
        if path.name in PROJECT_FILES:
            self._read.clear()
        self._read = {manifest: found for manifest, found in self._read.items() if not found.depends_on(path)}

    def text(self, path: Path) -> str | None:
        """What stands in a file; None where there is none, or it is no text."""
        found = self._open.get(path.resolve())
        if found is not None:
            return found
        try:
            return read_file(path).decode("utf-8")
        except (InvalidInputError, UnicodeDecodeError):
            return None

    @property
    def unsaved(self) -> Mapping[Path, bytes]:
        """The open files as bytes."""
        return {path: text.encode("utf-8", "surrogatepass") for path, text in self._open.items()}

    # -------------------------------------------------------------------------------------------- what they are

    def sheet(self, path: Path) -> Sheet | None:
        """What is known of a file; None where there is none."""
        path = path.resolve()
        if path not in self._sheets:
            text = self.text(path)
            if text is None:
                return None
            self._sheets[path] = self._sheet(path, text)
        return self._sheets[path]

    def _sheet(self, path: Path, text: str) -> Sheet:
        words = tuple(sketch(text)) if len(text) <= MAX_BYTES else ()
        beside = manifest_beside(path, self.text) is not None
        kind = kind_of(path, words, beside_manifest=beside)
        project = self._project_of(path)
        texts = partial(self._texts_of_manifest, project=project)
        including = manifest_including(path, texts) if kind in {FileKind.RULES, FileKind.OTHER} else None
        if including is not None:
            kind = FileKind.RULES
        elif is_blank(text):
            kind = kind_of_blank(path, beside_manifest=beside)
        sheet = Sheet(path=path, text=text, kind=kind, words=words, project=project)
        try:
            manifest = including or self._manifest(sheet)
        except CourtesyError as error:
            return replace(sheet, trouble=error)
        if manifest is None:
            return sheet
        found = self.policy(manifest, project)
        now = found.now if kind is FileKind.MANIFEST else found.rest
        return replace(
            sheet,
            kind=kind,
            manifest=manifest,
            now=now,
            good=found.good,
            manifest_is_sound=found.now.source is not None,
        )

    def policy(self, manifest: Path, project: Project | None = None) -> Reading:
        """The policy of a manifest as its files stand."""
        manifest = manifest.resolve()
        known = self._read.get(manifest)
        if known is None or not known.is_fresh:
            now = read_as_typed(manifest, self.unsaved, project)
            rest = now if now.source is not None else self._with_sound_manifest(manifest, now, project)
            if now.source is not None and (text := self.text(manifest)) is not None:
                self._sound[manifest] = text.encode("utf-8", "surrogatepass")
            if now.policy is not None:
                self._good[manifest] = now
            good = self._good.get(manifest, rest)
            self._read[manifest] = Reading(now=now, rest=rest, good=good, saved=saved_files(now))
        return self._read[manifest]

    def linted(self, sheet: Sheet) -> LintReport | None:
        """What makes no sense in the policy of a file, looked for once; None where it has mistakes."""
        policy = sheet.now.policy
        if policy is None or sheet.manifest is None:
            return None
        known = self._linted.get(sheet.manifest)
        if known is None or known[0] is not policy:
            known = self._linted[sheet.manifest] = (policy, _linted(policy))
        return known[1]

    def tests(self, path: Path) -> TestFile | None:
        """The tests in a file, read once for each text; None where there are none that can be read."""
        text = self.text(path)
        if text is None:
            return None
        known = self._tests.get(path)
        if known is None or known[0] != text:
            known = self._tests[path] = (text, _tests_in(text, path))
        return known[1]

    def _with_sound_manifest(self, manifest: Path, now: Typed, project: Project | None) -> Typed:
        """The policy with its manifest as it last was sound, here or on the disk; `now` where it never was."""
        for text in self._earlier(manifest):
            found = read_as_typed(manifest, {**self.unsaved, manifest: text}, project)
            if found.source is not None:
                return found
        return now

    def _earlier(self, manifest: Path) -> Iterator[bytes]:
        """What a manifest said before: when it last was sound, and on the disk."""
        if (sound := self._sound.get(manifest)) is not None:
            yield sound
        if manifest in self._open:
            with suppress(InvalidInputError):
                yield read_file(manifest)

    def _texts_of_manifest(self, manifest: Path, project: Project | None) -> Iterator[str]:
        """What a manifest says, and where it has mistakes also what it said before."""
        text = self.text(manifest)
        if text is not None:
            yield text
        if manifest in self._open and self.policy(manifest, project).now.source is None:
            yield from (earlier.decode("utf-8", "replace") for earlier in self._earlier(manifest))

    def _project_of(self, path: Path) -> Project | None:
        place = self._project or (find_project(path.parent) if self._looks_above else None)
        if place is None:
            return None
        typed = self.unsaved.get(place.resolve())
        try:
            return read_project(place, typed)
        except InvalidInputError:
            pass
        try:
            return read_project(place) if typed is not None else None
        except InvalidInputError:
            return None

    def _manifest(self, sheet: Sheet) -> Path | None:
        """The manifest of the policy that a file belongs to, or is about; None where that is known to be none."""
        if sheet.kind is FileKind.MANIFEST:
            return sheet.path
        if sheet.kind is FileKind.TESTS and (owner := owner_of(sheet.path)) is not None:
            return owner.manifests[-1]
        if sheet.kind in {FileKind.TESTS, FileKind.CASE}:
            return self._named(sheet, value_of(sheet.words, ("policy",)))
        if sheet.kind is FileKind.WAIVERS:
            return self._beside_waivers(sheet)
        return None

    def _beside_waivers(self, sheet: Sheet) -> Path | None:
        """The policy beside a file of waivers, in its newest version, or else that of the project."""
        with suppress(CourtesyError):
            beside = manifest_path(find_versions(sheet.path.parent)[-1].location)
            if beside.is_file():
                return beside
        return self._named(sheet, None) if sheet.project is not None and sheet.project.policy else None

    def _named(self, sheet: Sheet, name: str | None) -> Path | None:
        project = sheet.project
        name = name or (None if project is None else project.policy)
        if name is None:
            return manifest_path(default_policy(_DEFAULT)[-1].location)
        place = sheet.path.parent / name if is_path(name) and not Path(name).is_absolute() else name
        return manifest_path(find_versions(place, project)[-1].location)


def _tests_in(text: str, path: Path) -> TestFile | None:
    try:
        return parse_tests(text.encode("utf-8", "surrogatepass"), str(path))
    except InvalidInputError:
        return None


def _linted(policy: Policy) -> LintReport | None:
    try:
        return lint(policy)
    except Exception:  # noqa: BLE001  what is wrong is told whatever becomes of what is only odd
        return None
