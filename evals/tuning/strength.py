"""The weights of `answering.sufficiency` fitted anew: how strongly must a passage meet a question to answer it?

    python -m evals.tuning

Every question of the tuning sets, and of the tuning part of the golden suites, is put to the line with a composer that
writes nothing down but what it is given. Where a question of one part comes as far as the strength of its passages, the
best passage that is on the subject and tells of the attribute stands in the table that the logistic regression is
fitted on. The figures are printed beside those in the code; the code is changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from advisor.answering.composer import Brief
from advisor.answering.evidence import Library, gather, score
from advisor.answering.sufficiency import NEAR, SURE, WEIGHTS, features, strength, telling, unanswerable, unheard_of
from advisor.assembly import build_advisor, limits_of
from advisor.chain import Line, turns
from advisor.settings import Settings
from advisor.text import fold
from advisor.types import Draft
from evals.cases import GOLDEN, Case, chosen, load_cases, suite_path
from evals.metrics.fact_coverage import fact_coverage

FOLDER = Path(__file__).resolve().parent
LIBRARIES = {"shipped": None, **{n: FOLDER / f"{n}_corpus" for n in ("prose", "plain", "harbour", "garden")}}
"""The library that each file of questions is about; None for the shipped one."""
NAMES = tuple(name for name in WEIGHTS if name != "none")
BINS = tuple(sorted({0.0, 0.05, 0.1, NEAR, 0.2, 0.25, 0.3, SURE, 0.45, 0.55, 1.01}))
_WHOLE = frozenset({"transition", "plan", "comparison", "ranking"})
"""Intents that rest on documents, tables or sides rather than on one passage."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question that came as far as the strength of its passages. `values` are the features of the best passage in
    the order of `NAMES`; `strength` is the highest of any; `held`: the best three passages state every fact."""

    library: str
    question: str
    answerable: bool
    values: tuple[float, ...]
    strength: float
    held: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by the names of `WEIGHTS`, and the area under the ROC curve on the questions left out in turn."""

    weights: dict[str, float]
    auc: float


class Recorder:
    """A composer that keeps its brief and writes nothing."""

    name = "recorder"

    def __init__(self) -> None:
        self.brief: Brief | None = None

    def compose(self, brief: Brief) -> Iterator[Draft]:
        self.brief = brief
        yield Draft()


def questions(library: str) -> list[Case]:
    """The tuning questions about a library; for the shipped one also the tuning part of the golden suites."""
    found, rows = load_cases(FOLDER / f"{library}.jsonl")
    if rows.problems:
        raise ValueError(f"{library}.jsonl: {rows.problems[0]}")
    if LIBRARIES[library] is None:
        found += [c for suite in GOLDEN for c in chosen(load_cases(suite_path(suite))[0], "tuning")]
    return found


def weighed(case: Case, brief: Brief, library: Library, name: str) -> Weighed | None:
    """The row of a question, judged as `sufficiency.judge` does; None where something other than strength decides."""
    if len(brief.parts) != 1:
        return None
    question = brief.parts[0].question
    if question.intent in _WHOLE or unanswerable(question):
        return None
    ranked = score(question, gather(question, brief.hits, library), library)
    told = telling(question, ranked)
    if not told or unheard_of(question, ranked, library.everyday) or "other" in {told[0].place, told[0].period}:
        return None
    best = features(question, told[0])
    texts = "\n".join(s.passage.words for s in told[:3])
    return Weighed(
        name,
        fold(brief.question),
        case.expect == "answer",
        tuple(best[name] for name in NAMES),
        max(strength(question, s) for s in told),
        case.expect == "answer" and fact_coverage(texts, case.facts) == 1.0,
    )


def gathered(library: str, settings: Settings) -> Iterator[Weighed | None]:
    """A row for each question about a library."""
    corpus = LIBRARIES[library] or settings.corpus
    with build_advisor(settings.model_copy(update={"corpus": corpus, "chat_model": None})) as advisor:
        recorder = Recorder()
        line = Line(advisor.library, recorder, limits_of(settings))
        for case in questions(library):
            line.ask(case.question, turns([{"role": r, "content": c} for r, c in case.history]))
            assert recorder.brief is not None
            yield weighed(case, recorder.brief, advisor.library, library)


def fit(rows: Sequence[Weighed], folds: int = 6) -> Fit:
    """Logistic regression, both classes of equal weight; the same question never stands on both sides of a fold."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    table = [r.values for r in rows]
    answerable = [r.answerable for r in rows]
    model = LogisticRegression(C=3, class_weight="balanced", max_iter=1000)
    groups = [r.question for r in rows]
    left_out = cross_val_predict(model, table, answerable, groups=groups, cv=GroupKFold(folds), method="predict_proba")
    model.fit(table, answerable)
    weights = dict(zip(NAMES, map(float, model.coef_[0]), strict=True))
    return Fit({**weights, "none": float(model.intercept_[0])}, float(roc_auc_score(answerable, left_out[:, 1])))


def report(asked: int, rows: Sequence[Weighed]) -> str:
    """The fit beside the code's weights, and how questions fall by strength, as Markdown."""
    fitted = fit(rows)
    answerable = sum(r.answerable for r in rows)
    lines = [
        f"{asked} questions asked; {len(rows)} decided by strength: {answerable} answerable, "
        f"{len(rows) - answerable} unanswerable. AUC on questions left out in turn: {fitted.auc:.3f}",
        "\n| library | answerable | unanswerable | AUC of the weights in the code |\n| --- | ---: | ---: | ---: |",
        *(_separated(name, [r for r in rows if name in {"all", r.library}]) for name in (*LIBRARIES, "all")),
        "\n| weight | in the code | fitted |\n| --- | ---: | ---: |",
        *(f"| {name} | {WEIGHTS[name]:.1f} | {fitted.weights[name]:.2f} |" for name in WEIGHTS),
        "\n| strength | answerable | of them with all facts in the best three passages | unanswerable |"
        "\n| --- | ---: | ---: | ---: |",
    ]
    for low, high in pairwise(BINS):
        found = [r for r in rows if low <= r.strength < high]
        able = sum(r.answerable for r in found)
        held = sum(r.held for r in found)
        lines.append(f"| {low:.2f} to {min(high, 1.0):.2f} | {able} | {held} | {len(found) - able} |")
    return "\n".join(lines)


def _separated(name: str, rows: Sequence[Weighed]) -> str:
    from sklearn.metrics import roc_auc_score

    answerable = [r.answerable for r in rows]
    able, unable = sum(answerable), len(rows) - sum(answerable)
    told = f"{roc_auc_score(answerable, [r.strength for r in rows]):.3f}" if able and unable else "–"
    return f"| {name} | {able} | {unable} | {told} |"


def main() -> None:
    settings = Settings()  # type: ignore[call-arg]
    found = [row for library in LIBRARIES for row in gathered(library, settings)]
    print(report(len(found), [row for row in found if row is not None]))
