"""What an editor shows of a policy by the schema with its own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from courtesy import schema
from courtesy.cli.main import cli
from courtesy.model.fact_declarations import FACTS
from tests.helpers.mistakes import mistakes

if TYPE_CHECKING:
    from tests.editors.conftest import Editor

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HEAD = """\
courtesy: 1
id: acme
version: 1.0.0
title: Acme
channels: {whatsapp: WhatsApp message}
purposes: {negotiate: negotiation}
roles: {scout: talent scout}
sources: {house: {title: House rules}}
facts:
  attributes.competing_offer: {type: boolean, title: a competing offer, says: there is another offer}
  attributes.mood: {type: one_of, title: the mood, values: [good, bad]}
  attributes.start: {type: time, title: the start date}
  recipient.attributes.agreed: {type: boolean, title: whether they agreed to calls}
rules:
  - id: contact.some
    title: Some guidance
    level: must
"""


@pytest.fixture(scope="module")
def own(editor: Editor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema with the words of a policy that declares one of each kind."""
    file = tmp_path_factory.mktemp("acme") / "policy.yaml"
    file.write_text(f"{HEAD}    forbid: true\n", encoding="utf-8")
    return editor.schema("policy", file)


# ---------------------------------------------------------------- what is offered


def test_every_fact_is_offered_in_a_condition_with_its_title(editor: Editor, own: Path) -> None:
    """Where a condition begins, all facts are offered, the policy's own too, each with what it is."""
    offered = editor.completions(f"{HEAD}    require:\n      |\n", own)
    assert {*FACTS, "attributes.competing_offer", "recipient.attributes.agreed", "channel", "history"} <= {*offered}
    said = {name: str(offered[name]["documentation"]) for name in ("recipient.met", "attributes.competing_offer")}
    assert "Whether the candidate met the recipient in the interview (boolean)." in said["recipient.met"]
    assert "A competing offer (boolean)." in said["attributes.competing_offer"]


def test_facts_are_offered_behind_the_beginning_of_a_name(editor: Editor, own: Path) -> None:
    """After `recipient.` the facts of the recipient are still offered."""
    assert "recipient.met" in editor.completions(f"{HEAD}    require:\n      recipient.|\n", own)


@pytest.mark.parametrize(
    ("line", "expected", "not_expected"),
    [
        ("    applies_to: {channel: |}", {"whatsapp", "email", "phone"}, {"true", "false"}),
        ("    applies_to: {channel: [|]}", {"whatsapp", "email"}, {"true", "false"}),
        ("    applies_to: {channel: {is_not: |}}", {"whatsapp", "email"}, {"true", "false"}),
        ("    applies_to: {purpose: |}", {"negotiate", "thank_you"}, {"true", "false"}),
        ("    applies_to: {recipient.roles: |}", {"scout", "ceo"}, {"true"}),
        ("    applies_to: {attributes.mood: |}", {"good", "bad"}, {"true"}),
        ("    applies_to: {recipient.met: |}", {"true", "false"}, set()),
        ("    source: {ref: |}", {"house"}, set()),
        ("    wait: {at_least: |}", {"7 days", "2 business days"}, set()),
        ("    wait: {at_least: 7 days, after: |}", {"interview", "attributes.start", "last: ..."}, set()),
        ("    deadline: {at_least: 1 days, before: |}", {"attributes.start", "interview.decision_promised_for"}, set()),
        ("    limit: {at_most: 1, per: |}", {"7 days", "calendar week", "case"}, set()),
        ("    limit: {at_most: 1, per: 7 days, counting: {channel: |}}", {"whatsapp", "email"}, {"true"}),
        ("    limit: {at_most: 1, per: 7 days, counting: {outcome: |}}", {"no_answer", "bounced"}, {"true"}),
        ("    limit: {at_most: 1, per: 7 days, counting: {event: |}}", {"reply", "stop_request"}, {"true"}),
        ("    limit: {at_most: 1, per: 7 days, counting: {attributes.mood: |}}", {"good", "bad"}, {"true"}),
        ("    hours: {days: |}", {"mon-fri", "sun"}, set()),
        ("    calendar: |", {"policy", "recipient", "GB-ENG", "US-NY"}, set()),
        ("    zone: |", {"policy", "America/New_York", "UTC"}, {"EST"}),
        ("    level: |", {"must", "should", "may"}, set()),
    ],
)
def test_words_are_offered_where_they_can_stand(
    editor: Editor, own: Path, line: str, expected: set[str], not_expected: set[str]
) -> None:
    """Each place offers the words of the language and of the policy that fit, and no others."""
    offered = {*editor.completions(f"{HEAD}{line}\n", own)}
    assert expected <= offered
    assert not not_expected & offered


