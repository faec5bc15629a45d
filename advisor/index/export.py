"""Write an ONNX graph of a sentence-transformers model: transformer, pooling and normalisation in one, and beside the
text's vector those of its tokens.

Runs once for each model, in a process of its own (`python -m advisor.index.export`), so that torch and transformers
never enter the process that serves. The graph is compared with the model before it is kept.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from advisor.errors import ModelError
from advisor.index.models import ModelFiles

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

GRAPH, INT8_GRAPH, TOKENIZER, CARD = "model.onnx", "model.int8.onnx", "tokenizer.json", "card.json"
_OPSET = 17
_OTHER_BACKEND = "Set ADVISOR_EMBEDDING_BACKEND=sentence-transformers to use this model."
_PROBES = ("Short.", "A sentence of middling length, with a number: 42%.", "long " * 300, "", "Ünïcode – 漢字 🙂")


def export(files: ModelFiles, target: Path, precision: str) -> None:
    """Write graph, tokenizer and card of `files` into the existing folder `target`.

    Raises ModelError where the model is of a kind whose graph would not compute the same.
    """
    from advisor.index.sentence_transformer import dimension_of, load_model

    model = load_model(files, attn_implementation="eager")
    pooling = _pooling(model)
    inputs = _write_graph(model, pooling, target / GRAPH)
    _write_tokenizer(model, target / TOKENIZER)
    card = {
        "model": files.name,
        "model_hash": files.hash,
        "dimension": dimension_of(model),
        "max_tokens": int(model.max_seq_length or 0),
        "pooling": pooling,
        "inputs": inputs,
        "pad_id": int(model.tokenizer.pad_token_id or 0),
    }
    (target / CARD).write_text(json.dumps(card, indent=1), "utf-8")
    _compare(model, target)
    if precision == "int8":
        _quantise(target)


def _pooling(model: SentenceTransformer) -> str:
    """`mean` or `cls`. Anything else the model does after its transformer is refused."""
    modules: list[Any] = list(model)
    names = [type(m).__name__ for m in modules]
    if names not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise ModelError(f"A model made of {' + '.join(names)} has no ONNX export here. {_OTHER_BACKEND}")
    mode = modules[1].get_config_dict().get("pooling_mode")
    if isinstance(mode, list | tuple) and len(mode) == 1:
        mode = mode[0]
    if mode not in {"mean", "cls"}:
        raise ModelError(f"Pooling by {mode!r} has no ONNX export here (mean and cls have). {_OTHER_BACKEND}")
    return str(mode)


def _write_graph(model: SentenceTransformer, pooling: str, path: Path) -> list[str]:
    import torch

    class Graph(torch.nn.Module):
        def __init__(self, transformer: torch.nn.Module, names: list[str]) -> None:
            super().__init__()
            self.transformer = transformer
            self.names = names

        def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
            named = dict(zip(self.names, inputs, strict=True))
            hidden: Tensor = self.transformer(**named).last_hidden_state
            if pooling == "cls":
                pooled = hidden[:, 0]
            else:
                mask = named["attention_mask"].unsqueeze(-1).to(hidden.dtype)
                pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, p=2.0, dim=1), hidden

    # Two lengths in the example, so that the mask is not folded away as all ones.
    texts = ["one text", "another text, longer than the first"]
    example = model.tokenizer(texts, padding=True, return_tensors="pt")
    names: list[str] = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in example]
    axes: dict[str, dict[int, str]] = {n: {0: "batch", 1: "tokens"} for n in names}
    first: Any = model[0]
    graph = Graph(first.auto_model, names).eval()
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecation and tracing notes
        torch.onnx.export(
            graph,
            tuple(example[n] for n in names),
            str(path),
            input_names=names,
            output_names=["embedding", "tokens"],
            dynamic_axes={**axes, "embedding": {0: "batch"}, "tokens": {0: "batch", 1: "tokens"}},
            opset_version=_OPSET,
            dynamo=False,
        )
    return names


def _write_tokenizer(model: SentenceTransformer, path: Path) -> None:
    backend: Any = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ModelError(f"The tokenizer of this model has no fast form. {_OTHER_BACKEND}")
    backend.no_padding()
    backend.no_truncation()
    backend.save(str(path))


def _compare(model: SentenceTransformer, target: Path) -> None:
    from advisor.index.onnx import Graph

    expected = model.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    cosine = float(np.sum(np.asarray(expected) * Graph(target).embed(_PROBES), axis=1).min())
    if not cosine >= 0.9999:
        raise ModelError(f"The exported graph differs from the model (cosine {cosine:.4f}). {_OTHER_BACKEND}")


def _quantise(target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Seven bits: without VNNI, sums of products of eight-bit numbers saturate.
    quantize_dynamic(
        target / GRAPH,
        target / INT8_GRAPH,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )
    (target / GRAPH).unlink()


def main(arguments: list[str]) -> int:
    """`python -m advisor.index.export NAME FOLDER HASH DEFAULT TARGET PRECISION`; a ModelError goes to stderr."""
    name, folder, digest, default, target, precision = arguments
    logging.disable(logging.WARNING)
    try:
        export(ModelFiles(name, Path(folder), digest, default == "1"), Path(target), precision)
    except ModelError as error:
        print(f"ModelError: {error}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
