"""The chat model behind a small interface: text pieces in, failures of one kind out, whoever the provider is."""

from advisor.chat_model.building import build_chat_model, check_chat_model
from advisor.chat_model.calling import ChatModel, End, Piece, Wait

__all__ = ["ChatModel", "End", "Piece", "Wait", "build_chat_model", "check_chat_model"]