def test_the_manifest_offers_channels_zones_and_calendars(editor: Editor, own: Path) -> None:
    """Preferences take every channel, and the zone and the calendar any that there is."""
    assert {"whatsapp", "email", "sms"} <= {*editor.completions("preferences: {channels: [|]}\n", own)}
    assert {"whatsapp", "any"} <= {*editor.completions("preferences:\n  gaps:\n    |\n", own)}
    assert {"Europe/Berlin", "UTC"} <= {*editor.completions("zone: |\n", own)}
    assert {"DE", "GB-ENG", "recipient"} <= {*editor.completions("defaults: {calendar: |}\n", own)}


def test_rules_are_offered_where_a_file_names_them(editor: Editor, tmp_path: Path) -> None:
    """A policy that builds on another is offered the inherited rules where it changes, disables or locks some."""
    file = tmp_path / "policy.yaml"
    file.write_text("courtesy: 1\nid: child\nversion: 1.0.0\nextends: hire-wire@^1.0\n", encoding="utf-8")
    own = editor.schema("policy", file)
    rule = "timing.email-after-a-week"
    changes = editor.completions("extends: hire-wire\nchange:\n  |\n", own)
    assert {rule, "all"} <= {*changes}
    assert "waits a full week" in str(changes[rule]["documentation"])
    assert rule in editor.completions("extends: hire-wire\ndisable:\n  - rule: |\n", own)
    assert rule in editor.completions("extends: hire-wire\nlocked: [|]\n", own)
    assert "none" in editor.completions(f"change: {{{rule}: {{unless: |}}}}\n", own)
    assert "2 business days" in editor.completions(f"change: {{{rule}: {{wait: {{at_least: |}}}}}}\n", own)


@pytest.mark.parametrize("key", ["channel", "purpose", "recipient.roles", "recipient.relationship", "recipient.met"])
def test_a_fact_that_is_accepted_waits_for_its_value_on_the_same_line(editor: Editor, own: Path, key: str) -> None:
    """Accepting a fact writes its name, a colon and a space, and no line break."""
    assert editor.completions(f"{HEAD}    require:\n      |\n", own)[key]["insertText"] == f"{key}: "


@pytest.mark.parametrize(
    ("where", "key"),
    [
        ("    wait:\n      |\n", "after"),
        ("    limit:\n      counting:\n        |\n", "channel"),
        ("    hours:\n      |\n", "days"),
        ("    |\n", "zone"),
    ],
)
def test_a_key_whose_value_can_be_a_word_is_no_mapping(editor: Editor, own: Path, where: str, key: str) -> None:
    """Accepting such a key leads on in the same line."""
    assert editor.completions(f"{HEAD}{where}", own)[key]["insertText"] == f"{key}: "


# ---------------------------------------------------------------- what is explained


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    require: {|recipient.met: true}", "Whether the candidate met the recipient in the interview (boolean)"),
        ("    require: {|attributes.competing_offer: true}", "A competing offer (boolean)"),
        ("    require: {attributes.competing_offer: |true}", "There is another offer."),
        ("    applies_to: {channel: |whatsapp}", "WhatsApp message."),
        ("    applies_to: {channel: |phone}", "Phone call."),
        ("    wait: {at_least: |7 days, after: interview}", "the anchor's date is day 0"),
        ("    hours: {days: |mon-fri}", "Wednesday"),
    ],
)
def test_facts_and_words_are_explained(editor: Editor, own: Path, text: str, expected: str) -> None:
    """A fact tells its title and type, and a word what it stands for."""
    assert expected in editor.hover(f"{HEAD}{text}\n", own)


def test_each_level_is_explained(editor: Editor, own: Path) -> None:
    """The word `must` tells what each level does."""
    said = editor.hover(HEAD.replace("level: must", "level: |must") + "    forbid: true\n", own)
    for words in ("an action that breaks it is refused", "permitted, with a warning", "changes nothing"):
        assert words in said


# ---------------------------------------------------------------- what is marked


def test_what_a_schema_can_see_of_the_mistakes_is_marked_at_the_loaders_place(editor: Editor, tmp_path: Path) -> None:
    """Of the usual mistakes an editor marks all but those that no schema can see, and nothing that the loader takes."""
    opened = []
    for number, mistake in enumerate(mistakes()):
        file = tmp_path / str(number) / "policy.yaml"
        file.parent.mkdir()
        file.write_text(mistake.text, encoding="utf-8")
        opened.append((mistake, editor.open(mistake.text, editor.schema("policy", file))))
    for mistake, text in opened:
        places = [told.place for told in editor.problems(text)]
        if mistake.place is None or mistake.loader_only:
            assert places == [], mistake.name
        else:
            assert mistake.seen_at in places, mistake.name
    seen = sum(mistake.place is not None and not mistake.loader_only for mistake, _ in opened)
    assert seen >= 50


