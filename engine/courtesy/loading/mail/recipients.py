"""Whom a draft reaches: the addresses in its headers as contacts of a case. Nobody is lost, and nobody guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courtesy.loading.errors import WrongValueError, listed
from courtesy.loading.mail.addresses import canonical, read_addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courtesy.loading.mail.head import Field, Head
    from courtesy.loading.mail.problems import MailProblems
    from courtesy.model.case import Case

_TITLES = {
    "from": "From",
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "apparently-to": "Apparently-To",
    "resent-to": "Resent-To",
    "resent-cc": "Resent-Cc",
    "resent-bcc": "Resent-Bcc",
}
_TO, _CC, _BCC = ("to", "apparently-to", "resent-to"), ("cc", "resent-cc"), ("bcc", "resent-bcc")


class Named(NamedTuple):
    """What is said beside a draft: contacts for which addresses that the case lacks stand, and addresses of nobody."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


NOBODY = Named()


class Reached(NamedTuple):
    """The contacts that a draft addresses, and those that it copies."""

    to: tuple[str, ...]
    cc: tuple[str, ...]


class _Address(NamedTuple):
    text: str
    field: Field
    contact: str | None


class Recipients:
    """Finds who gets a draft; what is wrong with its headers is added to `problems`."""

    def __init__(self, head: Head, case: Case, named: Named, problems: MailProblems) -> None:
        self._head, self._named, self._problems = head, named, problems
        self._contacts = {canonical(email): name for name, one in case.contacts.items() for email in one.emails}
        self._nobody = {canonical(address) for address in (*case.candidate.emails, *self._ignored(), *self._senders())}

    def reached(self) -> Reached:
        """Who gets it. Bcc is as Cc; where To reaches nobody, those in Bcc are addressed."""
        addressed, copied, hidden = (list(self._addresses(names)) for names in (_TO, _CC, _BCC))
        if addressed:
            copied += hidden
        else:
            addressed = hidden
        to = self._known(addressed, self._named.to, "--to")
        cc = self._known(copied, self._named.cc, "--cc")
        if not to and not self._problems:
            self._problems.tell(
                next(self._head.named(*_TO), None), "a recipient", "none", "add To, or name a contact with `--to`"
            )
        return Reached(to, tuple(name for name in cc if name not in to))

    def _addresses(self, names: Sequence[str]) -> Iterator[_Address]:
        """The addresses of somebody in those headers; what is not understood is a problem."""
        for field in self._head.named(*names):
            addresses, strange = read_addresses(field.text)
            for part in strange:
                hint = "put a comma between addresses, and a name with a comma in quotation marks"
                self._problems.tell(field, f"addresses in {_TITLES[field.name]}", listed([part]), hint, part=part)
            for address in addresses:
                if (key := canonical(address)) not in self._nobody:
                    yield _Address(address, field, self._contacts.get(key))

    def _known(self, addresses: Sequence[_Address], named: Sequence[str], flag: str) -> tuple[str, ...]:
        """The contacts of these addresses, and those that the flag names; each of them accounts for one stranger."""
        strangers = {canonical(one.text): one for one in addresses if one.contact is None}
        if len(strangers) > len(named):
            for field in dict.fromkeys(one.field for one in strangers.values()):
                here = [one.text for one in strangers.values() if one.field is field]
                expected = f"addresses of contacts of the case in {_TITLES[field.name]}"
                if named:
                    expected += f", or one contact with `{flag}` for each"
                fixes = "add it to the `emails` of a contact", f"name the contact with `{flag}`"
                hint = f"{', '.join(fixes)}, or leave it aside with `--ignore-address`"
                self._problems.tell(field, expected, listed(here, "and"), hint, part=here[0])
        return tuple(dict.fromkeys((*(one.contact for one in addresses if one.contact is not None), *named)))

    def _ignored(self) -> Iterator[str]:
        """The addresses that are to be left aside. That of a contact is none: a request to stop would not be seen."""
        for address in self._named.ignored:
            contact = self._contacts.get(canonical(address))
            if contact is None and read_addresses(address) == ((address,), ()):
                yield address
                continue
            belongs = f", which is an address of `{contact}`" if contact else ""
            expected = f"an address {'of no contact ' if contact else ''}with `--ignore-address`"
            self._problems.append(WrongValueError(self._problems.place(), expected, f"{listed([address])}{belongs}"))

    def _senders(self) -> Iterator[str]:
        """Who writes the draft: a copy to oneself reaches nobody else."""
        for field in self._head.named("from"):
            yield from (one for one in read_addresses(field.text).found if canonical(one) not in self._contacts)
