"""A language model with random weights, served for real: it writes noise, and none of it may reach a reply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from advisor.assembly import Advisor
from advisor.reply import check
from tests.answering.fluent import DUTY, MOVE, SKILLS, line_with, settings_for
from tests.chat_model.server import Answer, ChatServer

WINDOW = 256  # tokens of the prompt that it reads
WRITES = 160  # tokens that it writes


class RandomModel:
    """A two-layer Llama that was never trained, over single bytes; it samples one token after another."""

    def __init__(self, seed: int) -> None:
        torch = pytest.importorskip("torch")
        transformers = pytest.importorskip("transformers")
        torch.manual_seed(seed)
        config = transformers.LlamaConfig(
            vocab_size=256,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=WINDOW + WRITES,
        )
        self._torch = torch
        self._model = transformers.LlamaForCausalLM(config).eval()

    def write(self, prompt: str) -> Iterator[str]:
        torch = self._torch
        tokens = list(prompt.encode())[-WINDOW:]
        cache = None
        with torch.inference_mode():
            fed = torch.tensor([tokens])
            for _ in range(WRITES):
                out = self._model(fed, past_key_values=cache, use_cache=True)
                cache = out.past_key_values
                token = int(torch.multinomial(out.logits[0, -1].softmax(-1), 1))
                fed = torch.tensor([[token]])
                yield bytes([token]).decode("latin-1")


@pytest.mark.parametrize("seed", [1, 2])
def test_noise_never_reaches_a_reply(server: ChatServer, built_advisor: Advisor, seed: int) -> None:
    model = RandomModel(seed)
    written: list[str] = []

    def script(request: dict[str, Any]) -> Answer:
        pieces = list(model.write(request["messages"][-1]["content"]))
        written.append("".join(pieces))
        return Answer(pieces)

    server.script = script
    line = line_with(built_advisor, settings_for(server, chat_timeout=30.0, chat_deadline=60.0))
    for question in (DUTY, MOVE, SKILLS):
        reply, offline = line.ask(question), built_advisor.ask(question)
        assert check(reply, line.library.document) == []
        assert reply.composer == "extractive"
        assert reply.statements == offline.statements
        assert dict(reply.debug)["fallback"] in {"unsupported", "empty", "refused"}
    assert len(set(written)) == 3
    assert all(len(text) == WRITES for text in written), "it was asked, and it wrote"
