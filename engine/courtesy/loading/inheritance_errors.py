"""What can be wrong where a policy builds on another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy.loading.errors import DuplicateIdError, WrongValueError, quoted

if TYPE_CHECKING:
    from courtesy.model.policy import Author
    from courtesy.spans import Span


class BadParentError(WrongValueError):
    """What a policy builds on is no policy, or several, or builds on it in turn."""

    code: ClassVar[str] = "bad-parent"
    way_out: ClassVar[str] = "name one policy under `extends`, by its name, with a range of versions, or by its path"


class EmptyChangeError(WrongValueError):
    """A change of an inherited rule that changes nothing."""

    code: ClassVar[str] = "empty-change"
    way_out: ClassVar[str] = "leave it out, or change what you meant to"


class InheritedIdError(DuplicateIdError):
    """A rule of a policy's own with the id of one that it inherits."""

    code: ClassVar[str] = "inherited-id"
    way_out: ClassVar[str] = "change the inherited rule under `change`, or give your own another id"

    def __init__(self, span: Span, name: str, first: Span, author: Author) -> None:
        super().__init__(span, "rule id", name, first)
        self.author = author

    def help(self) -> str:
        """Where the inherited one stands, and what to do."""
        return f"{self.author} has it, at {self.first}: change it under `change`, or give your own another id"


def changed_and_disabled(span: Span, name: str) -> WrongValueError:
    """The problem that a rule is both changed and disabled."""
    return WrongValueError(
        span, "a rule that is not changed", quoted(name), "leave it out of `change`, or of `disable`"
    )
