"""Values that show themselves in notebooks."""

from __future__ import annotations

import sys

from msgspec import Struct


class Shown(Struct, frozen=True):
    """Base of results that somebody may look at: notebooks ask a value itself what they are to show of it."""

    def _repr_html_(self) -> str:
        # What shows values stands above them: they ask the package, as whoever looks at them would.
        html: str = sys.modules["courtesy"].to_html(self)
        return html

    def _repr_markdown_(self) -> str:
        markdown: str = sys.modules["courtesy"].to_markdown(self)
        return markdown
