"""Reports on audits read as recorded in each form, and no name of others breaks one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jsonschema
import pytest

from courtesy.loading.schemas import load_schema
from courtesy.rendering import FORMATS, renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.made_audits import audits
from tests.unit.rendering.test_plan_page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {"text": "txt", "markdown": "md"}
RECORDED = [
    (name, form) for name in ("several", "unknown", "quiet", "empty", "crowded") for form in ("text", "markdown")
]
RECORDED += [("several", "html"), ("several", "json")]


def _rendered(name: str, form: str) -> str:
    return str(renderer("audit", form)(audits()[name], plain))


@pytest.mark.parametrize(("name", "form"), RECORDED)
def test_reports_are_as_recorded(name: str, form: str, snapshot: Callable[[str, str], None]) -> None:
    """What is broken, what is not known, that nothing is wrong and that there is nothing read as the snapshot does."""
    text = re.sub(r"<style>.*?</style>", "<style></style>", _rendered(name, form), flags=re.DOTALL)
    snapshot(f"audit/{name}.{ENDINGS.get(form, form)}", text)


@pytest.mark.parametrize("name", ["several", "unknown", "quiet", "empty", "crowded", "hostile"])
def test_every_form_holds_for_every_audit(name: str) -> None:
    """Text keeps within 80 columns but for one long word, JSON keeps its contract, and no name breaks the page."""
    assert {"text", "markdown", "html", "json"} == set(FORMATS["audit"])
    assert [] == [line for line in _rendered(name, "text").splitlines() if len(line) > 80 and " " in line.strip()]
    jsonschema.Draft202012Validator(load_schema("audit")).validate(json.loads(_rendered(name, "json")))
    page = Page(_rendered(name, "html"))
    assert [] == page.open
    assert len(page.ids) == len(set(page.ids))
    assert not {"script", "b", "img"} & {tag for tag, _ in page.elements}
