"""What can go wrong with a ledger. Whatever it is, nothing is permitted by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from courtesy import CourtesyError, FaultError

if TYPE_CHECKING:
    from datetime import datetime

    from courtesy import LedgerState


class UnknownCaseError(CourtesyError):
    """The ledger has no case of that name, or it was erased."""

    code: ClassVar[str] = "unknown-case"
    way_out: ClassVar[str] = "import the case first, or name one that `courtesy ledger show` lists"

    def __init__(self, tenant: str, case_id: str, *, erased: bool = False) -> None:
        super().__init__()
        self.tenant, self.case_id, self.erased = tenant, case_id, erased

    def __str__(self) -> str:
        if self.erased:
            return f"the case `{self.case_id}` was erased"
        return f"the ledger has no case `{self.case_id}` of the tenant `{self.tenant}`"

    def help(self) -> str:
        """How it gets one."""
        if self.erased:
            return "what was erased can no longer be judged"
        return "import it with `import_case`, or with `courtesy ledger import`"


class UnknownEntryError(CourtesyError):
    """No touch of the ledger bears that token, id or number."""

    code: ClassVar[str] = "unknown-entry"
    way_out: ClassVar[str] = "take the token of a claim, or a number that `courtesy ledger show` lists"

    def __init__(self, tenant: str, name: str, *, secret: bool = False) -> None:
        """A token is `secret`: whoever has it can confirm, so that no message shows it."""
        super().__init__()
        self.tenant, self.name, self.secret = tenant, "a token" if secret else name, secret

    def __str__(self) -> str:
        what = "a touch with that token" if self.secret else f"the touch `{self.name}`"
        return f"expected {what}, found none of the tenant `{self.tenant}`"

    def help(self) -> str:
        """What they may have been."""
        return "check the tenant, and that it is the same ledger"


class ClaimLostError(CourtesyError):
    """A claim is over, or was started before: do not send."""

    code: ClassVar[str] = "claim-lost"
    way_out: ClassVar[str] = "do not send; where the state is `released`, claim again"

    def __init__(self, touch_id: str, state: LedgerState, lease_until: datetime | None) -> None:
        super().__init__()
        self.touch_id, self.state, self.lease_until = touch_id, state, lease_until

    def __str__(self) -> str:
        return f"expected a claim to start, found the touch `{self.touch_id}` in state `{self.state.value}`"

    def help(self) -> str:
        """What its state means for whoever wants to send."""
        return _MEANS[self.state.value]


_MEANS = {
    "claimed": "its time is over: claim again",
    "released": "its time is over, or it was given up: claim again",
    "sending": "it was started before, maybe by another process: do not send it twice",
    "in_doubt": "it may have gone out: find out, and resolve it",
    "done": "it is done: there is nothing to send",
}


class WrongStateError(CourtesyError):
    """What was asked does not fit the state of the touch."""

    code: ClassVar[str] = "wrong-state"
    way_out: ClassVar[str] = "look at the touch with `courtesy ledger show`, and do what its state allows"

    def __init__(self, touch_id: str, state: LedgerState, wanted: str, fix: str) -> None:
        super().__init__()
        self.touch_id, self.state, self.wanted, self.fix = touch_id, state, wanted, fix

    def __str__(self) -> str:
        return f"expected {self.wanted}, found the touch `{self.touch_id}` in state `{self.state.value}`"

    def help(self) -> str:
        """What can be done in that state."""
        return self.fix


class KeyConflictError(CourtesyError):
    """A key was used before for something else."""

    code: ClassVar[str] = "key-conflict"
    way_out: ClassVar[str] = "give every request a key of its own, and repeat a request unchanged"

    def __init__(self, tenant: str, key: str, touch_id: str) -> None:
        super().__init__()
        self.tenant, self.key, self.touch_id = tenant, key, touch_id

    def __str__(self) -> str:
        return f"expected the request that the key `{self.key}` was used for before, found another one"

    def help(self) -> str:
        """What it was used for."""
        return f"it belongs to the touch `{self.touch_id}`: take a new key for another request"


class TooEarlyError(CourtesyError):
    """An action that is planned for later was claimed."""

    code: ClassVar[str] = "too-early"
    way_out: ClassVar[str] = "claim the action when its time has come, or take its time away to send it now"

    def __init__(self, action_id: str, at: datetime, now: datetime) -> None:
        super().__init__()
        self.action_id, self.at, self.now = action_id, at, now

    def __str__(self) -> str:
        when, now = (time.isoformat(timespec="minutes") for time in (self.at, self.now))
        return f"expected an action for now, which is {now}, found `{self.action_id}` planned for {when}"

    def help(self) -> str:
        """When to claim it."""
        return "a claim is a permission to send at once: claim it then, or propose it `with_(at=None)`"


class LaterTouchError(CourtesyError):
    """A case whose history has a touch later than now was given to a ledger."""

    code: ClassVar[str] = "future-touch"
    way_out: ClassVar[str] = "correct the time of the touch: a history is what has happened"

    def __init__(self, case_id: str, at: datetime, now: datetime) -> None:
        super().__init__()
        self.case_id, self.at, self.now = case_id, at, now

    def __str__(self) -> str:
        when, now = (time.isoformat(timespec="minutes") for time in (self.at, self.now))
        return f"expected what has happened in the case `{self.case_id}` up to now, which is {now}, found {when}"

    def help(self) -> str:
        """What to do with it."""
        return "a history is what has happened: correct the time, or propose the action under `actions`"


class UnnamedCaseError(CourtesyError):
    """A case without an id was given to a ledger."""

    code: ClassVar[str] = "unnamed-case"
    way_out: ClassVar[str] = "give the case an `id`, which stays the same whatever else is learned"

    def __init__(self, place: str | None = None) -> None:
        """`place` is the file of the case."""
        super().__init__()
        self.place = place

    def __str__(self) -> str:
        return f"{f'{self.place}: ' if self.place else ''}expected a case with an `id`, found one without"

    def help(self) -> str:
        """What to add."""
        return "add `id:` to the case; the ledger knows it again by that"


class UnknownHistoryError(CourtesyError):
    """A case whose history is unknown was given to a ledger."""

    code: ClassVar[str] = "unknown-history"
    way_out: ClassVar[str] = "list what has happened under `history`; where nothing has, leave it out"

    def __init__(self, case_id: str) -> None:
        super().__init__()
        self.case_id = case_id

    def __str__(self) -> str:
        return f"expected what has happened in the case `{self.case_id}`, found that it is unknown"

    def help(self) -> str:
        """What to list."""
        return "a ledger counts what has happened: list it under `history`, or leave that out where nothing has"


class BadAddressError(CourtesyError):
    """The address of a ledger cannot be read."""

    code: ClassVar[str] = "bad-address"
    way_out: ClassVar[str] = "write `sqlite:///path/to/file`, a path, or `postgresql://host/database`"

    def __init__(self, kind: str) -> None:
        """`kind` is what stands where the kind of database belongs: the rest may hold a password."""
        super().__init__()
        self.kind = kind

    def __str__(self) -> str:
        return f"expected the address of an SQLite file or of a PostgreSQL database, found `{self.kind}`"

    def help(self) -> str:
        """What addresses look like."""
        return "write `sqlite:///path/to/file`, a path, or `postgresql://host/database`"


class LedgerVersionError(CourtesyError):
    """The tables of the ledger are missing, or are of another version than this program writes."""

    code: ClassVar[str] = "ledger-version"
    way_out: ClassVar[str] = (
        "make or renew the tables with `courtesy ledger init`; where they are newer, upgrade Courtesy"
    )

    def __init__(self, found: int, known: int) -> None:
        super().__init__()
        self.found, self.known = found, known

    def __str__(self) -> str:
        if not self.found:
            return "expected the tables of a ledger, found none"
        return f"expected a ledger of version {self.known}, found version {self.found}"

    def help(self) -> str:
        """Whether the ledger or the program has to be renewed."""
        if self.found > self.known:
            return "a newer Courtesy has made it: upgrade this one"
        return "`courtesy ledger init` makes or renews them, and keeps what there is"


class LedgerUnavailableError(FaultError):
    """The database of the ledger did not do what it was asked, so nothing is permitted.

    Whether the last step was taken may be unknown: asked again with the same key or token, the ledger gives the same
    answer.
    """

    code: ClassVar[str] = "ledger-unavailable"
    way_out: ClassVar[str] = "do not send; mend the database, and ask again with the same key or token"

    def __init__(self, reason: str, fix: str = "do not send; ask again with the same key or token") -> None:
        super().__init__()
        self.reason, self.fix = " ".join(reason.split()), fix

    def __str__(self) -> str:
        return f"the ledger's database did not answer: {self.reason}"

    def help(self) -> str:
        """What to do until it does."""
        return self.fix
