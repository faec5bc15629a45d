"""The second tier: judges behind one interface, asked several times, never part of a gate."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import Settings
from advisor.chat_model.building import build_chat_model
from advisor.errors import UsageError
from evals.gate import DEFAULT
from evals.judges import ChatJudge, NliJudge, VerifierJudge, build_judge, opinion, read_support
from evals.models import Scripted
from evals.scoring import ground
from evals.verifying import Verifier


class Wavering:
    """Answers from a list, over and over."""

    name = "wavering"

    def __init__(self, *answers: float | None) -> None:
        self.answers, self.asked = answers, 0

    def judge(self, claim: str, contexts: Sequence[str]) -> float | None:
        self.asked += 1
        return self.answers[(self.asked - 1) % len(self.answers)]


def test_an_opinion_is_a_mean_with_its_spread() -> None:
    told = opinion(Wavering(0.2, 0.4, None, 0.6), "claim", ["context"], 4)
    assert told.mean == pytest.approx(0.4)
    assert told.spread == pytest.approx(0.2)  # deviations -0.2, 0, 0.2: sqrt((0.04 + 0 + 0.04) / 2)
    assert told.failed == 1
    assert opinion(Wavering(0.7), "claim", [], 1).spread == 0
    assert opinion(Wavering(None), "claim", [], 2).mean is None
    with pytest.raises(ValueError, match="asked 0 times"):
        opinion(Wavering(0.7), "claim", [], 0)


@pytest.mark.parametrize(
    ("answer", "support"),
    [
        ('{"support": 0.75}', 0.75),
        ('Here you are: {"support": 1}', 1.0),
        ('{"other": 1} {"support": 0}', 0.0),
        ('{"support": 7}', None),
        ('{"support": true}', None),
        ('{"support": "high"}', None),
        ("0.9", None),
        ("{broken}", None),
        ("", None),
    ],
)
def test_only_a_number_from_0_to_1_counts(answer: str, support: float | None) -> None:
    assert read_support(answer) == support


def writing(text: str) -> ChatJudge:
    def writes(_: object) -> Iterator[str]:
        yield text

    return ChatJudge(build_chat_model(Settings(chat_model=None), Scripted(writes=writes)))


def test_a_chat_model_judges_by_its_number() -> None:
    assert writing('{"support": 0.25}').judge("claim", ["context"]) == 0.25
    assert writing("I would rather not say.").judge("claim", ["context"]) is None
    assert writing("").judge("claim", ["context"]) is None


def test_an_nli_model_takes_the_context_that_entails_best() -> None:
    seen: list[Any] = []

    def predict(pairs: list[tuple[str, str]]) -> list[list[float]]:
        seen.extend(pairs)
        return [[0.1, 0.8, 0.1], [0.7, 0.2, 0.1]]

    judge = NliJudge("nli:x", predict, entailment=1)
    assert judge.judge("claim", ["a", "b"]) == 0.8
    assert seen == [("a", "claim"), ("b", "claim")]
    assert judge.judge("claim", []) == 0


def test_the_verifier_is_a_judge_too() -> None:
    judge = VerifierJudge(Verifier())
    assert judge.judge("It is 40 metres long.", ["It is 40 metres long."]) == 1


@pytest.mark.parametrize("name", ["", "oracle", "nli:", "chat:", "chat:openai"])
def test_an_unknown_judge_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="There is no judge"):
        build_judge(name, Settings(), Verifier())


def test_ground_tells_both_opinions_and_how_often_they_agree(tmp_path: Path) -> None:
    pairs = [
        {"context": "It is 40 metres long.", "claim": "It is 40 metres long.", "supported": True},
        {"context": "It is 40 metres long.", "claim": "It is 50 metres long.", "supported": False},
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, pairs)))
    rows: list[Any] = []
    head = ground(tmp_path / "p.jsonl", Verifier(), rows.append, judge=Wavering(0.8, 0.6, 0.9, 0.7), runs=2)
    assert [r["judge"]["mean"] for r in rows] == pytest.approx([0.7, 0.8])
    assert head["judge"]["agreement"] == 1 / 2  # the second pair is refused by the verifier alone
    assert head["judge"]["grounding"]["all"]["auroc"] == 0
    assert head["judge"]["failed_answers"] == 0
    assert rows[0]["score"] == 1


def test_no_threshold_rests_on_a_second_judge() -> None:
    profiles = yaml.safe_load(DEFAULT.read_text("utf-8"))
    assert not any("judge" in where for bounds in profiles.values() for where in bounds)


@pytest.mark.slow
def test_a_local_nli_model_is_loaded_from_its_folder(tmp_path: Path) -> None:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "it", "is", "long"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    labels = {0: "contradiction", 1: "entailment", 2: "neutral"}
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=1, intermediate_size=16,
        num_labels=3, id2label=labels, label2id={v: k for k, v in labels.items()},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    score = build_judge(f"nli:{tmp_path}", Settings(), Verifier()).judge("it is long", ["it is long", "long"])
    assert score is not None
    assert 0 < score < 1
    with pytest.raises(UsageError, match="cannot be loaded"):
        build_judge(f"nli:{tmp_path / 'nothing'}", Settings(), Verifier())
