"""The page about a plan: what it holds, that nothing in it can break out, that it asks for nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from courtesy.model.outcome import Outcome, Status
from courtesy.model.plan import Reason
from courtesy.model.policy import Level
from courtesy.model.timetable import Stretch
from courtesy.rendering import renderer
from courtesy.rendering.ink import plain
from tests.unit.rendering.odd_plans import ARABIC, CROWDED, HOSTILE, MARKUP, ODD_PLANS, TURNED
from tests.unit.rendering.odd_plans import POLICY as ODD_POLICY
from tests.unit.rendering.plan_policy import POLICY
from tests.unit.rendering.usual_plans import CHICAGO, FRESH, IMPOSSIBLE, NEW_YORK, NOTHING, NOW, PLANS, UNKNOWN, chicago

if TYPE_CHECKING:
    from collections.abc import Callable

    from courtesy.model.plan import Plan

_VOID = {"meta", "link", "br", "img", "input"}
_ALL = {
    **{name: (plan, POLICY) for name, plan in PLANS.items()},
    **{name: (plan, ODD_POLICY) for name, plan in ODD_PLANS.items()},
}


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, and the text under each section's heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.texts: dict[str, str] = {}
        self._section = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element; void ones are not opened."""
        known = dict(attrs)
        self.elements.append((tag, known))
        if known.get("id"):
            self.ids.append(str(known["id"]))
        if tag == "h2":
            self._section = str(known.get("id"))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every element is closed in its turn."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather the text of each section, of one space between words."""
        said = " ".join(data.split())
        if self.open and self.open[-1] not in {"style", "title"} and said:
            self.texts[self._section] = f"{self.texts.get(self._section, '')} {said}".strip()

    def all(self, name: str, css_class: str | None = None) -> list[dict[str, str | None]]:
        """The attributes of all elements of a name and a class."""
        return [
            attributes
            for tag, attributes in self.elements
            if tag == name and (css_class is None or css_class in str(attributes.get("class") or "").split())
        ]


def _html(plan: Plan, policy: Any = POLICY) -> str:
    return str(renderer("plan", "html")(plan, policy, plain))


def _page(plan: Plan, policy: Any = POLICY) -> Page:
    return Page(_html(plan, policy))


def _without_style(html: str) -> str:
    """The page without its style sheet; `examples/exported/09-plan.html` shows one whole."""
    return re.sub(r"(?<=<style>).*?(?=</style>)", "", html, count=1, flags=re.DOTALL)


@pytest.fixture(params=_ALL)
def html(request: pytest.FixtureRequest) -> str:
    """The page about each plan, usual and odd."""
    return _html(*_ALL[request.param])


# ---------------------------------------------------------------- as a whole


def test_page_is_shown_as_recorded(snapshot: Callable[[str, str], None]) -> None:
    """The page about a fresh plan is what its snapshot shows."""
    snapshot("plan/fresh.html", _without_style(_html(FRESH)))


def test_page_without_a_plan_is_shown_as_recorded(snapshot: Callable[[str, str], None]) -> None:
    """The page about a plan that cannot exist is what its snapshot shows."""
    snapshot("plan/impossible.html", _without_style(_html(IMPOSSIBLE)))


def test_page_is_well_formed(html: str) -> None:
    """Every element is closed in its turn, no id comes twice, and every reference leads to one."""
    page = Page(html)
    assert [] == page.open
    assert len(set(page.ids)) == len(page.ids)
    names = ("aria-labelledby", "aria-describedby")
    wanted = {str(attributes[name]) for _, attributes in page.elements for name in names if name in attributes}
    wanted |= {str(link["href"])[1:] for link in page.all("a") if str(link["href"]).startswith("#")}
    assert wanted <= set(page.ids)


def test_page_asks_for_nothing_from_elsewhere(html: str) -> None:
    """No script, no picture, no style sheet, no font, no frame: nothing is loaded."""
    page = Page(html)
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "iframe", "object", "embed", "video", "form"})
    assert ["data:,"] == [link["href"] for link in page.all("link")]
    assert [] == [name for _, attributes in page.elements for name in attributes if name == "src" or name[:2] == "on"]
    style = html[html.index("<style>") : html.index("</style>")]
    assert not re.search(r"url\(|@import|expression\(", style)
    assert "default-src 'none'" in html


def test_landmarks_and_headings_are_in_order(html: str) -> None:
    """There is one header, one main part, one footer, one first heading, and no level of headings is left out."""
    page = Page(html)
    tags = [tag for tag, _ in page.elements]
    assert [1, 1, 1, 1] == [tags.count(name) for name in ("header", "main", "footer", "h1")]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert {"en"} == {attributes.get("lang") for attributes in page.all("html")}


