"""The texts of a new policy, of a file of rules, and of a file of tests, with comments for who goes on writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from courtesy.journal.layout import one_line, scalar, several_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ABOVE_MANIFEST = """\
# What holds for the whole policy; `courtesy manual policies` explains all that can stand here.
# `courtesy new rule TYPE ID` adds a rule, `courtesy validate` finds mistakes, `courtesy show` prints it as a page."""
_ABOVE_CHANGES = """\
# What is changed of inherited rules, and which are done without; `courtesy show {name}` lists their ids.
# change:
#   {rule}: {{level: should, because: ...}}
# disable:
#   - {{rule: {rule}, because: ...}}"""
_ABOVE_TESTS = """\
# Cases with what the policy has to say of them; each lists what differs from `base`. `outcome` is the worst of its
# actions, `violated` are all rules that are broken, `satisfied` some of those that are kept."""


def new_manifest(stated: Mapping[str, Any], schema: str, *, inherited: str | None = None) -> str:
    """The text of a manifest; `inherited` is the id of a rule that shows how inherited rules are changed."""
    lines = [f"# yaml-language-server: $schema={schema}", _ABOVE_MANIFEST]
    lines += [f"{key}: {one_line(value, is_json=False)}" for key, value in stated.items()]
    if inherited is not None:
        lines.append(_ABOVE_CHANGES.format(name=stated["extends"], rule=inherited))
    return "".join(f"{line}\n" for line in lines)


def new_rule_file(rule: Mapping[str, Any], schema: str) -> str:
    """The text of a file with one rule."""
    head = f"# yaml-language-server: $schema={schema}#/$defs/rule_file"
    return f"{head}\n\n- {several_lines(rule, '  ', chr(10), is_json=False)}\n"


def new_tests(about: str, base: Mapping[str, Any], cases: Mapping[str, Mapping[str, Any]], schema: str) -> str:
    """The text of a file of tests."""
    return "".join(f"{line}\n" for line in _tests(about, base, cases, schema))


def _tests(about: str, base: Mapping[str, Any], cases: Mapping[str, Mapping[str, Any]], schema: str) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={schema}"
    yield from (_ABOVE_TESTS, f"about: {scalar(about, is_json=False)}", "base:")
    yield from case_lines(base, "  ")
    yield "cases:"
    for name, stated in cases.items():
        yield f"  {scalar(name, is_json=False)}:"
        yield from case_lines(stated, "    ")


def case_lines(stated: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A case, or a test, with a line for each key, and for each contact, touch and action."""
    for key, value in stated.items():
        if isinstance(value, list) and (not value or any(isinstance(one, dict) for one in value)):
            yield from _entries(f"{indent}{key}:", value)
        elif isinstance(value, dict) and len(value) > 1 and all(isinstance(one, dict) for one in value.values()):
            yield f"{indent}{key}:"
            yield from case_lines(value, f"{indent}  ")
        else:
            yield f"{indent}{scalar(key, is_json=False)}: {one_line(value, is_json=False)}"


def _entries(head: str, values: list[Any]) -> Iterator[str]:
    """A list under its key, with a line for each entry."""
    if not values:
        yield f"{head} []"
        return
    yield head
    indent = " " * (len(head) - len(head.lstrip()) + 2)
    yield from (f"{indent}- {one_line(value, is_json=False)}" for value in values)
