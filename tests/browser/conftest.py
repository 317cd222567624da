"""A browser to look at pages with: Debian's Chromium without a window. Without one these tests are skipped.

With `COURTESY_BROWSER=required` they fail instead. `.ci/browser.sh` installs what is missing.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.chrome.webdriver import WebDriver

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
_NEEDED = {"selenium": "selenium", "axe_core_python": "axe-core-python"}
_PATIENCE = 900
"""Seconds until a script is given up: only one that hangs, however busy the machine is."""
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> list[str]:
    """What there is no looking without, and is not here."""
    programs = [str(program) for program in (CHROMIUM, DRIVER) if not program.exists()]
    return programs + [package for module, package in _NEEDED.items() if find_spec(module) is None]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    """Chromium, with a profile of its own."""
    if absent := missing():
        message = f"no browser to look at the page with: {', '.join(absent)} is not installed (see .ci/browser.sh)"
        if os.environ.get("COURTESY_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    from selenium import webdriver  # noqa: PLC0415  may be absent
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for switch in (*_SWITCHES, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    # A driver that is named is never looked for, nor downloaded.
    driver = webdriver.Chrome(options=options, service=Service(executable_path=str(DRIVER)))
    driver.set_script_timeout(_PATIENCE)
    driver.set_page_load_timeout(_PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()
