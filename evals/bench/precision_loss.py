"""What int8 costs: how far its vectors and its rankings are from those of fp32.

    python -m evals.bench.precision_loss [--corpus DIR] [--questions FILE] [--home DIR]

Passages are the chunks of the corpus, as they are embedded; questions are the `question` of each line of the file.
The rankings are those of exact search over all passages, so that nothing but the vectors differs.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.index.embedder import build_embedder
from advisor.ingest.difference import bibliography_of
from advisor.ingest.loader import load
from advisor.ingest.scan import scan
from advisor.ingest.splitter import embedding_text, split
from advisor.settings import Settings, shipped

SUITE = Path(__file__).parent.parent / "suites" / "retrieval.jsonl"
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Loss:
    """`overlap` is the mean share of fp32's ten nearest passages that int8 has among its ten; `first` how often the
    nearest one is the same. `speed` is int8's passages for each second of processor time over fp32's."""

    passages: int
    questions: int
    cosine_mean: float
    cosine_least: float
    overlap: float
    first: float
    speed: float


def loss(full: tuple[Vectors, Vectors], small: tuple[Vectors, Vectors], speed: float) -> Loss:
    """Compare (passages, questions) as vectors of unit length in each precision."""
    cosines = np.concatenate([(a * b).sum(axis=1) for a, b in zip(full, small, strict=True)])
    nearest = [np.argsort(-(questions @ passages.T), axis=1)[:, :10] for passages, questions in (full, small)]
    shared = [len(set(a) & set(b)) / len(a) for a, b in zip(*nearest, strict=True)]
    return Loss(
        len(full[0]),
        len(full[1]),
        float(cosines.mean()),
        float(cosines.min()),
        float(np.mean(shared)),
        float(np.mean(nearest[0][:, 0] == nearest[1][:, 0])),
        speed,
    )


def measured(corpus: Path, questions: Sequence[str], home: Path) -> Loss:
    vectors: dict[str, tuple[Vectors, Vectors]] = {}
    seconds: dict[str, float] = {}
    for precision in ("fp32", "int8"):
        settings = Settings(home=home, embedding_precision=precision)  # type: ignore[arg-type]
        embedder = build_embedder(settings)
        bibliography = bibliography_of(corpus)
        documents = [load(source.path, source.id, bibliography) for source in scan(corpus).sources]
        texts = [embedding_text(c) for d in documents for c in split(d, embedder, settings.chunk_tokens)]
        begun = time.process_time()
        passages = embedder.embed(texts)
        seconds[precision] = time.process_time() - begun
        vectors[precision] = (passages, embedder.embed(questions))
    return loss(vectors["fp32"], vectors["int8"], seconds["fp32"] / seconds["int8"])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=shipped("corpus"))
    parser.add_argument("--questions", type=Path, default=SUITE)
    parser.add_argument("--home", type=Path, help="keeps the exported models between runs")
    options = parser.parse_args()
    lines = options.questions.read_text("utf-8").splitlines()
    with tempfile.TemporaryDirectory() as temporary:
        found = measured(
            options.corpus, [json.loads(line)["question"] for line in lines], options.home or Path(temporary)
        )
    print(f"{found.passages} passages, {found.questions} questions")
    print(f"cosine to fp32: mean {found.cosine_mean:.4f}, least {found.cosine_least:.4f}")
    print(f"ten nearest passages shared: {found.overlap:.1%}; nearest the same: {found.first:.1%}")
    print(f"passages for each second of processor time: {found.speed:.2f} times those of fp32")


if __name__ == "__main__":
    main()
