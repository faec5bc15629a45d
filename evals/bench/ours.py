"""The same stages with this package, each in the process that runs this file: `python -m evals.bench.ours STAGE …`.

    index HOME CORPUS PRECISION             make the index of a folder in a home that holds none yet
    serve HOME CORPUS PRECISION QUESTION    open it, search 50 times, then answer

Prints one JSON line. The exported model must lie in HOME already: it is made once for each model, not for each index.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

SEARCHES = 50


def index(home: str, corpus: str, precision: str) -> dict[str, float]:
    from advisor.index.library import open_index
    from advisor.ingest.sync import sync
    from advisor.settings import Settings

    settings = Settings(home=Path(home), corpus=Path(corpus), embedding_precision=precision)  # type: ignore[arg-type]
    with open_index(settings, create=True) as opened:
        begun = time.perf_counter()
        report = sync(settings.corpus, opened)
        seconds = time.perf_counter() - begun
        return {"documents": report.added, "chunks": opened.store.chunk_count(), "index_s": seconds}


def serve(home: str, corpus: str, precision: str, question: str) -> dict[str, float]:
    from advisor import Settings, build_advisor

    settings = Settings(home=Path(home), corpus=Path(corpus), embedding_precision=precision)  # type: ignore[arg-type]
    with build_advisor(settings) as advisor:
        advisor.search(question, k=4)
        times = []
        for number in range(SEARCHES):
            begun = time.perf_counter()
            advisor.search(f"{question} {number}", k=4)
            times.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        advisor.ask(question)
        answer = (time.perf_counter() - begun) * 1000
    return {"query_p50_ms": statistics.median(times), "ask_ms": answer}


if __name__ == "__main__":
    stage, *arguments = sys.argv[1:]
    print(json.dumps(index(*arguments) if stage == "index" else serve(*arguments)))
