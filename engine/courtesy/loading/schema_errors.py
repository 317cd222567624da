"""What is wrong with a schema that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.errors import CourtesyError
from courtesy.loading.errors import listed, quoted
from courtesy.wording.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnknownSchemaError(CourtesyError, LookupError):
    """No schema has that name."""

    code: ClassVar[str] = "unknown-schema"
    way_out: ClassVar[str] = "ask for one of the names that the message lists"

    def __init__(self, name: object, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.known = str(name), tuple(known)

    def __str__(self) -> str:
        return f"expected the name of a schema, found {quoted(self.name)}"

    def help(self) -> str:
        """The schema that was probably meant, or those there are."""
        near = nearest(self.name, self.known)
        return f"did you mean `{near}`?" if near else f"known: {listed(self.known, 'and')}"
