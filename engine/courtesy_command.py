"""Where the command `courtesy` begins: outside the package, whose import takes most of the first half second."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line, and exit. Ctrl-C ends it in silence from the start on, as it does later.

    Where it is ignored, as in a shell's background, it stays ignored.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from courtesy.cli.main import main as run  # noqa: PLC0415  Ctrl-C while this is imported would print a traceback

    signal.signal(signal.SIGINT, handler)
    run()
