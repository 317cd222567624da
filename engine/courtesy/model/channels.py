"""The ways in which people are reached. A channel is a value: all that is known of one is declared with it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from courtesy.model.nouns import Noun

EMAIL = "email"
"""The channel of a mail draft, and of a touch that is stated without one."""


class Channel(Struct, frozen=True):
    """A way in which people are reached.

    `noun` is one act on it. `verb` tells somebody to do it: "Call on Friday". `minutes` is how long it usually takes;
    where it is `busy`, nothing else can be done meanwhile. An act on a channel that `addresses_nobody` is for everybody
    to see. One that goes `by_email` uses the addresses of its recipients; one that goes `by_post` reaches them days
    later, so that only its writer's clock matters. `aliases` are other ids of the same channel.
    `adjective` is the word of the noun that stays in front when a purpose is said: "handwritten thank-you note". The
    purposes that it `implies` are not said: a connection request is a follow-up.
    """

    noun: Noun
    verb: str = "Send it"
    minutes: int = 15
    busy: bool = False
    addresses_nobody: bool = False
    by_email: bool = False
    by_post: bool = False
    adjective: str = ""
    implies: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def disturbs(self) -> bool:
        """Whether an act on it reaches somebody as it is done, so that their clock matters too."""
        return not (self.by_post or self.addresses_nobody)


_IN_TOUCH = ("follow_up", "check_in")

CHANNELS: Mapping[str, Channel] = {
    "handwritten_note": Channel(
        Noun("handwritten note"), verb="Mail it", minutes=30, by_post=True, adjective="handwritten"
    ),
    EMAIL: Channel(Noun("e-mail"), by_email=True),
    "phone": Channel(Noun("phone call"), verb="Call", busy=True),
    "linkedin_connection": Channel(Noun("LinkedIn connection request"), implies=_IN_TOUCH),
    "linkedin_message": Channel(Noun("LinkedIn message")),
    "sms": Channel(Noun("text message")),
    "facebook": Channel(Noun("Facebook message")),
    "twitter": Channel(Noun("Twitter message"), aliases=("x",)),
    "pinterest": Channel(Noun("Pinterest message")),
    "instagram": Channel(Noun("Instagram message")),
    "public_post": Channel(Noun("public post"), verb="Post it", addresses_nobody=True, adjective="public"),
    "in_person": Channel(Noun("visit in person"), verb="Go", minutes=30, busy=True, implies=_IN_TOUCH),
}
"""The built-in channels."""
CHANNEL_ALIASES = {alias: name for name, channel in CHANNELS.items() for alias in channel.aliases}
"""Other ids of the built-in channels."""
