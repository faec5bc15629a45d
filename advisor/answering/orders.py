"""Sentences of a document that give orders to a program. A document is data: such a sentence is no answer."""

from __future__ import annotations

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|above|context|citations?)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b.{0,60}\b(?:reveal|print|show|repeat|output|is|now)\b"
    r"|\b(?:reveal|print|show|repeat|output|leak|disclose)\b.{0,40}\b(?:system prompt|your instructions|api key|password|secret key|environment variables?)\b"
    r"|\byou are (?:now|an? (?:ai|assistant|chatbot|language model|llm))\b"
    r"|\b(?:assistant|chatbot|ai model|language model|llm|dear ai|hey ai|note to (?:the )?(?:ai|assistant|model|llm))s?\b\s*[:,]?\s*.{0,30}"
    r"\b(?:must|should|please|always|never|respond|reply|say|tell|answer|recommend)\b.{0,80}\b(?:user|reader|visitor|reply|answer|response|say|only|instead)\b"
    r"|\b(?:respond|reply|answer)\s+(?:only\s+)?(?:with|by saying|in)\b.{0,80}"
    r"|\b(?:when|if) (?:asked|you are asked|the user asks|someone asks)\b.{0,80}\b(?:say|answer|reply|respond|recommend|tell)\b"
    r"|\b(?:tell|inform|direct|send|redirect|advise) (?:the|every|all|any) (?:user|users|reader|readers|visitor|visitors|customer|applicant)s? to\b"
    r"|\bdo not (?:cite|mention|tell|reveal|show)\b.{0,60}\b(?:user|source|document|sentence)\b"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|\bBEGIN SYSTEM\b",
    re.I | re.S,
)


def gives_orders(text: str) -> bool:
    """Whether a passage addresses the program, or tells it what to say."""
    return bool(_ORDERS.search(text))
