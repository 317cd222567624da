"""Plans, agendas, handbooks and audits in Chromium: quiet, complete, readable by all, on any screen and on paper."""

from __future__ import annotations

import base64
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from courtesy.model.case import Contact
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.made_audits import audits
from tests.unit.rendering.odd_plans import ODD_PLANS
from tests.unit.rendering.odd_plans import POLICY as ODD_POLICY
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_agendas import AGENDAS
from tests.unit.rendering.usual_plans import PLANS
from tests.unit.review.handbooks import HANDBOOKS

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

_PAGES = {
    **{name: ("plan", plan, POLICY) for name, plan in PLANS.items()},
    **{name: ("plan", plan, ODD_POLICY) for name, plan in ODD_PLANS.items()},
    **{f"agenda-{name}": ("agenda", agenda) for name, agenda in AGENDAS.items()},
    **{f"handbook-{name}": ("handbook", book) for name, book in HANDBOOKS.items()},
    **{f"audit-{name}": ("audit", name) for name in ("several", "empty", "crowded", "hostile")},
}
_EXAMPLE = Path(__file__).parents[2] / "examples" / "exported" / "09-plan.html"
_TAB, _ENTER = "\ue004", "\ue007"


@pytest.fixture(params=_PAGES)
def any_page(request: pytest.FixtureRequest, browser: WebDriver, tmp_path: Path) -> WebDriver:
    """The browser with the page about each plan, usual and odd, and about each agenda."""
    return _opened(browser, tmp_path, request.param)


@pytest.fixture
def page(browser: WebDriver, tmp_path: Path) -> WebDriver:
    """The browser with the page about a fresh plan."""
    return _opened(browser, tmp_path, "fresh")


def _opened(browser: WebDriver, folder: Path, name: str) -> WebDriver:
    file = folder / f"{name}.html"
    subject, *shown = _PAGES[name]
    if subject == "handbook":
        (make,) = shown
        text = renderer("handbook", "html")(make())
    elif subject == "audit":
        text = renderer("audit", "html")(audits()[str(shown[0])], plain)
    else:
        text = renderer(str(subject), "html")(*shown, plain)
    file.write_text(text, encoding="utf-8")
    _emulate(browser, scheme="light")
    _resize(browser, 1280)
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(file.as_uri())
    return browser


def _emulate(browser: WebDriver, *, scheme: str = "light", media: str = "", motion: str = "no-preference") -> None:
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": motion},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def _resize(browser: WebDriver, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def _style(browser: WebDriver, selector: str, name: str) -> str:
    script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    return str(browser.execute_script(script, selector, name))


def _focused(browser: WebDriver) -> str:
    """The class of what has the focus."""
    return str(browser.execute_script("return document.activeElement.className"))


def _press(browser: WebDriver, key: str) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415  may be absent

    ActionChains(browser).send_keys(key).perform()


def test_page_loads_in_silence(any_page: WebDriver) -> None:
    """Nothing is reported on the console, and nothing but the page itself is asked for."""
    assert [] == any_page.get_log("browser")
    assert [] == any_page.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    sent = [json.loads(entry["message"])["message"] for entry in any_page.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in sent if event["method"] == "Network.requestWillBeSent"}
    assert {any_page.current_url} == {url for url in asked if not url.startswith("data:")}


def test_page_has_its_title(page: WebDriver) -> None:
    """The window's title says what the page is and for when."""
    assert "Follow-up plan, 23 Nov 2026 to 21 Dec 2026" == page.title


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(any_page: WebDriver, scheme: str) -> None:
    """No rule of axe-core about accessibility is violated, contrast included, in light and in dark."""
    from axe_core_python.base import AXE_SCRIPT  # noqa: PLC0415  may be absent

    _emulate(any_page, scheme=scheme)
    any_page.execute_script(f"{AXE_SCRIPT}; window.axe = axe")
    found: dict[str, Any] = any_page.execute_async_script(
        "const done = arguments[0]; axe.run().then(done, error => done({violations: [{id: String(error), nodes: []}]}))"
    )
    assert [] == [
        (violation["id"], [node["html"][:200] for node in violation["nodes"][:3]]) for violation in found["violations"]
    ]
    assert len(found.get("passes", ())) > 10


