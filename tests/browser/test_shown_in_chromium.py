"""What notebooks show, in a browser: at any width, on light and on dark, whatever the texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.rendering.test_shown import hostile, made

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

_LOOK = """
return {
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  scripts: document.scripts.length + document.images.length + document.links.length + document.styleSheets.length,
  colours: [...new Set([...document.body.querySelectorAll("*")].map(one => getComputedStyle(one).color))],
  backgrounds: [...new Set([...document.body.querySelectorAll("*")].map(one => getComputedStyle(one).backgroundColor))],
}
"""


PAPERS = {320: ("white", "rgb(17, 17, 17)"), 1000: ("black", "rgb(238, 238, 238)")}


@pytest.mark.parametrize("width", PAPERS)
def test_results_fit_into_a_page(
    width: int, browser: WebDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wider than the page, runs or is fetched, and all is in the page's own colours."""
    monkeypatch.chdir(tmp_path)
    paper, ink = PAPERS[width]
    values: list[Any] = [shown for one in made().values() for shown in (one, hostile(one))]
    pieces = "".join(value._repr_html_() for value in values)
    page = tmp_path / "notebook.html"
    style = f"font: 14px sans-serif; background: {paper}; color: {ink}"
    page.write_text(f'<!doctype html><meta charset="utf-8"><body style="{style}">{pieces}', encoding="utf-8")
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(page.as_uri())
    found = browser.execute_script(_LOOK)
    assert {"wide": 0, "scripts": 0, "colours": [ink], "backgrounds": ["rgba(0, 0, 0, 0)"]} == found
