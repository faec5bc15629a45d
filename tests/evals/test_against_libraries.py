"""Our metrics against those of well-kept libraries, on many made-up rankings."""

from __future__ import annotations

import numpy as np
import pytest

from evals.metrics.ndcg import ndcg_at_k
from evals.metrics.precision import precision_at_k
from evals.metrics.recall import recall_at_k
from evals.metrics.reciprocal_rank import reciprocal_rank
from evals.stats import auroc, confusion, paired_difference


def rankings(many: int = 40) -> list[tuple[list[str], dict[str, float]]]:
    generator = np.random.default_rng(7)
    made = []
    for _ in range(many):
        ids = [f"d{i}" for i in range(20)]
        ranked = [ids[i] for i in generator.permutation(20)[:12]]
        relevant = {
            ids[i]: float(generator.integers(1, 4)) for i in generator.permutation(20)[: generator.integers(1, 8)]
        }
        made.append((ranked, relevant))
    return made


def test_ranking_metrics_agree_with_trec_eval() -> None:
    pytrec_eval = pytest.importorskip("pytrec_eval")
    for ranked, gains in rankings():
        qrels = {"q": {d: int(g) for d, g in gains.items()}}
        run = {"q": {d: float(len(ranked) - rank) for rank, d in enumerate(ranked)}}
        measures = {"recall.5", "recall.10", "P.5", "recip_rank", "ndcg_cut.10"}
        theirs = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(run)["q"]
        assert recall_at_k(ranked, gains, 5) == pytest.approx(theirs["recall_5"])
        assert recall_at_k(ranked, gains, 10) == pytest.approx(theirs["recall_10"])
        assert precision_at_k(ranked, gains, 5) == pytest.approx(theirs["P_5"])
        assert reciprocal_rank(ranked, gains) == pytest.approx(theirs["recip_rank"])
        assert ndcg_at_k(ranked, gains, 10) == pytest.approx(theirs["ndcg_cut_10"])


def test_ndcg_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    for ranked, gains in rankings():
        ids = [f"d{i}" for i in range(20)]
        scores = [float(len(ranked) - ranked.index(d)) if d in ranked else 0.0 for d in ids]
        full = [*ranked, *(d for d in ids if d not in ranked)]  # scikit-learn ranks everything there is
        theirs = metrics.ndcg_score([[gains.get(d, 0.0) for d in full]], [[float(20 - i) for i in range(20)]], k=12)
        assert ndcg_at_k(ranked, gains, 12) == pytest.approx(theirs)
        assert len(scores) == 20


def test_auroc_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    generator = np.random.default_rng(3)
    real = generator.integers(0, 2, 300).astype(bool)
    scores = np.round(generator.random(300) * 0.7 + 0.3 * real, 1)  # many ties
    assert auroc(list(scores), list(real)) == pytest.approx(metrics.roc_auc_score(real, scores))
    tn, fp, fn, tp = metrics.confusion_matrix(real, scores >= 0.5).ravel()
    ours = confusion(list(scores), list(real), 0.5)
    assert (ours.true_negative, ours.false_positive, ours.false_negative, ours.true_positive) == (tn, fp, fn, tp)
    assert ours.balanced_accuracy == pytest.approx(metrics.balanced_accuracy_score(real, scores >= 0.5))


def test_the_paired_bootstrap_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    generator = np.random.default_rng(5)
    a = generator.random(80)
    b = a + generator.normal(0.05, 0.2, 80)
    ours = paired_difference(list(a), list(b))
    theirs = stats.bootstrap(
        (b - a,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.01)
