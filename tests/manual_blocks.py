"""What is generated in the manual: pages of rule types, errors, layers. Each is made from what the engine declares."""

from __future__ import annotations

import ast
import re
import textwrap
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import yaml
from rule_pages import CASE, page_of

import courtesy
from courtesy.errors import CourtesyError, FaultError, Problem
from courtesy.rules import RULE_TYPES
from courtesy.wording.text import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT = Path(__file__).parents[1]
DIFFS = ROOT / "tests" / "extending"
MARKED = re.compile(r"(?<=<!-- generated: )(?P<name>[a-z_ -]+) -->\n.*?(?=<!-- end -->)", re.DOTALL)
_PLAN = "courtesy check case.yaml --policy policy.yaml --now 2026-11-20T16:00"
_WIDTH = 80
_VOCABULARY = 5
"""Where a schema gives so many words as examples, or more, they are all that there are."""


def renewed(text: str) -> str:
    """The page with what is generated in it as it is now."""
    return MARKED.sub(lambda block: f"{block['name']} -->\n{_generated(block['name'])}\n", text)


def _generated(name: str) -> str:
    kind, _, of = name.partition(" ")
    makers: dict[str, Callable[[str], str]] = {
        "rule": rule_page,
        "keys": keys,
        "diff": diff,
        "layers": lambda _: layers(),
        "errors": error_list,
        "notices": lambda _: notice_list(),
    }
    return makers[kind](of)


# ---------------------------------------------------------------- rule types


def rule_page(name: str) -> str:
    """The page of a rule type: its docstring, its keys, and its examples judged."""
    page = page_of(name)
    doc = (RULE_TYPES[name].__doc__ or "").partition("Policy:")[0]
    about = textwrap.fill(" ".join(doc.split()), _WIDTH)
    return "\n\n".join([about, *_keys(name), *_examples(name, page), f"Why? {sentence(page['Why'])}"])


def _keys(name: str) -> Iterator[str]:
    """The keys of the rule type, as the schema describes them; conditions have no keys of their own."""
    schema = courtesy.schema("policy")["$defs"]
    body = _resolved(schema["rule"]["properties"][name], schema)
    body = next((_resolved(choice, schema) for choice in body.get("anyOf", [])), body)
    if body.get("additionalProperties") is False:
        yield f"Keys:\n\n{_listed(body, schema)}"


def keys(path: str) -> str:
    """The keys of a part of a schema: `policy rule`, `case contact`, or `case` as a whole."""
    name, _, part = path.partition(" ")
    schema = courtesy.schema(name)
    return _listed(schema["$defs"][part] if part else schema, schema["$defs"], nested=part != "rule")


def _listed(body: dict[str, Any], schema: dict[str, Any], *, nested: bool = False) -> str:
    return _items(_keys_of(body, schema, "", nested=nested))


def _keys_of(body: dict[str, Any], schema: dict[str, Any], prefix: str, *, nested: bool) -> Iterator[str]:
    for key, part in body["properties"].items():
        needed = " (required)" if key in body.get("required", []) else ""
        yield f"- `{prefix}{key}`{needed}: {part['description']}{_values(part, schema)}"
        if nested and "properties" in part and part.get("type") == "object":
            yield from _keys_of(part, schema, f"{prefix}{key}.", nested=True)


