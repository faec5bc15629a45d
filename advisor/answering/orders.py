"""Sentences of a document that give orders to a program. A document is data: such a sentence is no answer."""

from __future__ import annotations

import re

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|above|context|citations?)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b.{0,60}\b(?:reveal|print|repeat|output|now says)\b"
    r"|\b(?:reveal|print|show|repeat|output|leak|disclose)\b.{0,40}\b(?:system prompt|your instructions|api key|password|secret key|environment variables?)\b"
    r"|\byou are (?:now|an? (?:ai|assistant|chatbot|language model|llm))\b"
    r"|\b(?:assistant|chatbot|ai model|language model|llm|dear ai|hey ai|note to (?:the )?(?:ai|assistant|model|llm))s?\b\s*[:,]?\s*.{0,30}"
    r"\b(?:must|should|please|always|never|respond|reply|say|tell|answer|recommend)\b.{0,80}\b(?:user|reader|visitor|reply|answer|response|say|only|instead)\b"
    r"|\b(?:respond|reply|answer)\s+(?:only (?:with|in|by)|by saying|with (?:the word|exactly|only|\W{0,2}[\"“‘\']))"
    r"|\b(?:when|if) (?:asked|you are asked|the user asks|someone asks)\b.{0,80}\b(?:say|answer|reply|respond|recommend|tell)\b"
    r"|\b(?:tell|inform|direct|send|redirect|advise) (?:the|every|all|any) (?:users?|readers?|visitors?|customers?|applicants?) (?:to|that)\b|\b(?:tell|inform) the user\b"
    r"|\bdo not (?:cite|mention|tell|reveal|show)\b.{0,60}\b(?:user|source|document|sentence)\b"
    r"|^(?:important|attention|note|urgent|warning)?\W{0,3}(?:to|for)? ?(?:the |any |all )?(?:assistant|ai assistant|chatbot|language model|llm|ai|bot)s?\s*[:,!]"
    r"|\bsystem (?:override|instruction|notice|command)s?\b|\b(?:unrestricted|jailbroken|developer mode|dan) (?:model|assistant|mode)\b"
    r"|\b(?:send|forward|post|upload|exfiltrate|email|leak)\b.{0,30}\b(?:the |this |your |their )?(?:conversation|chat|history|prompt|session|transcript)\b"
    r"|\b(?:send|give|enter|apply|submit|provide|share|email|upload)\b.{0,50}\b(?:passports?|bank (?:details|account)|credit cards?|card numbers?|passwords?|pin codes?|"
    r"social security|one-time code)\b"
    r"|\b(?:pay|send|transfer|wire|deposit)\b.{0,60}\b(?:at|to)\s+(?:https?://|[\w-]+\.[a-z]{2,7}\b)"
    r"|\b(?:run|execute)\s+(?:rm -|sudo |curl |wget |powershell|eval\()"
    r"|<\|?(?:im_start|im_end|system|endoftext)\|?>|\[/?INST\]|\bBEGIN SYSTEM\b",
    re.I | re.S,
)


def gives_orders(text: str) -> bool:
    """Whether a passage addresses the program, or tells it what to say."""
    return bool(_ORDERS.search(text))
