"""The schemas of policies, cases and results, and what a tree does that they do not permit."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator, TypeChecker, ValidationError
from jsonschema.validators import extend

from courtesy.bounds import MAX_REPORTED
from courtesy.deadline import look_at_the_clock
from courtesy.loading.resources import data_root
from courtesy.spans import MappingNode, Scalar, SequenceNode, Tree
from courtesy.values import boolean_of, integer_of, is_null, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courtesy.errors import Problem

    Keyword = Callable[[Any, Any, Any, dict[str, Any]], Iterator[ValidationError]]

SCHEMAS = (
    "policy", "case", "tests", "project", "releases", "waivers",
    "verdict", "plan", "windows", "next_steps", "agenda", "record", "ledger", "ledger_request", "claim",
    "comparison", "test_report", "lint", "coverage", "mutation", "log_record", "log_report", "replay",
    "waiver_list", "bundle", "audit", "audit_mapping", "audit_tables",
)  # fmt: skip


_TYPES: dict[str, Callable[[Any, object], bool]] = {
    "null": lambda _, tree: is_null(tree),
    "boolean": lambda _, tree: boolean_of(tree) is not None,
    "integer": lambda _, tree: integer_of(tree) is not None,
    "number": lambda _, tree: number_of(tree) is not None,
    # A plain `5` or `no` is text wherever text is expected: its reader decides, not its looks.
    "string": lambda _, tree: isinstance(tree, Scalar) and not is_null(tree),
    "array": lambda _, tree: isinstance(tree, SequenceNode),
    "object": lambda _, tree: isinstance(tree, MappingNode),
}
_TYPE_CHECKER: Any = TypeChecker(_TYPES)  # type: ignore[arg-type]  # its signature is narrower than its use


def _equals(tree: object, wanted: object) -> bool:
    if isinstance(wanted, bool):
        return boolean_of(tree) is wanted
    if isinstance(wanted, int | float):
        return number_of(tree) == wanted
    return isinstance(tree, Scalar) and tree == wanted


# ---------------------------------------------------------------- keywords


def _const(_: Any, wanted: object, tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    if not _equals(tree, wanted):
        yield ValidationError("const")


def _enum(_: Any, wanted: list[object], tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    if not any(_equals(tree, one) for one in wanted):
        yield ValidationError("enum")


def _minimum(_: Any, bound: float, tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    number = number_of(tree)
    if number is not None and number < bound:
        yield ValidationError("minimum")


def _maximum(_: Any, bound: float, tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    number = number_of(tree)
    if number is not None and number > bound:
        yield ValidationError("maximum")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    # In Python `$` also matches before a final line break; in JSON Schema it does not.
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern, re.ASCII)


def _pattern(_: Any, pattern: str, tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    if isinstance(tree, Scalar) and not is_null(tree) and not _compiled(pattern).search(tree):
        yield ValidationError("pattern")


def _additional(validator: Any, rest: Any, tree: Tree, schema: dict[str, Any]) -> Iterator[ValidationError]:
    if not isinstance(tree, MappingNode):
        return
    look_at_the_clock()
    known = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    for key, value in tree.items():
        if key in known or any(_compiled(pattern).search(key) for pattern in patterns):
            continue
        if rest is False:
            yield ValidationError(key)
        else:
            yield from validator.descend(value, rest, path=key)


def _property_names(validator: Any, names: Any, tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    if isinstance(tree, MappingNode):
        for key in tree:
            yield from validator.descend(Scalar(key, tree.span_of(key), plain=bool(key)), names, path=key)


def _any_of(validator: Any, branches: list[Any], tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    """Errors of the one branch whose shape the value has: what another shape would have to look like helps nobody.

    Branches that only ask for a key are told together.
    """
    if all("required" in branch for branch in branches):
        if isinstance(tree, MappingNode) and not any(key in tree for branch in branches for key in branch["required"]):
            yield ValidationError("anyOf")
        return
    fitting = [branch for branch in branches if _shape_fits(branch, tree)]
    if len(fitting) == 1:
        yield from validator.descend(tree, fitting[0])
    elif not any(validator.evolve(schema=branch).is_valid(tree) for branch in fitting):
        yield ValidationError("anyOf")


def _shape_fits(branch: dict[str, Any], tree: Tree) -> bool:
    if "const" in branch:
        return isinstance(tree, Scalar)
    kinds = branch.get("type", ())
    shape = {MappingNode: "object", SequenceNode: "array"}.get(type(tree))
    if shape is None:
        return not {kinds} <= {"object", "array"} if isinstance(kinds, str) else True
    return shape in ((kinds,) if isinstance(kinds, str) else kinds)


def _one_of(_: Any, branches: list[Any], tree: Tree, _schema: dict[str, Any]) -> Iterator[ValidationError]:
    """The schemas use `oneOf` only for "exactly one of these keys", which can be told without descending."""
    present = [branch for branch in branches if all(key in tree for key in branch["required"])]
    if isinstance(tree, MappingNode) and len(present) != 1:
        yield ValidationError("oneOf")


_KEYWORDS: dict[str, Any] = {
    "const": _const,
    "enum": _enum,
    "minimum": _minimum,
    "maximum": _maximum,
    "pattern": _pattern,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "anyOf": _any_of,
    "oneOf": _one_of,
}
_extend: Any = extend
_Validator: Any = _extend(Draft202012Validator, _KEYWORDS, type_checker=_TYPE_CHECKER)


# ---------------------------------------------------------------- the schemas


def load_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of `SCHEMAS`, as editors use it; yours to change.

    Raises UnknownSchemaError for another name.
    """
    if name not in SCHEMAS:
        from courtesy.loading.schema_errors import UnknownSchemaError  # noqa: PLC0415  cold start: only for what is wrong

        raise UnknownSchemaError(name, SCHEMAS)
    schema: dict[str, Any] = json.loads((data_root() / "schemas" / f"{name}.schema.json").read_bytes())
    return schema


