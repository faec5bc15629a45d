"""What is understood of a question, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from advisor.answering.attributes import Shape
from advisor.answering.periods import Period
from advisor.answering.places import Place
from advisor.vocabulary import Correction, Mention

Intent = Literal[
    "fact", "list", "definition", "comparison", "ranking", "transition", "plan", "yes_no", "greeting", "thanks", "help"
]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question that no name, place, date or attribute accounts for. `proper` marks a word
    that is written as a name; `known` whether the corpus has it."""

    stem: str
    word: str
    known: bool
    proper: bool = False

    @property
    def version(self) -> bool:
        """Whether it is a version number; its stem is then the folded phrase."""
        return " " in self.stem


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `text` has its spelling mended; `start` and `goal` are the ends of a transition."""

    text: str
    intent: Intent
    attributes: tuple[str, ...] = ()
    shape: Shape = "any"
    subjects: tuple[Mention, ...] = ()
    start: Mention | None = None
    goal: Mention | None = None
    places: tuple[Place, ...] = ()
    periods: tuple[Period, ...] = ()
    terms: tuple[Term, ...] = ()
    direction: int = 0
    superlative: int = 0
    hours: int | None = None
    first_person: bool = False
    counted: tuple[str, ...] = ()
    """Stems of what is counted, after "how many"."""
    roles_known: bool = False
    """Whether the vocabulary has names of roles at all."""
    corrections: tuple[Correction, ...] = ()
    told: str = ""
    """The sentences before the question, which tell who asks and of what."""
    own_words: str = ""
    """The text before names or sentences said earlier were added to it in brackets."""
    spoken_of: tuple[tuple[str, float], ...] = ()
    """Documents that the talk before was about, each with how much nearer its passages count."""
    premise: bool = False
    """Whether it is a claim on which another question is built, to be checked and not to be answered at length."""

    @property
    def attribute(self) -> str | None:
        return self.attributes[0] if self.attributes else None

    @property
    def only_names(self) -> bool:
        """Whether nothing was read of a question of fact but the names in it."""
        return self.intent == "fact" and not (self.attributes or self.terms or self.start or self.goal)

    def with_added(self, said: str) -> Question:
        """The question with what was said before, to be searched for and weighed by too."""
        return replace(self, text=f"{self.text} ({said})")
