"""Everyday words that ask for and tell of the same thing. General English, by stems; no corpus has a part in it."""

from __future__ import annotations

from functools import lru_cache

from advisor.text import stem

_GROUPS = (
    "ad ads advert adverts advertisement posting postings listing listings vacancy vacancies",
    "cert certs certificate certificates certification certifications credential credentials",
    "company companies firm firms employer employers organisation organization business businesses",
    "staff worker workers employee employees people person persons professional professionals respondents",
    "start starts started begin begins began launch launched open opened introduced founded established",
    "end ended close closed stop stopped finish finished retire retired",
    "ban banned forbid forbidden prohibit prohibited outlaw",
    "need needs require requires required demand demands ask asks mandatory compulsory obligatory",
    "live lives inhabitant inhabitants population resident residents",
    "tall high height elevation",
    "big large huge biggest largest greatest",
    "old age aged",
    "car cars vehicle vehicles motor",
    "remain remains remained survive survives survived left",
    "make makes made build builds built create created construct constructed develop developed invent invented design designed",
    "publish publishes published issue issues issued release released",
    "writer author wrote written write",
    "doctor physician medic",
    "quick fast rapid rapidly quickly",
    "cheap inexpensive affordable",
    "boss manager supervisor",
    "teach teaches taught train trains trained training course courses",
    "layoff layoffs laid redundancy redundancies fired cuts",
    "replace replaced replaces supersede superseded successor",
    "buy bought purchase purchased acquire acquired",
    "sell sells sold",
    "kill killed die died dead death",
    "rule rules law laws act regulation regulations statute",
    "test tests exam exams examination",
    "degree diploma university college",
    "rookie beginner beginners newcomer newcomers junior juniors entry",
    "infosec information security cybersecurity cyber",
    "mandatory obligatory compulsory",
    "split breakdown distribution",
    "upkeep maintenance renewal renew",
    "yearly annual annually",
    "bulk majority mostly",
    "biggest largest highest top",
)


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in _GROUPS:
        stems = {stem(w) for w in group.split()}
        for one in stems:
            table.setdefault(one, set()).update(stems)
    return {key: frozenset(value) for key, value in table.items()}


def alike(one: str) -> frozenset[str]:
    """The stems that tell of what a stem asks for, itself among them."""
    return _table().get(one, frozenset((one,)))
