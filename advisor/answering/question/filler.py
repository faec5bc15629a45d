"""Words that any question may hold: they say nothing of what it is about."""

from __future__ import annotations

from functools import lru_cache

from advisor.answering.attributes import ATTRIBUTES
from advisor.answering.places import place_words
from advisor.text import STOPWORDS, stem, words

SCAFFOLD = frozenset(
    """advice advise answer ask best better brief briefly career careers change clear common compare compared comparison
    consider could curious describe detail details difference differences differ exact exactly example examples explain
    find first general get give go going good got great guide hear help hello hey hi hope idea important information
    interested involve involved job jobs key kind kinds know list look looking main maybe mean means meant mention
    move moving name names need needed needs offer official one overview people person please point possible
    question quick quickly rather read really recommend recommended roughly say says second show simple someone
    sort specific step steps summarise summarize switch switching tell thank thanks thing things think thinking
    topic transition try type types typical typically understand use used useful versus vs want wants way ways well
    wonder wondering work working worth would year years currently role roles position field become becoming
    documents document library source sources according actual actually number figure figures data hmm ok okay so
    versus average amount big high low large small many much often person currently exist exists true real right
    plan plans roadmap hours hour week weeks month months one two three four five six seven eight nine ten
    still im ive id dont doesnt isnt whats hows guy guys folks stuff bit biggest greatest largest highest lowest smallest
    longest shortest cheapest fastest slowest since keep kept ever correct comes come leave rank ranks sort order ordered cost costs dollars euros true false
    percent percentage share proportion heard read mate says said tells told everyone everybody hold holds huge even nobody new back yet then stays stay stayed anyone anybody long take takes last lasts set someone today moved switched wanna gonna gotta lemme here make makes made maker makers
    fewest least most ought abbreviation abbreviations acronym stand stands short english plain aim aims aiming eyeing alongside besides despite via per amid throughout towards toward regarding concerning behind beneath beside beyond across
    along around near outside inside onto whereas although unlike till til
    omg asap fyi btw lol tbh imo imho idk pls plz thx mine yours ours theirs hers myself yourself themselves day days sure able anything something everything nothing kindly yeah yes no not new""".split()
)
SCAFFOLD_STEMS = frozenset(stem(w) for w in SCAFFOLD)


def filler(word: str) -> bool:
    """Whether a folded word says nothing by itself: it may stand in any question."""
    return word in STOPWORDS or word in SCAFFOLD or word in cue_words() or word.isdigit()


@lru_cache(maxsize=1)
def typed_words() -> frozenset[str]:
    """Words beside those of the corpus that a misspelt one may stand for: of questions, and of places."""
    return cue_words() | place_words()


@lru_cache(maxsize=1)
def cue_words() -> frozenset[str]:
    """Words that questions are made of, for mending their spelling."""
    cues = {w for a in ATTRIBUTES for w in words(f"{a.cues} {a.weak} {a.told}")}
    return frozenset(w for w in cues | SCAFFOLD | STOPWORDS if len(w) > 2)
