"""Where each field of a policy's rules was written: by which policy, in which file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courtesy.model.lineage import field_origins
from courtesy.rendering.ink import Ink
from courtesy.rendering.layout import block, table, wrapped
from courtesy.wording.text import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from courtesy.model.policy import Disabled, PolicySource, Rule
    from courtesy.rendering.ink import Paint
    from courtesy.spans import Span

_LONGEST = 32


def render_origins(
    policy: PolicySource,
    rules: Iterable[Rule],
    disabled: Iterable[Disabled],
    place: Callable[[Span], str],
    paint: Paint,
) -> str:
    """The fields of these rules, and which rules are disabled by whom; `place` writes a place."""
    return block(_pages(policy, rules, disabled, place, paint))


def _pages(
    policy: PolicySource,
    rules: Iterable[Rule],
    disabled: Iterable[Disabled],
    place: Callable[[Span], str],
    paint: Paint,
) -> Iterator[str]:
    yield from wrapped(line_of(policy))
    for rule in rules:
        yield from ("", paint(rule.id, Ink.STRONG))
        rows = [
            (one.field, _cut(one.value), str(one.author or ""), place(one.span)) for one in field_origins(policy, rule)
        ]
        yield from table(rows, indent=2)
    for one in disabled:
        yield from ("", paint(f"{one.rule.id} (disabled)", Ink.STRONG))
        yield from table([("disabled", _cut(one.because), str(one.by), place(one.span))], indent=2)
        yield from wrapped(sentence(one.because), indent=2) if len(one.because) > _LONGEST else ()


def line_of(policy: PolicySource) -> str:
    """`northgate 3.0.0, which builds on hire-wire 1.0.0`."""
    return ", which builds on ".join(str(one.author) for one in policy.lineage)


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
