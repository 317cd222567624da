"""What people call calendars, where the holidays library has another name, or a code cannot be written so."""

from __future__ import annotations

import unicodedata

_NAMES = {
    "GB": "great britain, britain, united kingdom", "GB-NIR": "northern ireland", "NL": "holland, the netherlands",
    "US": "america, united states, united states of america, u.s., u.s.a.", "KR": "korea, south korea",
    "DE": "deutschland", "CH": "schweiz", "ES": "espana", "AT": "osterreich", "CZ": "czech republic",
    "AE": "united arab emirates, emirates", "NZ": "new zealand", "ZA": "south africa", "SA": "saudi arabia",
    "HK": "hong kong", "LK": "sri lanka", "CR": "costa rica", "DE-BY": "bavaria", "DE-SN": "saxony", "DE-HE": "hesse",
    "DE-NW": "north rhine westphalia", "DE-NI": "lower saxony", "DE-TH": "thuringia", "ES-CT": "catalonia",
    "CH-GE": "geneva", "AU-NSW": "new south wales", "AU-SA": "south australia", "AU-WA": "western australia",
    "CA-BC": "british columbia", "CA-NS": "nova scotia", "CA-NB": "new brunswick", "US-DC": "district of columbia",
    "US-NY": "new york", "US-NJ": "new jersey", "US-NM": "new mexico", "US-NH": "new hampshire",
    "US-NC": "north carolina", "US-SC": "south carolina", "US-ND": "north dakota", "US-SD": "south dakota",
    "US-WV": "west virginia", "US-RI": "rhode island",
}  # fmt: skip
_SEVERAL = {"england and wales": ("GB-ENG", "GB-WLS")}
CALENDARS = {name: (code,) for code, names in _NAMES.items() for name in names.split(", ")} | _SEVERAL
"""The codes of calendars by name, in plain letters."""


def plain_name(name: str) -> str:
    """A name in lower case and plain letters, with spaces in place of hyphens."""
    letters = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("_", " ").replace("-", " ")
