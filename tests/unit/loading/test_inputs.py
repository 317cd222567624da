"""What good input is read as: JSON, Python data, mail, policies by name, schemas."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

import courtesy
from courtesy.errors import InvalidInputError
from courtesy.loading.case_loader import read_case
from courtesy.loading.mail.draft import read_draft
from courtesy.loading.mail.recipients import Named
from courtesy.loading.policy_catalog import PolicyNotFoundError, PolicyNotValidError, list_policies
from courtesy.loading.python_source import tree_of
from courtesy.loading.schemas import SCHEMAS, load_schema
from courtesy.loading.source import read_tree
from courtesy.loading.versions import read_range
from courtesy.model.case import Case, Contact
from courtesy.model.vocabulary import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

DESK = Case(contacts={"desk": Contact(id="desk", emails=("Desk@example.org",))})


def _with_action(action: dict[str, Any]) -> dict[str, Any]:
    """A case in Python data that proposes one action; its times have a zone."""
    return {"zone": "UTC", "contacts": {"desk": {}}, "actions": [{"at": "2026-11-27T15:30", **action}]}


def test_json_and_python_data_give_the_same_case() -> None:
    """A case may be JSON with tabs and surrogate pairs, or Python data; both are read alike."""
    data = {"zone": "UTC", "contacts": {"hr": {"met": True, "name": "\U0001f600"}}}
    text = b'{"zone":\t"UTC", "contacts": {"hr": {"met": true, "name": "\\ud83d\\ude00"}}}'
    assert read_case(tree_of(data), BUILT_IN) == read_case(read_tree(text, "-"), BUILT_IN)


@pytest.mark.parametrize("read", ["northgate", "REQ-2026/17", "42"])
def test_case_has_an_id(read: str) -> None:
    """A case's own id is text as it stands, goes to JSON and back, and is left out where there is none."""
    case = read_case(read_tree(f"id: {read}\nzone: UTC\n".encode(), "case.yaml"), BUILT_IN)
    assert read == case.id
    assert {"id": read, "zone": "UTC"} == courtesy.to_dict(case)
    assert case == courtesy.from_dict(Case, courtesy.to_dict(case))
    assert "id" not in courtesy.to_dict(Case())


@pytest.mark.parametrize("wrong", ["", " ", "x" * 201, ["a"]])
def test_case_id_is_some_text(wrong: object) -> None:
    """An id without a character to see, or with too many, is none."""
    with pytest.raises(InvalidInputError, match=r"^id: expected "):
        courtesy.load_policy("hire-wire").case_from({"id": wrong})


def test_python_times_keep_their_offset() -> None:
    """A datetime of Python is read like its ISO 8601 text."""
    case = read_case(tree_of({"interview": {"ended_at": datetime(2026, 11, 20, 15, tzinfo=UTC)}}), BUILT_IN)
    assert case.facts == {"interview.ended_at": datetime(2026, 11, 20, 15, tzinfo=UTC)}


@pytest.mark.parametrize("data", [float("nan"), {1.5: 2}, {"a": b"x"}, object(), 10**20])
def test_python_data_without_a_meaning(data: object) -> None:
    """Python data that no file could hold is refused."""
    with pytest.raises(InvalidInputError):
        tree_of(data)


def test_unknown_history() -> None:
    """`history: unknown` is not the same as an empty history."""
    assert read_case(tree_of({"history": "unknown"}), BUILT_IN).history is None


def test_action_from_flags() -> None:
    """An action may be given as flags give it: without an id, on a channel by its other name."""
    (action,) = read_case(tree_of(_with_action({"channel": "x", "to": "desk"})), BUILT_IN).actions
    assert (action.id, action.channel, action.to) == ("action-1", "twitter", ("desk",))


MAIL = (
    b"From: me@example.com\nTo: D <desk@EXAMPLE.org>\nSubject: =?utf-8?q?caf=C3=A9?=\nMIME-Version: 1.0\n"
    b"Date: Fri, 27 Nov 2026 15:30:00 -0500\nContent-Type: text/%s; charset=utf-8\n\n"
)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"plain", b"Thanks &\nbye\n\nOn Monday the desk\nwrote:\n> never mind\n-- \nsignature\n"),
        (b"html", b"<style>p{}</style><p>Thanks &amp;<br>bye</p><blockquote>never mind</blockquote>"),
    ],
)
def test_draft(kind: bytes, body: bytes) -> None:
    """A draft becomes an action whose body is the writer's own words."""
    action = read_draft(MAIL % kind + body, "draft.eml", DESK)
    assert action.to == ("desk",)
    assert action.at == datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
    assert action.message is not None
    assert (action.message.subject, action.message.body) == ("café", "Thanks &\nbye")


def test_draft_to_a_stranger() -> None:
    """Addresses of nobody known are refused with the line of their header."""
    with pytest.raises(InvalidInputError) as caught:
        read_draft(MAIL.replace(b"desk@", b"desc@") % b"plain", "draft.eml", DESK)
    expected = "draft.eml:2:1: expected addresses of contacts of the case in To, found `desc@EXAMPLE.org`"
    assert expected == str(caught.value)
    action = read_draft(MAIL.replace(b"desk@", b"desc@") % b"plain", "draft.eml", DESK, Named(to=("desk",)))
    assert action.to == ("desk",)


