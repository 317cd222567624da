"""The cases, actions and drafts that a policy reads in its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from courtesy.api.arguments import data_of, file_named
from courtesy.api.calendars import calendar_problem
from courtesy.api.in_time import in_time
from courtesy.api.intake import Intake
from courtesy.facts import message
from courtesy.loading.case_loader import UNKNOWN, read_case
from courtesy.loading.python_source import tree_of
from courtesy.loading.source import read_file, read_tree
from courtesy.model.case import Case, free_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courtesy.model.case import Action
    from courtesy.model.vocabulary import Vocabulary


class CaseReading:
    """Reads cases in the words of a policy.

    `deadline` is for how many seconds a case may be read; DeadlineExceededError is raised when they are over.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._intake = Intake(vocabulary)

    @in_time
    def load_case(self, path: str | Path, *, deadline: float | None = None) -> Case:  # noqa: ARG002  for `in_time`
        """The case in a YAML or JSON file. Raises InvalidInputError with everything that is wrong with it."""
        file = file_named(path, "parse_case", "case_from")
        return self.parse_case(read_file(file), str(path))

    @in_time
    def case_from(self, document: object, *, deadline: float | None = None) -> Case:  # noqa: ARG002  for `in_time`
        """The case that a mapping, or an object with fields (a dataclass, a Pydantic model), states in a file's shape.

        None is as good as absent, and a `history` of None is not known. Raises InvalidInputError as `load_case` does.
        """
        if isinstance(document, Case):
            return self._intake.case(document)
        return self._intake.vouch(read_case(tree_of(document, none=UNKNOWN), self.vocabulary, calendar_problem))

    @in_time
    def parse_case(
        self,
        data: bytes | str,
        name: str = "request",
        *,
        deadline: float | None = None,  # noqa: ARG002  for `in_time`
    ) -> Case:
        """The case in the bytes or text of a YAML or JSON file; `name` stands for it in error messages.

        Raises InvalidInputError with everything that is wrong with it.
        """
        return self._intake.vouch(
            read_case(read_tree(data_of(data, "parse_case"), name), self.vocabulary, calendar_problem)
        )

    def case(self, *, history: object = (), **stated: object) -> Case:
        """The case that these parts of a case file state: `id`, `zone`, `interview`, `contacts` and the others.

        `history` None is not known. Raises InvalidInputError as `load_case` does.
        """
        return self.case_from({"history": history, **stated})

    def load_draft(
        self,
        path: str | Path,
        case: Case,
        *,
        to: Sequence[str] = (),
        cc: Sequence[str] = (),
        ignore_addresses: Sequence[str] = (),
        purpose: str | None = None,
    ) -> Action:
        """The e-mail that an RFC 5322 file drafts, its addresses matched to the contacts of `case`.

        `to` and `cc` name contacts for which addresses in To, and in Cc and Bcc, stand that no contact has, one for
        each. The sender's address, `candidate.emails` of the case and `ignore_addresses` are nobody. The action's id
        is the file's name without its ending, with a number behind it where the case has that id already. Raises
        InvalidInputError.
        """
        said = {"to": to, "cc": cc, "ignore_addresses": ignore_addresses}
        return self.parse_draft(read_file(Path(path)), case, str(path), **said, purpose=purpose)

    def parse_draft(
        self,
        data: bytes,
        case: Case,
        name: str = "draft",
        *,
        to: Sequence[str] = (),
        cc: Sequence[str] = (),
        ignore_addresses: Sequence[str] = (),
        purpose: str | None = None,
    ) -> Action:
        """The e-mail that the bytes of an RFC 5322 file draft, as `load_draft` reads it; `name` stands for the file.

        Raises InvalidInputError.
        """
        from courtesy.loading.mail.draft import read_draft  # noqa: PLC0415  cold start: most acts are no drafts
        from courtesy.loading.mail.recipients import Named  # noqa: PLC0415  likewise

        free, vocabulary = free_id(Path(name).stem, case.ids), self.vocabulary
        named = Named(tuple(to), tuple(cc), tuple(ignore_addresses))
        return read_draft(data, name, case, named, purpose=purpose, id=free, vocabulary=vocabulary, words=message.words)
