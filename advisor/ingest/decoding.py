"""Bytes of a file to text: encoding detected, line ends made `\\n`, mojibake mended."""

from __future__ import annotations

import codecs

from advisor.errors import DocumentError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str) -> str:
    """Text of a file's bytes.

    Raises DocumentError where the bytes are no text: a NUL byte without a byte-order mark, or no encoding that fits.
    """
    return _mend(_decoded(data, name).replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if b"\0" in data[:65536]:
        raise DocumentError(f"{name} is a binary file. Give Markdown (.md) or plain text (.txt).")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise DocumentError(f"{name}: no text encoding fits its bytes. Save the file as UTF-8.")
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError:
        return data.decode(best.encoding, "replace")


def _mend(text: str) -> str:
    """Undo text that was decoded with the wrong encoding once (`â€”` for `—`); everything else is left alone."""
    if text.isascii():
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    return "\n".join(fix_encoding(line) if is_bad(line) else line for line in text.split("\n"))
