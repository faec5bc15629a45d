"""What a tutorial would have one write: split, embed, store and search a folder with LangChain's own parts.

    python baseline_langchain.py CORPUS MODEL [QUESTION]

Prints one JSON line: documents, characters, chunks, the seconds of each stage since the start, and the times of 50
searches. Needs the extra `bench`. Nothing of this package is imported, so that nothing of it is measured.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
SEARCHES = 50


def main(corpus: str, model: str, question: str = "How do I move from DevSecOps to MLSecOps?") -> None:
    started = time.perf_counter()
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    imported = time.perf_counter()
    embeddings = HuggingFaceEmbeddings(model_name=model, model_kwargs={"device": "cpu"})
    loaded = time.perf_counter()
    paths = [p for p in sorted(Path(corpus).rglob("*")) if p.suffix in {".md", ".txt"}]
    documents = [Document(p.read_text("utf-8", "replace"), metadata={"source": str(p)}) for p in paths]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(documents)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = Chroma.from_documents(
            chunks, embeddings, persist_directory=folder, collection_metadata={"hnsw:space": "cosine"}
        )
        indexed = time.perf_counter()
        store.similarity_search(question, k=4)
        first = time.perf_counter()
        times = []
        for number in range(SEARCHES):
            begun = time.perf_counter()
            store.similarity_search(f"{question} {number}", k=4)
            times.append((time.perf_counter() - begun) * 1000)
    result = {
        "documents": len(documents),
        "characters": sum(len(d.page_content) for d in documents),
        "chunks": len(chunks),
        "import_s": imported - started,
        "load_s": loaded - imported,
        "index_s": indexed - loaded,
        "cold_to_first_answer_s": first - started,
        "query_p50_ms": statistics.median(times),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