def test_dark_is_dark(page: WebDriver) -> None:
    """Who prefers dark gets light words on dark paper."""
    light = _style(page, "body", "backgroundColor")
    _emulate(page, scheme="dark")
    assert light != _style(page, "body", "backgroundColor") == "rgb(22, 25, 27)"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_page_fits_its_width(any_page: WebDriver, width: int) -> None:
    """The page itself never scrolls sideways, with words however long; only the timeline may, in its own region."""
    _resize(any_page, width)
    assert width >= any_page.execute_script("return document.documentElement.scrollWidth")
    outside = any_page.execute_script(
        "return [...document.body.querySelectorAll('*')].filter(one => !one.closest('.chart, .unseen, thead, .skip') "
        "&& one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 80))"
    )
    assert [] == outside


def test_bars_and_marks_are_named(page: WebDriver) -> None:
    """Every bar and mark of the timeline has a name for who listens, and shows it on hover."""
    from selenium.webdriver.common.by import By  # noqa: PLC0415  may be absent

    bars = page.find_elements(By.CSS_SELECTOR, ".chart .bar, .chart .dot")
    assert 43 + 8 == len(bars)
    assert [] == [bar.get_attribute("outerHTML") for bar in bars if not bar.accessible_name]
    assert [] == [bar.accessible_name for bar in bars if bar.accessible_name != bar.get_attribute("title")]
    assert {bar.aria_role for bar in bars} <= {"image", "img", "link"}


def test_bars_can_be_seen(page: WebDriver) -> None:
    """Every bar of the timeline has a place, and lies within its track."""
    lying = page.execute_script(
        "return [...document.querySelectorAll('.bar')].map(bar => {"
        "const box = bar.getBoundingClientRect(), track = bar.closest('.track').getBoundingClientRect();"
        "return box.width > 1 && box.height > 8 && box.left >= track.left - 1 && box.right <= track.right + 1"
        " && box.bottom <= track.bottom + 1})"
    )
    assert [True] * 43 == lying


def test_marks_stand_at_their_time(page: WebDriver) -> None:
    """The mark of the first e-mail stands where the open window ends and the closed one begins."""
    edges = page.execute_script(
        "const row = document.querySelectorAll('.lane')[1], box = one => one.getBoundingClientRect();"
        "const dot = box(row.querySelector('.dot.planned')), open = box(row.querySelector('.bar.open'));"
        "return [dot.left + dot.width / 2, open.right]"
    )
    assert abs(edges[0] - edges[1]) < 1


def test_keyboard_reaches_everything(page: WebDriver) -> None:
    """The first stop is the link past the header, the timeline can be scrolled by keys, and focus is always seen."""
    _press(page, _TAB)
    assert "skip" == _focused(page)
    assert page.execute_script("return document.activeElement.getBoundingClientRect().left") >= 0
    _press(page, _ENTER)
    assert page.current_url.endswith("#content")
    for _ in range(12):
        _press(page, _TAB)
        if _focused(page) == "scroll":
            break
    assert "scroll" == _focused(page)
    assert "solid" == page.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    _press(page, _TAB)
    assert "dot planned" == _focused(page)
    _press(page, _ENTER)
    assert page.current_url.endswith("#step-1")


def test_stretches_open_by_a_key(page: WebDriver) -> None:
    """What is behind a click is also behind a key."""
    page.execute_script("document.querySelector('summary').focus()")
    _press(page, _ENTER)
    assert page.execute_script("return document.querySelector('details').open")


def test_motion_stops_where_it_is_unwanted(page: WebDriver) -> None:
    """Who wants less motion gets no smooth scrolling."""
    assert "smooth" == _style(page, "html", "scrollBehavior")
    _emulate(page, motion="reduce")
    assert "auto" == _style(page, "html", "scrollBehavior")


def test_tables_stay_tables_on_a_narrow_screen(page: WebDriver) -> None:
    """Where the cells of a table stand below each other, who listens still hears a table."""
    from selenium.webdriver.common.by import By  # noqa: PLC0415  may be absent

    _resize(page, 320)
    roles = {name: page.find_element(By.CSS_SELECTOR, name).aria_role for name in ("table", "tbody tr", "td", "th")}
    assert {"table": "table", "tbody tr": "row", "td": "cell", "th": "columnheader"} == roles


