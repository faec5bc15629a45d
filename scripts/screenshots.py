"""Takes the screenshots of the documentation: every view, light and dark, on a wide screen and on a phone.

    python scripts/screenshots.py [--out docs/screenshots] [VIEW ...]

Serves the shipped library on a free port, drives a Chromium with Playwright, and asks real questions. The files
are named `ask-light-wide.png` and so on.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from chromium import find  # noqa: E402

VIEWS = ("welcome", "ask", "source", "abstention", "pathways", "market", "library", "reader", "history")
SIZES = {"wide": {"width": 1280, "height": 800}, "narrow": {"width": 390, "height": 844}}
QUESTION = "How do I move from DevSecOps to MLSecOps?"
OUTSIDE = "What is the weather in Oslo?"
PATHS = {
    "pathways": "/pathways?from=roles/devsecops-engineer&to=roles/mlsecops-engineer&hours=6",
    "market": "/market",
    "library": "/library",
    "reader": "/library?doc=roles/mlsecops-engineer",
    "history": "/history",
}
READY = {
    "pathways": ".timeline",
    "market": ".chart",
    "library": ".doc-link",
    "reader": "#reader article",
    "history": ".card",
}
_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def served() -> Iterator[str]:
    """The address of an advisor that is served for as long as the block runs."""
    command = [
        sys.executable,
        "-c",
        "import sys; from advisor.cli import main; sys.exit(main())",
        "serve",
        "--port",
        "0",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        if address is None:
            raise SystemExit(f"the advisor was not served: {line!r}")
        yield address[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(timeout=20)


def prepare(page: Page, view: str) -> None:
    """Bring the view into the state that is worth a picture."""
    page.goto(PATHS.get(view, "/"), wait_until="domcontentloaded")
    page.wait_for_selector("html[data-ready]")
    if view in {"ask", "source", "abstention"}:
        box = page.get_by_test_id("textbox")
        box.fill(OUTSIDE if view == "abstention" else QUESTION)
        box.press("Enter")
        page.locator(".tools").wait_for()
        if view == "source":
            page.locator("a.cite").nth(1).click()
            page.locator("#source-body mark").first.wait_for()
    elif view in READY:
        page.locator(READY[view]).first.wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # transitions


def save(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours: the interface has few, and the files stay a third of the size."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def take(browser: Browser, address: str, views: list[str], out: Path) -> None:
    for scheme in ("light", "dark"):
        for name, size in SIZES.items():
            context = browser.new_context(
                base_url=address, viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
            )
            page = context.new_page()
            for view in views:
                prepare(page, view)
                path = out / f"{view}-{scheme}-{name}.png"
                save(page.screenshot(), path)
                print(path)
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("views", nargs="*", metavar="VIEW", help=", ".join(VIEWS))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    options = parser.parse_args()
    unknown = set(options.views) - set(VIEWS)
    if unknown:
        parser.error(f"no such view: {', '.join(sorted(unknown))}")
    chromium = find()
    if chromium is None:
        raise SystemExit("No Chromium was found. Set ADVISOR_CHROMIUM to one.")
    options.out.mkdir(parents=True, exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        take(browser, address, options.views or list(VIEWS), options.out)
        browser.close()


if __name__ == "__main__":
    main()
