"""Markdown links of one document: closed, with words to click on, and an address that can work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from advisor.ingest.check.report import Finding
from advisor.ingest.check.source import Source
from advisor.ingest.references import MARK

_OPEN = re.compile(r"(?<!\!)\[([^\]\n]*)\]\(([^)\n]*)(\)?)")
_WEB = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]\S*)?", re.I)


def check_links(source: Source) -> Iterator[Finding]:
    body = MARK.sub(lambda m: " " * len(m[0]), source.body)
    for match in _OPEN.finditer(body):
        problem = _problem(match, Path(source.document.source_path).parent)
        if problem:
            yield Finding(source.path, source.body_line(match.start()), "link", f"link {match[0]!r} {problem}")


def _problem(match: re.Match[str], folder: Path) -> str | None:
    words, target, closed = match[1].strip(), match[2].strip(), match[3]
    if not closed:
        return "is never closed. Add the `)`."
    if not words:
        return "has no words. Put what it points to between the brackets."
    address = re.sub(r'\s+"[^"]*"$', "", target).strip("<>")
    if not address or " " in address:
        return "has an empty or broken address. Write [words](https://…)."
    if re.match(r"https?:", address, re.I):
        return None if _WEB.fullmatch(address) else "has a malformed web address. Write https://host/path."
    if address.startswith(("#", "mailto:")):
        return None
    if re.match(r"[a-z][a-z0-9+.-]*:", address, re.I):
        return "uses a scheme that is not followed. Use https://."
    if not (folder / address.split("#")[0]).exists():
        return "points to a file that is not there. Mend the path."
    return None
