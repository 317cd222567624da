"""How many of the labelled texts are judged right: who is named, and who is not. Writes its part of RESULTS.md."""

from __future__ import annotations

from tests.bench.results import write_section
from tests.helpers.named import Labelled, labelled, tally

_HEAD = """| names in texts | n | found rightly | by other words | missed | rightly nothing | false alarms |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |"""


def table(texts: list[Labelled]) -> str:
    """A row for each kind of the texts that were tuned on and of those that were not, and their sums."""
    rows = [_HEAD]
    for title, kept in (("tuned on", False), ("kept away", True)):
        chosen = [one for one in texts if one.kept_away is kept]
        kinds = dict.fromkeys(one.kind for one in texts)
        rows += [_row(f"{title}: {kind.replace('_', ' ')}", [o for o in chosen if o.kind == kind]) for kind in kinds]
        rows.append(_row(f"**{title}**", chosen))
    return "\n".join(rows)


def _row(title: str, texts: list[Labelled]) -> str:
    return f"| {title} | {' | '.join(map(str, tally(texts)))} |"


def main() -> None:
    """Print the table, and write it."""
    said = (
        "Texts labelled with what they name of whom (`tests/data/names`). The hash of a text decides whether it is\n"
        "kept away, so that nothing is tuned on it. Run by `python -m tests.bench.names`.\n\n" + table(list(labelled()))
    )
    print(said)
    write_section("Names in texts", said)


if __name__ == "__main__":
    main()