_ANNOTATIONS = frozenset({"title", "description", "examples", "$ref"})


def _linked(schema: dict[str, Any]) -> dict[str, Any]:
    """The `$defs` of a schema (the schema itself under "") with every `$ref` replaced by what it stands for.

    Conditions nest, so the result has cycles; following a reference costs nothing when validating.
    """
    definitions = {"": schema, **schema.get("$defs", {})}

    def link(node: Any) -> Any:
        if isinstance(node, list):
            return [link(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if isinstance(reference, str):
            name = reference.rpartition("/")[2]
            # Examples that stand beside a reference say more about this place than those of the definition.
            return {**link(definitions[name]), "examples": node["examples"]} if "examples" in node else targets[name]
        return {key: link(value) for key, value in node.items() if key not in {"$defs", "$id", "$schema"}}

    targets: dict[str, Any] = {name: {} for name in definitions}
    for name, definition in definitions.items():
        targets[name].update(link(definition))
    return targets


@lru_cache(maxsize=8)
def _validator(name: str, part: str) -> Any:
    return _Validator(_linked(load_schema(name))[part])


def check(tree: Tree, schema_name: str, part: str = "") -> tuple[list[Problem], Tree | None]:
    """Everything in which a tree departs from a schema (or from one of its `$defs`), and what of the tree is sound.

    The sound part is the tree itself where nothing is wrong, and None where too little is left to look further.
    """
    errors = list(islice(_validator(schema_name, part).iter_errors(tree), MAX_REPORTED))
    if not errors:
        return [], tree
    # Cold start: only for what is wrong.
    from courtesy.loading.schema_problems import problems_of  # noqa: PLC0415
    from courtesy.loading.soundness import without_invalid_parts  # noqa: PLC0415

    return problems_of(errors), without_invalid_parts(tree, errors) if len(errors) < MAX_REPORTED else None


def problems(tree: Tree, schema_name: str, part: str = "") -> list[Problem]:
    """Everything in which a tree departs from a schema, or from one of its `$defs` where `part` names it."""
    return check(tree, schema_name, part)[0]


@lru_cache(maxsize=1)
def _verdicts() -> Any:
    return Draft202012Validator(_linked(load_schema("verdict"))[""])


def verdict_problem(document: object) -> str | None:
    """Where and how a verdict, ready for JSON, departs from the verdict schema; None where it does not."""
    error = next(iter(_verdicts().iter_errors(document)), None)
    return None if error is None else f"{error.json_path}: {error.message}"
