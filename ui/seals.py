"""A seal on each answer, so that a conversation kept in the browser can be sent back without being believed blindly.

Conversations live with the person, not on the server. What comes back as "the assistant said" counts only with
the seal that this installation put on exactly those words; anything else is left out of the history.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path


class Seals:
    """HMAC-SHA256 with a secret of this installation, kept in `folder` so that it survives a restart.

    Without a folder, or where it cannot be written, the secret lasts as long as the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._secret = _kept_secret(folder) if folder else secrets.token_bytes(32)

    def seal(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:40]

    def holds(self, text: str, seal: object) -> bool:
        return isinstance(seal, str) and hmac.compare_digest(self.seal(text).encode(), seal.encode("utf-8", "replace"))


def _kept_secret(folder: Path) -> bytes:
    path = folder / "ui-secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_bytes()
        return kept if len(kept) == 32 else secrets.token_bytes(32)
    except OSError:
        return secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as file:
        secret = secrets.token_bytes(32)
        file.write(secret)
    return secret
