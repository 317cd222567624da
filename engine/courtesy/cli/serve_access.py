"""Who may ask `courtesy serve`: the options about tokens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Command = Callable[..., object]

_SIGNED = ("jwks", "issuer", "audience")


def access_options(command: Command) -> Command:
    """`--tokens`, `--jwks`, `--issuer`, `--audience` and `--simulate`."""
    for option in (
        click.option("--simulate", is_flag=True, help="Let a question choose its time where no token is needed."),
        click.option("--audience", metavar="NAME", help="What signed tokens call this server: their `aud`."),
        click.option("--issuer", metavar="NAME", help="Who has signed them: their `iss`."),
        click.option("--jwks", metavar="URL_OR_FILE", help="Take signed tokens (JWT); these are the issuer's keys."),
        click.option("--tokens", type=click.Path(path_type=Path), metavar="FILE", help="Take the tokens of this file."),
    ):
        command = option(command)
    return command


def access_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Who may ask, as settings of a server. Raises `click.UsageError`, `CourtesyError`."""
    from courtesy.serving.addresses import is_local  # noqa: PLC0415  likewise
    from courtesy.serving.http.keys import check_file  # noqa: PLC0415  its libraries are an extra
    from courtesy.serving.http.signed import Issuer  # noqa: PLC0415  likewise
    from courtesy.serving.http.tokens import read_tokens  # noqa: PLC0415  likewise

    issuer = None
    given = [name for name in _SIGNED if options[name]]
    if given:
        if len(given) < len(_SIGNED):
            absent = " and ".join(f"--{name}" for name in _SIGNED if name not in given)
            message = f"signed tokens take --jwks, --issuer and --audience: {absent} is missing"
            raise click.UsageError(message)
        address = urlsplit(options["jwks"])
        if address.scheme == "http" and not is_local(address.hostname or ""):
            message = f"--jwks {options['jwks']} could be read and changed on its way: it begins with https://"
            raise click.UsageError(message)
        check_file(options["jwks"])
        issuer = Issuer(jwks=options["jwks"], name=options["issuer"], audience=options["audience"])
    return {
        "holders": () if options["tokens"] is None else read_tokens(options["tokens"]),
        "issuer": issuer,
        "simulate": options["simulate"],
    }
