"""What is wrong, as data: where, what was expected, what was found, and what was meant; and as Python shows it."""

from __future__ import annotations

import json
import pickle
import traceback
from typing import Any

import pytest

import courtesy

CASE: dict[str, Any] = {
    "zone": "America/New_York",
    "contacts": {"boss": {"roles": ["interviewer"]}, "hr": {"roles": "hr"}},
    "actions": [{"channel": "email", "purpose": "followup", "to": "boss", "cc": "hrr", "colour": "red"}, {"to": "hr"}],
}
EXPECTED = {
    "/actions/0/colour": ("unknown-key", None),
    "/actions/0/purpose": ("unknown-name", "follow_up"),
    "/actions/0/cc": ("unknown-name", "hr"),
    "/actions/1": ("missing-key", None),
}


@pytest.fixture
def policy() -> courtesy.Policy:
    """The shipped policy."""
    return courtesy.load_policy("hire-wire")


def problems(load: Any, *given: Any) -> dict[str, dict[str, Any]]:
    """What is wrong with a case, by its pointer."""
    with pytest.raises(courtesy.InvalidInputError) as raised:
        load(*given)
    told = raised.value.to_dict()
    assert told == json.loads(json.dumps(told))
    assert ("invalid-input", str(raised.value)) == (told["code"], told["message"])
    return {problem["pointer"]: problem for problem in told["problems"]}


def test_a_value_and_a_file_have_the_same_problems(policy: courtesy.Policy) -> None:
    """Problems of a value and of a file have the same codes, words and paths; only a file has lines and columns."""
    given = problems(policy.case_from, CASE)
    read = problems(policy.parse_case, json.dumps(CASE, indent=1), "case.json")
    assert EXPECTED == {where: (problem["code"], problem["suggestion"]) for where, problem in given.items()}
    places = {"file", "line", "column"}
    assert {key: {**value, **dict.fromkeys(places)} for key, value in read.items()} == given
    assert all(problem["file"] == "case.json" and problem["line"] and problem["column"] for problem in read.values())


def test_a_problem_says_what_was_expected_and_found(policy: courtesy.Policy) -> None:
    """A problem has its path, and its sentence in parts."""
    with pytest.raises(courtesy.InvalidInputError, match=r"^actions\[0\]\.purpose: expected") as raised:
        policy.case_from({**CASE, "actions": [{"channel": "email", "purpose": "followup", "to": "boss"}]})
    (problem,) = raised.value.problems
    assert ("actions", 0, "purpose") == problem.path
    assert (None, None) == (problem.line, problem.column)
    assert ("a known purpose", "`followup`") == (problem.to_dict()["expected"], problem.to_dict()["found"])


def test_tracebacks_show_the_likely_fix(policy: courtesy.Policy) -> None:
    """The help of an error is a note, which tracebacks show; others may add notes of their own."""
    try:
        policy.case_from({**CASE, "actions": [{"channel": "email", "purpose": "followup", "to": "boss"}]})
    except courtesy.InvalidInputError as error:
        error.add_note("while testing")
        shown = traceback.format_exception(error)
    assert ["help: actions[0].purpose: did you mean `follow_up`?\n", "while testing\n"] == shown[-2:]


def test_errors_come_back_from_other_processes(policy: courtesy.Policy) -> None:
    """Every error can be pickled, with its fields."""
    with pytest.raises(courtesy.InvalidInputError) as raised:
        policy.case_from(CASE)
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301  our own
    assert (str(raised.value), raised.value.to_dict()) == (str(again), again.to_dict())
    error = pickle.loads(pickle.dumps(courtesy.UnusableArgumentError("this", "that")))  # noqa: S301  our own
    assert ("this", "that") == (str(error), error.help())


def test_errors_are_what_python_calls_them() -> None:
    """Who knows nothing of Courtesy catches its errors by the words of Python."""
    assert issubclass(courtesy.UnusableArgumentError, ValueError)
    assert issubclass(courtesy.PolicyNotFoundError, LookupError)


@pytest.mark.parametrize("load", ["load_case", "load_policy"])
def test_text_is_not_taken_for_a_path(load: str, policy: courtesy.Policy) -> None:
    """Who gives the text of a file, or a value, where its path belongs is told what reads it."""
    function = policy.load_case if load == "load_case" else courtesy.load_policy
    for given, meant in (("zone: UTC\ncontacts: {}\n", "parse_"), (b"zone: UTC", "parse_"), ({}, "give values to")):
        with pytest.raises(courtesy.UnusableArgumentError, match="expected a path") as raised:
            function(given)  # type: ignore[arg-type]  # the point
        assert meant in raised.value.help()
    with pytest.raises(courtesy.UnusableArgumentError, match="found a value of type `dict`"):
        policy.parse_case({})  # type: ignore[arg-type]  # the point


def test_text_is_read_like_bytes(policy: courtesy.Policy) -> None:
    """A case and a policy may be text or bytes, and need no name."""
    assert policy.parse_case("zone: UTC") == policy.parse_case(b"zone: UTC") == policy.case_from({"zone": "UTC"})
    text = "{courtesy: 1, id: p, version: 1.0.0, title: P, rules: [{id: a.b, level: must, forbid: true}]}"
    assert courtesy.parse_policy(text).digest == courtesy.parse_policy(text.encode()).digest


def test_a_misspelt_schema_is_told_with_the_near_one() -> None:
    """A schema that there is not is an error that names the one that was meant."""
    with pytest.raises(courtesy.UnknownSchemaError) as raised:
        courtesy.schema("cse")
    assert "did you mean `case`?" == raised.value.help()