def test_page_prints(any_page: WebDriver) -> None:
    """The page prints to a PDF of at least one page, bars included though backgrounds are not asked for."""
    _emulate(any_page, scheme="dark", media="print")
    assert "none" == _style(any_page, ".skip", "display")
    assert "rgb(255, 255, 255)" == _style(any_page, "body", "backgroundColor")
    assert "exact" == _style(any_page, "main", "printColorAdjust")
    _emulate(any_page)
    assert _sheets(any_page) >= 1


def _sheets(page: WebDriver) -> int:
    """How many sheets of A4 a page takes."""
    asked = {"printBackground": False, "preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69}
    pdf = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", asked)["data"])
    assert pdf.startswith(b"%PDF")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_candidate_gets_two_pages(browser: WebDriver) -> None:
    """Nine steps, what is expected and what never to do take two sheets; what is for others begins on the next."""
    browser.get(_EXAMPLE.as_uri())
    whole = _sheets(browser)
    browser.execute_script("document.querySelector('.keeper').remove()")
    assert 2 == _sheets(browser)
    assert 2 < whole <= 6


def test_a_rule_stays_whole_on_paper(browser: WebDriver, tmp_path: Path) -> None:
    """No rule of a handbook is torn by the end of a sheet, and what refers to it names it by its number."""
    page = _opened(browser, tmp_path, "handbook-london")
    _emulate(page, media="print")
    assert "avoid" == _style(page, ".rule", "breakInside")
    numbers = page.execute_script("return [...document.querySelectorAll('.ref')].map(one => one.textContent)")
    assert numbers
    assert [] == [said for said in numbers if not re.search(r"rule \d+$", said)]
    assert "none" == _style(page, ".skip", "display")


def test_a_handbook_is_found_its_way_in(browser: WebDriver, tmp_path: Path) -> None:
    """Headings of a handbook go down one level at a time, and the first stop of the keyboard leads past its header."""
    page = _opened(browser, tmp_path, "handbook-london")
    levels = page.execute_script("return [...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")
    assert 1 == levels[0]
    assert [] == [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1]
    _press(page, _TAB)
    assert "skip" == _focused(page)
    _press(page, _ENTER)
    assert page.current_url.endswith("#content")


def test_boxes_to_tick_are_on_paper_alone(page: WebDriver) -> None:
    """Each step has an empty box for who prints it, and a word that says what a tick means."""
    assert {"none"} == {_style(page, ".done", "display")}
    _emulate(page, media="print")
    seen = page.execute_script(
        "return [...document.querySelectorAll('.step')].map(step => { const done = step.querySelector('.done');"
        "const box = getComputedStyle(done, '::before');"
        "return [done.innerText, box.borderTopStyle, box.width !== '0px',"
        "done.getBoundingClientRect().right <= step.getBoundingClientRect().right + 1] })"
    )
    assert [["Done", "solid", True, True]] * 5 == seen


def test_names_with_joiners_stay_whole(browser: WebDriver, tmp_path: Path) -> None:
    """The page shows names that are written with joiners as they are."""
    names = {
        "first": "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0dcf\u0dbd\u0dca",
        "second": "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
    }
    plan = PLANS["fresh"]
    contacts = {**plan.case.contacts, **{name: Contact(id=name, name=said) for name, said in names.items()}}
    file = tmp_path / "names.html"
    shown = renderer("plan", "html")(replace(plan, case=replace(plan.case, contacts=contacts)), POLICY, plain)
    file.write_text(shown, encoding="utf-8")
    browser.get(file.as_uri())
    people = browser.execute_script("return [...document.querySelectorAll('.people bdi')].map(one => one.textContent)")
    assert [*names.values()] == people[-2:]


def test_timeline_fits_on_paper(page: WebDriver) -> None:
    """On a sheet of A4 the timeline is as wide as the sheet, and nothing of it is cut off."""
    _emulate(page, media="print")
    _resize(page, 672)
    assert page.execute_script(
        "const region = document.querySelector('.scroll'); return region.scrollWidth <= region.clientWidth"
    )
