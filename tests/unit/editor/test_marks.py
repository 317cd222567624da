"""What is wrong in a file is marked while somebody types it, and what is plain can be put right at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtesy.editor.desk import Desk
from courtesy.editor.diagnostics import marks
from courtesy.editor.marks import Fix, Mark, Severity
from tests.helpers.desks import FILES, folder, opened, place
from tests.helpers.mistakes import Mistake, mistakes

KINDS = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text("utf-8"))
CASES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "marks.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_marked_at_its_place(tmp_path: Path, name: str) -> None:
    """A file has these marks, and its fixes lead to these lines."""
    case, root = CASES[name], folder(tmp_path)
    desk = Desk()
    for other, text in case.get("also", {}).items():
        if not (root / other).exists():
            (root / other).write_text(text, "utf-8")
        desk.sheet(root / case["file"])  # as it was before
        desk.put(root / other, text)
    _, sheet, _ = opened(root, case["file"], case["text"], desk)
    found = marks(desk, sheet.path)
    assert case["marks"] == [f"{place(sheet.text, mark.start)} {mark.code}" for mark in found]
    for mark in found:  # what has no length could not be seen, but for the end of a line
        assert mark.start < mark.end or sheet.text[mark.start : mark.start + 1] in {"", "\n", "\r"}
    if "related" in case:
        told = [
            f"{one.path.name} {place(desk.text(one.path) or '', one.start)}" for mark in found for one in mark.related
        ]
        assert case["related"] == told
    fixes = {fix.title: fix for mark in found for fix in mark.fixes}
    for title, lines in case.get("fixes", {}).items():
        for file, line in (lines if isinstance(lines, dict) else {case["file"]: lines}).items():
            assert line in _fixed(desk, root / file, fixes[title]).splitlines()


def _fixed(desk: Desk, path: Path, fix: Fix) -> str:
    """The text of a file in which a fix was taken."""
    text = desk.text(path) or ""
    for edit in sorted(fix.edits, key=lambda edit: edit.start, reverse=True):
        if edit.path == path.resolve():
            text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: mistake.name)
def test_every_known_mistake_is_marked_where_the_loader_finds_it(tmp_path: Path, mistake: Mistake) -> None:
    """The first error of a policy with one mistake has the loader's code and place."""
    desk, sheet, _ = opened(tmp_path, "policy.yaml", mistake.text)
    errors = [mark for mark in marks(desk, sheet.path) if mark.severity is Severity.ERROR]
    if mistake.code is None or mistake.place is None:
        assert not errors
        return
    line, column = mistake.place
    assert f"{line}:{column} {mistake.code}" == f"{place(sheet.text, errors[0].start)} {errors[0].code}"
    for mark in errors:
        _holds_after(sheet.path, sheet.text, mark)


def _holds_after(path: Path, text: str, mark: Mark) -> None:
    """A fix takes its mistake away."""
    for fix in mark.fixes:
        desk = Desk()
        desk.put(path, text)
        changed = _fixed(desk, path, fix)
        desk.put(path, changed)
        left = {(one.code, one.message) for one in marks(desk, path)}
        assert (mark.code, mark.message) not in left


@pytest.mark.parametrize("case", KINDS, ids=lambda case: ascii(f"{case['file']} {case['text'][:30]}"))
def test_files_of_ours_are_told_from_others(tmp_path: Path, case: dict[str, str]) -> None:
    """A file is what its name or its content shows, and one that is not ours is left alone."""
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "policy.yaml").write_text(
        "courtesy: 1\nid: a\nversion: 1.0.0\ntitle: A\nrules: []\n", "utf-8"
    )
    desk, sheet, _ = opened(tmp_path, case["file"], case["text"])
    assert case["kind"] == sheet.kind
    assert case["kind"] != "other" or not marks(desk, sheet.path)


def test_a_file_that_changes_on_the_disk_is_read_again(tmp_path: Path) -> None:
    """What another program writes counts from the next question on."""
    root = folder(tmp_path)
    desk = Desk()
    rules = "- {id: contact.x, level: may, applies_to: {channel: teams}, forbid: true}\n"
    _, sheet, _ = opened(root, "acme/contact.yaml", rules, desk)
    assert ["unknown-value"] == [mark.code for mark in marks(desk, sheet.path)]
    manifest = root / "acme" / "policy.yaml"
    manifest.write_text(
        manifest.read_text("utf-8").replace("WhatsApp message}", "WhatsApp message, teams: chat}"), "utf-8"
    )
    desk.put(sheet.path, rules)
    assert [] == marks_of_errors(desk, sheet.path)
    manifest.write_text(FILES["acme/policy.yaml"], "utf-8")
    os.utime(manifest, ns=(0, 0))
    desk.put(sheet.path, rules)
    assert ["unknown-value"] == marks_of_errors(desk, sheet.path)


def marks_of_errors(desk: Desk, path: Path) -> list[str]:
    """The codes of what is wrong in a file."""
    return [mark.code for mark in marks(desk, path) if mark.severity is Severity.ERROR]


def test_a_fix_fits_a_manifest_that_ends_its_lines_as_windows_does(tmp_path: Path) -> None:
    """A section that is added has the line ends of the file, and the file loads."""
    root = folder(tmp_path)
    manifest = "courtesy: 1\r\nid: acme\r\nversion: 1.0.0\r\ntitle: Acme\r\ninclude: [contact.yaml]\r\n"
    (root / "acme" / "policy.yaml").write_bytes(manifest.encode())
    rules = "- {id: contact.x, level: may, applies_to: {channel: teams}, require: {attributes.agreed: 5}}\n"
    desk, sheet, _ = opened(root, "acme/contact.yaml", rules)
    while fixes := [fix for mark in marks(desk, sheet.path) for fix in mark.fixes if fix.title.startswith("Declare")]:
        desk.put(root / "acme" / "policy.yaml", _fixed(desk, (root / "acme" / "policy.yaml").resolve(), fixes[0]))
    text = desk.text(root / "acme" / "policy.yaml") or ""
    assert "channels:\r\n  teams: teams\r\nfacts:\r\n  attributes.agreed: {type: integer, title: agreed}\r\n" in text
    assert [] == marks_of_errors(desk, sheet.path)
