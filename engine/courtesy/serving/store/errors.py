"""What is wrong with policies that come in. None of it changes what is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import courtesy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_SHOWN = 5


class BadBundleError(courtesy.CourtesyError):
    """A bundle, or a folder of policies, cannot be taken as it is."""

    code: ClassVar[str] = "bad-bundle"
    way_out: ClassVar[str] = "make the bundle again with `courtesy bundle make`, and send it whole"

    def __init__(self, place: str, expected: str, found: str, fix: str | None = None) -> None:
        super().__init__()
        self.place, self.expected, self.found, self.fix = place, expected, found, fix

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """How to mend it."""
        return self.fix or self.way_out


class BadSignatureError(courtesy.CourtesyError):
    """Policies are not signed by a key that is trusted."""

    code: ClassVar[str] = "bad-signature"
    way_out: ClassVar[str] = "sign the bundle with the private key whose public key is given, or give the right key"

    def __init__(self, place: str, found: str) -> None:
        super().__init__()
        self.place, self.found = place, found

    def __str__(self) -> str:
        return f"{self.place}: expected a signature by a key that is given, found {self.found}"

    def help(self) -> str:
        """How to sign."""
        return "make the bundle with `courtesy bundle make ... --key PRIVATE`, where PRIVATE belongs to that key"


class BadKeyError(courtesy.CourtesyError):
    """A file holds no key that signs bundles, or proves who signed them."""

    code: ClassVar[str] = "bad-key"
    way_out: ClassVar[str] = "make a pair of keys with `courtesy bundle key`"

    def __init__(self, path: str, expected: str, found: str) -> None:
        super().__init__()
        self.path, self.expected, self.found = path, expected, found

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}, found {self.found}"

    def help(self) -> str:
        """How to make keys."""
        return "`courtesy bundle key NAME` makes NAME.private.pem, which signs, and NAME.public.pem for servers"


class ExpiredBundleError(courtesy.CourtesyError):
    """A bundle said until when it may be used, and that time is over."""

    code: ClassVar[str] = "expired-bundle"
    way_out: ClassVar[str] = "make a bundle with a later `--expires-at`, or none"

    def __init__(self, place: str, expires_at: datetime) -> None:
        super().__init__()
        self.place, self.expires_at = place, expires_at

    def __str__(self) -> str:
        return f"{self.place}: expected policies that may be used now, found some that expired at {self.expires_at}"

    def help(self) -> str:
        """What to do."""
        return "make a bundle with a later `--expires-at` and a higher `--revision`"


class OlderRevisionError(courtesy.CourtesyError):
    """A bundle has a revision that is not above those that were active."""

    code: ClassVar[str] = "older-revision"
    way_out: ClassVar[str] = "give every bundle a higher `--revision`; go back with `courtesy bundle rollback`"

    def __init__(self, place: str, revision: int, highest: int) -> None:
        super().__init__()
        self.place, self.revision, self.highest = place, revision, highest

    def __str__(self) -> str:
        return f"{self.place}: expected a revision above {self.highest}, found {self.revision}"

    def help(self) -> str:
        """How to go on, or back."""
        return f"make it with `--revision {self.highest + 1}`; `courtesy bundle rollback` goes back to an older one"


class ChangedVersionError(courtesy.CourtesyError):
    """A version of a policy that was active before judges otherwise now."""

    code: ClassVar[str] = "changed-version"
    way_out: ClassVar[str] = "give the changed policy a version of its own; while you try things, serve with `--dev`"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = tuple(names)

    def __str__(self) -> str:
        told = ", ".join(f"`{name}`" for name in self.names[:_SHOWN])
        more = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return f"expected the rules that were active under their version before, found other rules in {told}{more}"

    def help(self) -> str:
        """How to change rules."""
        return f"{self.way_out}"


class OtherDigestsError(courtesy.CourtesyError):
    """The policies in a bundle are not those that its manifest names."""

    code: ClassVar[str] = "other-digests"
    way_out: ClassVar[str] = "make the bundle again with the version of Courtesy that reads it"

    def __init__(self, place: str, expected: str, found: str, made_with: str) -> None:
        super().__init__()
        self.place, self.expected, self.found, self.made_with = place, expected, found, made_with

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, as the manifest says, found {self.found}"

    def help(self) -> str:
        """Which versions are at work."""
        if self.made_with == courtesy.__version__:
            return (
                "what it builds on, such as a policy of a package, may be another one here; make the bundle again here"
            )
        return (
            f"it was made with Courtesy {self.made_with}, this is {courtesy.__version__}; make it again with this one"
        )


class NoPoliciesError(courtesy.CourtesyError):
    """A folder or bundle that is to be served holds no policy."""

    code: ClassVar[str] = "no-policies"
    way_out: ClassVar[str] = "name the folder that holds the policies, or a project file beside them"

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: expected at least one policy, found none"

    def help(self) -> str:
        """Where policies lie."""
        return "policies lie in folders with a `policy.yaml`, as in `northgate/1.0.0/policy.yaml`, or in single files"


class OutsideSourceError(courtesy.CourtesyError):
    """Policies to be served build on files that lie outside, and so are not served with them."""

    code: ClassVar[str] = "outside-source"
    way_out: ClassVar[str] = "put everything that a policy builds on into the folder that is served"

    def __init__(self, place: str, outside: str) -> None:
        super().__init__()
        self.place, self.outside = place, outside

    def __str__(self) -> str:
        return f"{self.place}: expected files of the same folder or of a package, found `{self.outside}`"

    def help(self) -> str:
        """What to do."""
        return self.way_out


class FailedTestsError(courtesy.CourtesyError):
    """Tests of policies that are to be served do not pass."""

    code: ClassVar[str] = "failed-tests"
    way_out: ClassVar[str] = "run `courtesy test` on the policies, and correct what it shows"

    def __init__(self, failed: Sequence[str], run: int) -> None:
        super().__init__()
        self.failed, self.run = tuple(failed), run

    def __str__(self) -> str:
        told = "; ".join(self.failed[:_SHOWN])
        more = f"; and {len(self.failed) - _SHOWN} more" if len(self.failed) > _SHOWN else ""
        return f"expected all tests to pass ({self.run} ran), found: {told}{more}"

    def help(self) -> str:
        """How to see more."""
        return "`courtesy test` shows what each expected and what the policy says"
