"""Draws the pictures of the README anew, those of the page with Chromium: `python -m tests.pictures.make`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from tests.pictures.terminal import picture

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "examples" / "exported"
VERDICT = "courtesy check examples/10-alternatives.yaml --now 2026-11-23T09:00-05:00"
_PAGE = PICTURES / "09-plan.html"
_ONLY_TIMELINE = """<style>
body > :not(main), main > :not(.wide), .wide > :not(.picture), .skip { display: none !important; }
body, main, .wide, .picture { margin: 0 !important; padding: 0.5rem !important; }
</style>"""
_SHOTS = {"plan-page.png": ("", "1000,1000"), "plan-timeline.png": (_ONLY_TIMELINE, "1000,900")}
"""The pictures of the page, each with the style that is added to it, and the size of the window."""


def main() -> None:
    """Draw all pictures."""
    os.chdir(ROOT)
    (PICTURES / "verdict.svg").write_text(picture(VERDICT), encoding="utf-8")
    for name, (style, size) in _SHOTS.items():
        _photograph(PICTURES / name, style, size)


def _photograph(target: Path, style: str, size: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(_PAGE.read_text(encoding="utf-8").replace("</head>", f"{style}</head>"), encoding="utf-8")
        subprocess.run(
            [
                "/usr/bin/chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/profile",
                f"--window-size={size}",
                f"--screenshot={target}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
