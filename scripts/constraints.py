"""Writes constraints.txt: the exact version of every package that any extra installs.

All extras are installed into a new environment, its packages are listed, and the list replaces the file. Lines are
plain `name==version`: no addresses, no editable lines, no local build labels (`torch==2.13.0+cpu`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("dev", "bench", "openai", "anthropic", "google", "mistral", "ollama", "trace")
_HEAD = """\
# Versions that the project is tested with, every extra included. Written by `make constraints`.
"""
_LINE = re.compile(r"([A-Za-z0-9][\w.-]*)==([^\s+;@]+)(?:\+[\w.]+)?")


def pins(freeze: str) -> list[str]:
    """`name==version` lines of a `pip freeze`, sorted; the project itself and pip's own tools are left out."""
    found = [m for m in map(_LINE.fullmatch, freeze.splitlines()) if m]
    kept = [m for m in found if m[1].lower() not in {"career-path-advisor", "pip", "setuptools", "wheel"}]
    return sorted((f"{m[1]}=={m[2]}" for m in kept), key=str.lower)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        target = f"{ROOT}[{','.join(EXTRAS)}]"
        subprocess.run([python, "-m", "pip", "install", "--quiet", target], check=True)
        freeze = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    lines = pins(freeze)
    (ROOT / "constraints.txt").write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"constraints.txt holds {len(lines)} packages")


if __name__ == "__main__":
    main()