def test_tables_have_headers_with_scope(html: str) -> None:
    """Every header of a table says whether it is that of a row or a column."""
    assert {cell.get("scope") for cell in Page(html).all("th")} <= {"row", "col"}


def test_bars_and_marks_have_a_name(html: str) -> None:
    """Each bar and each mark of the timeline says what it is, on hover and to who listens."""
    page = Page(html)
    shown = [*page.all("span", "bar"), *page.all("a", "dot")]
    shown += [dot for dot in page.all("span", "dot") if dot.get("aria-hidden") is None]
    assert all(one["title"] and one["title"] == one["aria-label"] for one in shown)


@pytest.mark.no_cover
def test_page_is_the_same_whenever_it_is_made() -> None:
    """The same plan gives the same page, whatever the order of sets in that run of Python."""
    program = (
        "import sys\n"
        "from tests.unit.rendering.usual_plans import FRESH; from tests.unit.rendering.plan_policy import POLICY\n"
        "from courtesy.rendering.plan.html import render\n"
        "sys.stdout.write(render(FRESH, POLICY, str))"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True, check=True, encoding="utf-8", cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert {_html(FRESH)} == pages


# ---------------------------------------------------------------- what it says


def test_steps_say_all_there_is_to_know() -> None:
    """A step says when on both clocks, what, to whom, why, until when, what to mind, and where the rule comes from."""
    said = _page(FRESH).texts["steps"]
    for words in (
        "Monday 23 November 2026 10:00 EST (09:00 CST)",
        "Handwritten thank-you note to interviewer",
        "Each interviewer is thanked by hand. A card written by hand shows a care that an e-mail cannot. advised",
        "Due by Saturday 21 November 2026, 15:30 EST (14:30 CST), which has passed; late is better than never",
        "Source A guide to following up, “First, say thank you”, paragraph 1",
        "Against advice: A thank-you note is mailed within 24 hours of the interview. 2 days 17 hours have passed",
        "Follow-up e-mail to interviewer copy to HR desk",
        "A follow-up e-mail each week. optional",
        "Check yourself: Messages are short.",
    ):
        assert words in said


def test_step_says_what_must_be_settled_and_what_it_prepares() -> None:
    """An undetermined required rule asks for its facts; a step that prepares another leads to it."""
    first, second, *others = FRESH.actions
    finding = replace(first.verdict.findings[0], status=Status.UNDETERMINED, level=Level.MUST, missing=("history",))
    hint = replace(first.verdict.findings[0], level=Level.MAY, earliest=chicago(11, 24, 9), remedy=None, message="")
    reason = Reason(title="First things first", rule_id="timing.email-after-a-week", prepares="call-hr")
    asked = replace(
        first, reason=reason, verdict=replace(first.verdict, outcome=Outcome.WARN, findings=(finding, hint))
    )
    page = _page(replace(FRESH, actions=(asked, second, *others)))
    said = page.texts["steps"]
    assert "Before Step 2" in said
    assert "To be settled first: A thank-you note is mailed" in said
    assert "(not known yet: what has happened so far)." in said
    assert "Hint: A thank-you note is mailed within 24 hours of the interview. Better from Tuesday 24 November" in said
    assert {"#step-2"} <= {str(link["href"]) for link in page.all("a")}


def test_obligations_say_how_they_stand() -> None:
    """Each obligation is listed with its standing in a word."""
    said = _page(FRESH).texts["owed"]
    assert "Open Each interviewer gets a connection request to interviewer" in said
    assert "Overdue Each interviewer is thanked by hand to interviewer" in said
    assert "Planned There is at least one call" in said


def test_every_stretch_is_told_in_words() -> None:
    """Under the picture each stretch is told from when to when, with what it comes to and why."""
    said = _page(FRESH).texts["timeline"]
    for words in (
        "Mon 23 Nov, 08:00 CST Fri 27 Nov, 14:30 CST Closed for now A follow-up e-mail waits a full week",
        "Fri 27 Nov, 14:30 CST Mon 30 Nov, 09:00 CST Open Nothing stands in the way",
        "Not decided The LinkedIn profile is ready to be seen",
    ):
        assert words in said


def test_many_stretches_are_gathered() -> None:
    """Where a lane changes every day, what is alike is told together, and one by one behind a click."""
    said = _page(FRESH).texts["timeline"]
    assert (
        "Open Mon 23 Nov, 09:00 to 17:00 EST 18 times 09:00 to 17:00 EST, the first on Tue 24 Nov, the last on" in said
    )
    assert "Against advice Mon 23 Nov, 17:00 to Tue 24 Nov, 09:00 EST" in said
    assert "and 16 more, the last of them Fri 18 Dec, 17:00 to Mon 21 Dec, 09:00 EST" in said
    assert "Each of the 38 periods, one by one" in said
    assert 2 == said.count("Wed 16 Dec, 09:00 EST") == said.count("Wed 16 Dec, 17:00 EST")


def test_timeline_shows_past_and_plan() -> None:
    """What was done, what was heard and what is planned are marked, each in the row of its channel and contact."""
    page = _page(FRESH)
    assert ["1", "3", "4", "5", "2"] == [str(dot["href"])[6:] for dot in page.all("a", "dot")]
    titles = {str(dot.get("title")) for dot in page.all("span", "dot")}
    assert {
        "Thank-you e-mail to interviewer, Sun 22 Nov, 12:05 EST",
        "E-mail from HR desk (reply), Sat 21 Nov, 10:20 EST",
        "Phone call with information to HR desk (no answer), Fri 20 Nov, 16:45 EST",
    } <= titles
    assert {"open", "warned", "closed", "undecided"} == {str(bar["class"])[4:] for bar in page.all("span", "bar")}


def test_places_on_the_timeline_are_exact() -> None:
    """A bar begins and ends where its times lie between the first and the last day: here 32 whole days."""
    bars = [str(one["style"]) for one in _page(FRESH).all("li") if "width" in str(one.get("style"))]
    started = 3 + 9 / 24
    length = (chicago(11, 27, 14, 30) - NOW.astimezone(CHICAGO)) / timedelta(days=1)
    assert f"left:{started / 32 * 100:.3f}%;width:{length / 32 * 100:.3f}%" == bars[1]


def test_crowded_marks_are_gathered_or_stand_above_each_other() -> None:
    """Touches near each other share a mark; planned acts keep one of their own, at most four above each other."""
    page = _page(CROWDED)
    assert 30 == len(page.all("a", "dot"))
    levels = {re.search(r"--level:(\d)", str(one["style"]))[1] for one in page.all("li") if "--level" in str(one)}  # type: ignore[index]  # there is one
    assert {"0", "1"} <= levels <= {"0", "1", "2", "3"}
    near = [replace(FRESH.case.history.touches[0], at=NOW - timedelta(minutes=number)) for number in range(12)]  # type: ignore[union-attr]  # there is one
    history = type(FRESH.case.history).of(near)  # type: ignore[union-attr]  # there is one
    gathered = _page(replace(FRESH, case=replace(FRESH.case, history=history))).all("span", "dot")
    assert [True] == [str(dot["title"]).endswith("; and 4 more") for dot in gathered if dot.get("title")]


@pytest.mark.parametrize(("days", "expected"), [(28, "30 Nov"), (90, "7 Dec"), (300, "Jan 2027"), (700, "Apr 2027")])
def test_axis_has_as_many_dates_as_there_is_room_for(days: int, expected: str) -> None:
    """However far a plan reaches, its axis has labels, and not too many of them."""
    page = _page(replace(FRESH, until=NOW + timedelta(days=days)))
    assert expected in page.texts["timeline"]
    assert 3 <= len(page.all("span", "tick")) <= 15


def test_interview_long_ago_is_not_on_the_timeline() -> None:
    """An interview before the timeline's first day has no line on it, one on a date alone still has its day told."""
    facts = {"interview.ended_at": datetime(2026, 3, 2, 12, tzinfo=NEW_YORK)}
    assert "Interview" not in _page(replace(FRESH, case=replace(FRESH.case, facts=facts))).texts["timeline"]
    dated = replace(FRESH, case=replace(FRESH.case, facts={"interview.ended_at": date(2026, 11, 20)}))
    assert "After the interview of Friday 20 November 2026" in _page(dated).texts[""]


def test_what_is_left_out_and_what_never_says_why() -> None:
    """Omissions and closed channels name the rules in the way, and what would change it."""
    page = _page(FRESH)
    assert (
        "Blocked by The LinkedIn profile is ready to be seen Tell us the number of recommendations on"
        in page.texts["left-out"]
    )
    assert "Possible from Monday 21 December 2026, 10:00 EST (09:00 CST)" in page.texts["left-out"]
    assert "Text messages No text messages . A text message reaches people at any hour." in page.texts["never"]
    assert "Facebook messages and Instagram messages" in page.texts["never"]


def test_rules_and_sources_are_listed() -> None:
    """Every rule that the page names is listed with its level, reason, origin and id, and so are the sources."""
    page = _page(FRESH)
    assert "Calls are made in the recipient's business hours advised Respecting people's time" in page.texts["rules"]
    assert "(the policy's interpretation). timing.phone-in-business-hours" in page.texts["rules"]
    assert "A guide to following up , A publisher, https://example.org/guide" in page.texts["rules"]
    assert "prohibitions.respect-a-stop" not in page.texts["rules"]


def test_rule_that_the_policy_does_not_state_goes_by_its_name() -> None:
    """What judges like a rule and is none is listed by its title, a rule without a source without one."""
    closed = (replace(FRESH.never[0], rules=("defaults.unlisted_channel",)),)
    bare = replace(POLICY, rules=tuple(replace(rule, source=None, because=None) for rule in POLICY.rules))
    said = _page(replace(FRESH, never=closed), bare).texts["rules"]
    assert "Only channels that are built in or declared defaults.unlisted_channel" in said
    assert "(advised)" not in said
    assert "Calls are made in the recipient's business hours advised the policy's own interpretation." in said


def test_conflict_names_the_rules_and_what_would_help() -> None:
    """Without a plan the page says which rules are in the way and what would help, and lists no steps."""
    page = _page(IMPOSSIBLE)
    said = page.texts["trouble"]
    assert "There is no plan An e-mail to interviewer is owed within 4 days" in said
    assert "A follow-up e-mail waits a full week required Checking credentials" in said
    assert "What would help" in said
    assert "from Friday 27 November 2026, 15:30 EST (14:30 CST)." in said
    assert "steps" not in page.texts


def test_missing_facts_are_asked_for() -> None:
    """Where facts are missing the page asks for them, and says that it is not known what has happened."""
    page = _page(UNKNOWN)
    assert "end of the interview (interview.ended_at)" in page.texts["trouble"]
    assert "The history is not known." in page.texts["so-far"]
    assert "After the interview" in page.texts[""]


def test_nothing_to_do_is_said() -> None:
    """A plan without acts says that nothing has to be done, and until when; without lanes there is no picture."""
    page = _page(NOTHING)
    assert "Nothing needs to be done up to Monday 21 December 2026, 09:00 EST." in page.texts[""]
    assert "Nothing yet." in page.texts["so-far"]
    assert "timeline" not in page.texts


def test_one_day_is_named_once() -> None:
    """Steps that fall on one day are not said to reach from that day to itself."""
    said = _page(replace(FRESH, actions=FRESH.actions[:1])).texts[""]
    assert "1 action on Monday 23 November 2026." in said


def test_long_past_is_behind_a_click() -> None:
    """Of a long history the last ten touches are shown at once."""
    assert "And 110 earlier" in _page(CROWDED).texts["so-far"]


def test_years_are_named_where_they_change() -> None:
    """A time in another year than the plan's beginning says so."""
    window = Stretch(start=NOW, end=datetime(2027, 1, 4, 9, tzinfo=NEW_YORK), outcome=Outcome.WAIT)
    lanes = (replace(FRESH.lanes[0], windows=(window,)),)
    assert "Mon 4 Jan 2027, 09:00 EST" in _page(replace(FRESH, lanes=lanes)).texts["timeline"]


# ---------------------------------------------------------------- hostile texts


def test_markup_is_shown_and_never_obeyed() -> None:
    """Markup in names, titles and messages is text: no element comes from it, and it can be read as it was written."""
    html = _html(HOSTILE, ODD_POLICY)
    assert "<script" not in html
    assert "<img" not in html
    assert 1 == html.count("</style>")
    assert MARKUP in " ".join(Page(html).texts.values())


def test_addresses_that_are_not_of_the_web_are_no_links() -> None:
    """A source's address becomes a link only where a browser can follow it safely."""
    links = [str(link["href"]) for link in _page(HOSTILE, ODD_POLICY).all("a")]
    outside = [link for link in links if not link.startswith("#")]
    assert ["https://example.org/%22onmouseover=%22alert(1)"] == outside


def test_control_characters_do_not_reach_the_page(html: str) -> None:
    """Nothing that moves a cursor, ends a line early or turns the direction of what follows gets through."""
    assert [] == sorted({character for character in html if not character.isprintable()} - {"\n"})
    assert TURNED not in html


def test_other_directions_are_kept_to_themselves() -> None:
    """A name that runs from right to left stands in an element of its own direction."""
    assert f"<bdi>{ARABIC}" in _html(HOSTILE, ODD_POLICY)


def test_page_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates are found wherever the command is run."""
    monkeypatch.chdir(tmp_path)
    assert _html(NOTHING).startswith("<!DOCTYPE html>")