def test_longest_body() -> None:
    """A draft and a case have the same limit for the body of a message."""
    limit = load_schema("case")["$defs"]["message"]["properties"]["body"]["maxLength"]
    action = read_draft(MAIL % b"plain" + b"x" * limit, "draft.eml", DESK)
    assert action.message is not None
    assert len(action.message.body or "") == limit
    with pytest.raises(InvalidInputError) as caught:
        read_draft(MAIL % b"plain" + b"x" * (limit + 1), "draft.eml", DESK)
    assert str(caught.value) == "draft.eml:1:1: expected a body of at most 100,000 characters, found 100,001"
    with pytest.raises(InvalidInputError):
        read_case(
            tree_of(_with_action({"channel": "email", "to": "desk", "message": {"body": "x" * (limit + 1)}})), BUILT_IN
        )


POLICY = """courtesy: 1
id: p
version: {}
title: P
valid: {{from: {}}}
rules:
- {{id: a.b, level: must, forbid: true}}
"""


def test_newest_valid_version(tmp_path: Path) -> None:
    """A name stands for the newest version, or the newest that is valid on the date; 1.10 is newer than 1.9."""
    for version, start in (("1.9.0", "2020-01-01"), ("1.10.0", "2026-01-01"), ("1.10.0-rc.1", "2025-01-01")):
        (tmp_path / "p" / version).mkdir(parents=True)
        (tmp_path / "p" / version / "policy.yaml").write_text(POLICY.format(version, start))
    (tmp_path / "courtesy.yaml").write_text("policies: [.]\n")
    project = courtesy.load_project(tmp_path)
    assert courtesy.load_policy("p", project=project).version == "1.10.0"
    assert courtesy.load_policy("p", on=date(2025, 6, 1), project=project).version == "1.10.0-rc.1"
    assert courtesy.load_policy("p@1.9.0", project=project).version == "1.9.0"
    assert [entry.version for entry in list_policies(tmp_path)] == ["1.10.0", "1.10.0-rc.1", "1.9.0"]
    with pytest.raises(PolicyNotValidError):
        courtesy.load_policy("p", on=date(2019, 1, 1), project=project)
    with pytest.raises(PolicyNotFoundError):
        courtesy.load_policy("p@2.0.0", project=project)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("^1", "1.0.0 1.99.3", "0.9.9 2.0.0 2.0.0-rc.1 1.0.0-rc.1"),
        ("^1.2", "1.2.0 1.10.0", "1.1.9 2.0.0"),
        ("^1.2.3", "1.2.3 1.3.0", "1.2.2 2.0.0"),
        ("^0.2", "0.2.0 0.2.9", "0.3.0 0.1.0 1.0.0"),
        ("^0.2.3", "0.2.3 0.2.4", "0.3.0 0.2.2"),
        ("^0.0.3", "0.0.3", "0.0.4 0.0.2"),
        ("^0", "0.0.1 0.9.0", "1.0.0"),
        ("^0.0", "0.0.1 0.0.9", "0.1.0"),
        ("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2"),
        ("~1.2", "1.2.0 1.2.9", "1.3.0"),
        ("~1", "1.0.0 1.9.0", "2.0.0"),
        ("^1.2.3-rc.1", "1.2.3-rc.1 1.2.3-rc.2 1.2.3 1.4.0", "1.2.3-beta 1.4.0-rc.1 2.0.0"),
    ],
)
def test_ranges_of_versions(text: str, inside: str, outside: str) -> None:
    """A range holds what its first version promises to keep, and pre-releases only of the number that it names."""
    found = read_range(text)
    assert found is not None
    assert [] == [version for version in inside.split() if version not in found]
    assert [] == [version for version in outside.split() if version in found]


@pytest.mark.parametrize("text", ["1", "1.2", "^", "^1.2.3.4", "^01", ">=1.0.0", "*", "^1 ", "latest", "^1.2-rc"])
def test_what_is_no_range(text: str) -> None:
    """Nothing else is taken for a range."""
    assert read_range(text) is None


@pytest.mark.parametrize("name", ["../x.yaml", "/etc/hosts", "missing.yaml", "link.yaml", "policy.yaml"])
def test_includes_stay_inside(name: str, tmp_path: Path) -> None:
    """An include never leads out of the policy's folder, nor to the manifest, nor nowhere."""
    folder = tmp_path / "p"
    folder.mkdir()
    (tmp_path / "x.yaml").write_text("- {id: x.b, level: must, forbid: true}\n")
    (folder / "link.yaml").symlink_to(tmp_path / "x.yaml")
    head = POLICY.format("1.0.0", "2020-01-01").partition("rules:")[0]
    (folder / "policy.yaml").write_text(f"{head}include: [{name}]\n")
    with pytest.raises(InvalidInputError, match=r"policy\.yaml:6:11: expected"):
        courtesy.load_policy(folder)


def test_shipped_policies_load() -> None:
    """Every shipped policy loads."""
    for entry in list_policies():
        assert courtesy.load_policy(entry.location).rules


def _nodes(schema: Any, path: str) -> list[tuple[str, Any]]:
    found = [(path, schema)]
    for key in ("properties", "$defs", "patternProperties"):
        for name, inner in schema.get(key, {}).items():
            found += _nodes(inner, f"{path}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            found += _nodes(schema[key], f"{path}/{key}")
    for key in ("anyOf", "oneOf"):
        for place, inner in enumerate(schema.get(key, ())):
            found += _nodes(inner, f"{path}/{key}/{place}")
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_explain_themselves(name: str) -> None:
    """Every node of a schema has a title and a description, for editors."""
    bare = [path for path, node in _nodes(load_schema(name), "") if not {"title", "description"} <= set(node)]
    assert bare == []


def test_line_separators_are_characters() -> None:
    """What ends a line in other programs alone, such as U+2028, is text like any other in YAML."""
    tree = read_tree('a: x\u2028y\nb: |\n  x\u2029y\n  z\nc: "x\u0085y"\n'.encode(), "-")
    assert tree == {"a": "x\u2028y", "b": "x\u2029y\nz\n", "c": "x\u0085y"}
