"""A small agency's folder on somebody's desk, for tests of what editors are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.editor.desk import Desk
from courtesy.editor.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from courtesy.editor.sheet import Sheet

CURSOR = "¦"
FILES = {
    "courtesy.yaml": "policies: [acme]\npolicy: acme\nzone: Europe/London\n",
    "acme/policy.yaml": (
        "courtesy: 1\nid: acme\nversion: 1.0.0\ntitle: Acme\nextends: hire-wire@^1.0\nzone: Europe/London\n"
        "sources:\n  handbook: {title: The handbook}\nchannels: {whatsapp: WhatsApp message}\n"
        "facts:\n"
        "  attributes.agreed: {type: boolean, title: whether they agreed, says: they agreed, denies: they did not}\n"
        "  attributes.stage: {type: one_of, values: [early, late], title: the stage}\n"
        "change:\n  timing.email-after-a-week:\n"
        "    {title: 'A follow-up waits {at_least}', wait: {at_least: 5 business days}, because: We are quick.}\n"
        "include: [contact.yaml]\n"
    ),
    "acme/contact.yaml": (
        "- id: contact.whatsapp-by-consent\n  title: WhatsApp by consent\n  level: must\n"
        "  applies_to: {channel: whatsapp}\n  require: {attributes.agreed: true, attributes.stage: late}\n"
        "  source: {ref: handbook}\n"
        "- id: contact.calls\n  level: should\n  applies_to: {channel: phone}\n"
        "  wait: {at_least: 2 days, after: interview}\n"
    ),
    "acme/waivers.yaml": "- {rule: contact.calls, case: one, because: asked, by: head, until: 2027-01-01}\n",
    "acme/tests/contact.yaml": (
        "base:\n  interview: {ended_at: 2026-11-17T15:30}\n  zone: Europe/London\n  contacts: {hr: {roles: [hr]}}\n"
        "  actions:\n    - {id: act, channel: phone, purpose: check_in, to: hr, at: 2026-11-20T10:00}\n"
        "cases:\n  a call after three days is fine: {outcome: allow, satisfied: [contact.calls]}\n"
        "  a call after an hour is too early:\n    {at: 2026-11-17T16:30, outcome: warn, violated: [contact.calls]}\n"
    ),
    "cases/one.yaml": "id: one\ncontacts: {hr: {roles: [hr]}}\nactions:\n  - {channel: whatsapp, to: hr}\n",
}
"""What lies there when a test begins."""


class Opened(NamedTuple):
    """A file that is open, with where the cursor stands in it."""

    desk: Desk
    sheet: Sheet
    offset: int


def folder(root: Path, files: Mapping[str, str] = FILES) -> Path:
    """The folder, written out."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def opened(root: Path, name: str, text: str, desk: Desk | None = None) -> Opened:
    """A file with a text in which `¦` is the cursor. `@` stands for what lies there already."""
    whole = text.replace("@", FILES.get(name, ""), 1) if text.startswith("@") else text
    at = whole.index(CURSOR) if CURSOR in whole else 0
    desk = desk or Desk()
    desk.put(root / name, whole.replace(CURSOR, "", 1))
    sheet = desk.sheet(root / name)
    assert sheet is not None
    return Opened(desk, sheet, at)


def place(text: str, offset: int) -> str:
    """An offset as line and column, counted from 1."""
    line, column = Lines(text, "utf-32").place(offset)
    return f"{line + 1}:{column + 1}"