def _values(part: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a key can say: all values where they are few words, else an example where there is one."""
    if "enum" in part:
        return f" One of {_quoted(part['enum'], 'or')}."
    examples = [e for e in part.get("examples", _resolved(part, schema).get("examples", [])) if isinstance(e, str)]
    if len(examples) >= _VOCABULARY and all(re.fullmatch("[a-z_]+", example) for example in examples):
        return f" Known are {_quoted(examples, 'and')}."
    return f" For example {' or '.join(f'`{example}`' for example in examples[:2])}." if examples else ""


def _quoted(words: Iterable[str], conjunction: str) -> str:
    return joined((f"`{word}`" for word in words), conjunction)


def _resolved(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The part itself, or the definition that it refers to."""
    named: dict[str, Any] = schema[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return named


def _examples(name: str, page: dict[str, str]) -> Iterator[str]:
    history = yaml.load(page.get("History", "[]"), yaml.BaseLoader)  # noqa: S506  makes nothing but text
    yield _file("policy.yaml", _policy(page["Policy"], _title(name)))
    of_the_plan = name == "expect"
    if not of_the_plan:
        yield _file("case.yaml", _case("history", history))
    for label, words in (("Bad", "This is refused:"), ("Good", "This is permitted:")):
        action = yaml.load(page[label], yaml.BaseLoader)  # noqa: S506  makes nothing but text
        yield words
        if of_the_plan:
            yield _file("case.yaml", _case("actions", action))
        yield _console(_PLAN if of_the_plan else _command(action))


def _title(name: str) -> str:
    """The first part of the docstring's first sentence."""
    return re.split(r"[.;:]", RULE_TYPES[name].__doc__ or "")[0]


def _file(name: str, text: str) -> str:
    return f"```yaml {name}\n{text}```"


def _policy(rule: str, title: str) -> str:
    keys = "".join(f"    {line}\n" for line in _top_level(rule))
    return (
        "courtesy: 1\nid: example\nversion: 1.0.0\ntitle: An example\nzone: America/New_York\n"
        f"defaults: {{calendar: US}}\nrules:\n  - id: example.rule\n    title: {title}\n    level: must\n{keys}"
    )


def _top_level(flow: str) -> Iterator[str]:
    """The keys of a mapping in flow style, each on a line of its own."""
    depth, start, inner = 0, 0, flow.strip()[1:-1]
    for place, character in enumerate(inner):
        depth += (character in "{[") - (character in "}]")
        if character == "," and depth == 0:
            yield inner[start:place].strip()
            start = place + 1
    yield inner[start:].strip()


def _console(command: str) -> str:
    lines = textwrap.wrap(f"$ {command}", 78, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return "```console\n" + " \\\n".join(lines) + "\n```"


def _case(key: str, acts: list[dict[str, str]]) -> str:
    touches = "".join(f"  - {{{', '.join(f'{key}: {value}' for key, value in touch.items())}}}\n" for touch in acts)
    return (
        f"zone: {CASE['zone']}\ninterview: {{ended_at: 2026-11-20T15:30}}\ncontacts:\n"
        f"  contact: {{roles: [interviewer]}}\n" + (f"{key}:\n{touches}" if acts else "")
    )


def _command(action: dict[str, Any]) -> str:
    parts = ["courtesy check case.yaml --policy policy.yaml", f"--channel {action['channel']}"]
    if action["channel"] != "public_post":
        parts.append("--to contact")
    if body := action.get("message", {}).get("body"):
        parts.append(f'--body "{body}"')
    return " ".join([*parts, f"--as-of {action.get('at', '2026-11-20T15:30')}"])


# ---------------------------------------------------------------- errors and notices


def error_list(kind: str) -> str:
    """The codes of the errors of a kind, each with its causes and ways out, as their classes declare them."""
    by_code: dict[str, list[type[CourtesyError]]] = {}
    for error in errors():
        if _kind(error) == kind:
            by_code.setdefault(error.code, []).append(error)
    entries = []
    for code, classes in sorted(by_code.items()):
        causes = " ".join(dict.fromkeys(_cause(error) for error in classes))
        ways = " ".join(dict.fromkeys(sentence(error.way_out) for error in classes))
        entries.append(f"- `{code}`: {causes} **Way out:** {ways}")
    return _items(entries)


def errors() -> list[type[CourtesyError]]:
    """Every class of errors that the engine makes: those that are only a base are left out."""
    for module in walk_packages(courtesy.__path__, "courtesy."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    source = "".join(file.read_text("utf-8") for file in (ROOT / "engine").rglob("*.py"))
    made = set(re.findall(r"(?:(?<!class )\b(?=\w+Error\()|(?<=raise ))(\w+Error)", source))
    return sorted(
        (e for e in set(_below(CourtesyError)) if e.__name__ in made), key=lambda e: (e.code, e.__module__, e.__name__)
    )


def _below(error: type[CourtesyError]) -> Iterator[type[CourtesyError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from _below(kind)


def _kind(error: type[CourtesyError]) -> str:
    """`problem` of a file, `fault` of the engine, or any other."""
    return "problem" if issubclass(error, Problem) else "fault" if issubclass(error, FaultError) else "other"


def _cause(error: type[CourtesyError]) -> str:
    return sentence((error.__doc__ or "").partition("\n")[0].partition(". ")[0])


def notice_list() -> str:
    """The codes of notices, each with the docstring of the function that gives it."""
    entries = {}
    for file in sorted((ROOT / "engine").rglob("*.py")):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for code in _notices(function):
                    entries[code] = f"- `{code}`: {(ast.get_docstring(function) or '').partition(chr(10))[0]}"
    return _items(entry for _, entry in sorted(entries.items()))


def _notices(function: ast.FunctionDef) -> Iterator[str]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Notice":
            yield from (
                str(k.value.value) for k in call.keywords if k.arg == "code" and isinstance(k.value, ast.Constant)
            )


def _items(entries: Iterable[str]) -> str:
    return "\n".join(
        textwrap.fill(entry, _WIDTH, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False)
        for entry in entries
    )


# ---------------------------------------------------------------- extending


def diff(name: str) -> str:
    """What it takes to add a fact, a rule type, a channel or a format, as a test applies it."""
    return f"```diff\n{(DIFFS / f'{name}.diff').read_text('utf-8')}```"


# ---------------------------------------------------------------- architecture


def layers() -> str:
    """The layers of the import contract, the highest first, each with the first line of its docstring."""
    rows = _rows()
    names = [room for row in rows for room in row.split(" | ") if not room.startswith("_")]
    width = max(map(len, names)) + 4
    lines = []
    for row in rows:
        rooms = [room for room in row.split(" | ") if not room.startswith("_")]
        for room in rooms:
            name = f"| {room}" if len(rooms) > 1 else room
            lines += textwrap.wrap(f"{name:{width}}{_first_line(room)}", _WIDTH, subsequent_indent=" " * width)
    return "```text\n" + "\n".join(lines) + "\n```"


def siblings() -> set[str]:
    """The rooms that stand side by side in the import contract: the stages."""
    return {room for row in _rows() if "|" in row for room in row.split(" | ")}


def _rows() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return next(contract["layers"] for contract in contracts if contract["type"] == "layers")


def _first_line(room: str) -> str:
    return (import_module(f"courtesy.{room}").__doc__ or "").partition("\n")[0]