def test_two_mistakes_in_one_line_are_both_marked(editor: Editor, own: Path) -> None:
    """Two bad times of one stretch of hours are told apart."""
    marked = editor.problems(editor.open(f"{HEAD}    hours: {{from: 9am, to: '25:00'}}\n", own))
    assert [told.message.partition(".")[0] for told in marked] == [
        "`from` takes a time of day such as `09:00`",
        "`to` takes a time of day such as `09:00`",
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("wait: 5 days", "`wait` takes a mapping, such as `{at_least: 7 days, after: interview}`."),
        ("because: no type", "A rule needs a type: add `forbid`, `require`, `wait`, "),
        ("forbid: true\n    hours: {to: '17:00'}", "a rule that needs both is two rules"),
        ("wait: {at_least: 5 working days, after: interview}", "`at_least` takes a duration such as `7 days`."),
        ("require: {recipient.nice: true}", "Expected a known fact (`courtesy facts` lists them)"),
        ("require: {recipient.met: yes}", "Expected `true` or `false`, without quotes."),
        ("source: {ref: article}\n    forbid: true", "Expected a source of the manifest: `house`"),
        (
            "expect: {act: {channel: phone}}\n    unless: {any: [{channel: email}]}",
            "What is owed is no single action yet",
        ),
        ("expect: {act: {channel: phone}}\n    unless: {recipient.met: true}", "is owed to nobody in particular"),
        ("applies_to: {channel: telegram}\n    forbid: true", "declare others under `channels`"),
    ],
)
def test_messages_are_in_words(editor: Editor, own: Path, rule: str, expected: str) -> None:
    """What is marked says what to write, and shows no regular expression."""
    marked = [told.message for told in editor.problems(editor.open(f"{HEAD}    {rule}\n", own))]
    assert any(expected in message for message in marked), marked
    assert not any("pattern" in message or "schema" in message for message in marked)


def test_a_file_of_rules_is_read_by_its_part_of_the_schema(editor: Editor, own: Path) -> None:
    """`#/$defs/rule_file` of the schema with own words knows them too."""
    part = f"{own}#/$defs/rule_file"
    assert "whatsapp" in editor.completions("- id: contact.other\n  applies_to: {channel: |}\n", part)
    assert editor.problems(editor.open("- {id: contact.other, level: must, forbid: true}\n", part)) == []


def _files() -> dict[Path, tuple[str, Path | str]]:
    """Every file that ships or stands in an example, with its kind and its policy."""
    policies = {folder / "policy.yaml": folder for folder in ROOT.glob("policies/*/*")}
    found: dict[Path, tuple[str, Path | str]] = {}
    for manifest, folder in policies.items():
        found |= {file: ("policy", manifest) for file in folder.glob("*.yaml") if file.name != "coverage.yaml"}
        found |= dict.fromkeys(folder.glob("tests/*.yaml"), ("tests", manifest))
    for file in sorted(ROOT.glob("examples/**/*.yaml")):
        text = file.read_text("utf-8")
        if file.parent.name == "tests":
            found[file] = ("tests", file)
        elif "\nversion:" in text:
            found[file] = ("policy", file)
        elif file.name in {"courtesy.yaml", "waivers.yaml"}:
            kind = "project" if file.name == "courtesy.yaml" else "waivers"
            found[file] = (kind, ROOT / "examples/agency/policies/london-1.1.yaml")
        elif "contacts:" in text:
            found[file] = ("case", "hire-wire")
    return found


def test_nothing_is_marked_in_what_ships(editor: Editor) -> None:
    """No policy, test, case, project or waiver that ships or is an example has anything that an editor marks."""
    opened = []
    for file, (kind, policy) in _files().items():
        text = file.read_text("utf-8").replace("# yaml-language-server", "#")
        opened.append((file, editor.open(text, editor.schema(kind, policy))))
    assert len(opened) > 40
    assert {str(file): marked for file, text in opened if (marked := editor.problems(text))} == {}


def test_the_published_schema_agrees_with_the_loader_about_text(editor: Editor, tmp_path: Path) -> None:
    """A title that is a number is text for the published schema too."""
    file = tmp_path / "policy.schema.json"
    file.write_text(json.dumps(schema("policy")), encoding="utf-8")
    text = HEAD.replace("title: Acme", "title: 2026") + "    because: 5\n    forbid: true\n"
    assert editor.problems(editor.open(text, file)) == []


def test_installed_schemas_are_found_from_each_file(editor: Editor, tmp_path: Path) -> None:
    """The line that `--install` writes leads from a manifest, a rule file and a test to their schemas."""
    folder = tmp_path / "acme"
    (folder / "tests").mkdir(parents=True)
    head = HEAD.partition("rules:")[0]
    texts = {
        "policy.yaml": f"{head}include: [contact.yaml]\nzonne: UTC\n",
        "contact.yaml": "- {id: contact.some, level: must, forbid: {channel: telegram}}\n",
        "tests/first.yaml": "base: {}\ncases: {a case: {outcome: allow, violated: [contact.nothing]}}\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert CliRunner().invoke(cli, ["schema", "policy", "--for", str(folder), "--install"]).exit_code == 0
    marked = {name: editor.problems_of_file(folder / name) for name in texts}
    assert {name: [told.place for told in found] for name, found in marked.items()} == {
        "policy.yaml": [(16, 1)],
        "contact.yaml": [(2, 53)],
        "tests/first.yaml": [(3, 45)],
    }
