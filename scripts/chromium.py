"""Finds the browser that the browser tests and the screenshots drive, and installs one where that is possible.

    python scripts/chromium.py             print its path; exit status 1 where there is none
    python scripts/chromium.py --install   the same, after trying to install one; always exit status 0

Looked for in this order: ADVISOR_CHROMIUM, Chromium or Chrome on PATH, the browsers that Playwright downloaded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_INSIDE = (
    "chrome-linux*/chrome",
    "chrome-linux*/headless_shell",
    "chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac*/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "chrome-headless-shell-linux*/chrome-headless-shell",
    "chrome-headless-shell-mac*/chrome-headless-shell",
)


def find() -> str | None:
    """Path of a Chromium, or None. A path given in ADVISOR_CHROMIUM is taken as it is, and must exist."""
    given = os.environ.get("ADVISOR_CHROMIUM")
    if given:
        return given if Path(given).is_file() else None
    for name in _NAMES:
        path = shutil.which(name) or (f"/usr/bin/{name}" if Path(f"/usr/bin/{name}").is_file() else None)
        if path:
            return path
    return _from_playwright()


def _from_playwright() -> str | None:
    roots = [
        Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"),
        Path.home() / "Library/Caches/ms-playwright",
    ]
    for root in roots:
        for folder in sorted(root.glob("chromium*"), reverse=True):
            for pattern in _INSIDE:
                for path in sorted(folder.glob(pattern)):
                    return str(path)
    return None


def install() -> None:
    """Try Debian's package, then Playwright's own download. A failure is told, not raised."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing Chromium with apt-get for the browser tests", file=sys.stderr)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            done = subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
            if done.returncode:
                print(f"apt-get {command[0]} ended with status {done.returncode}", file=sys.stderr)
        if find():
            return
    print("Downloading Playwright's Chromium for the browser tests", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        print("the download took longer than ten minutes and was stopped", file=sys.stderr)


def main(arguments: list[str]) -> int:
    wanted = "--install" in arguments
    given = os.environ.get("ADVISOR_CHROMIUM")
    if wanted and not given and find() is None:
        install()
    path = find()
    if path:
        print(path if not wanted else f"Browser tests use {path}")
        return 0
    if given:
        print(f"ADVISOR_CHROMIUM is {given}, which is no file. Give the path of a Chromium.", file=sys.stderr)
    else:
        print(
            "No Chromium was found; the browser tests are skipped. Set ADVISOR_CHROMIUM to run them.", file=sys.stderr
        )
    return 0 if wanted else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
