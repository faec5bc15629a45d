"""Writes docs/plans: three plans made from the shipped library, so that a reader sees what to expect.

    python scripts/plans.py            write them again
    python scripts/plans.py --check    exit status 1 where they are not what the program makes today

Skills are matched by name alone here, so that the pages do not depend on a model.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "plans"
_START = date(2027, 1, 4)


def pages() -> dict[str, str]:
    """File name to text."""
    from advisor.careers.export import export_plan
    from advisor.careers.plan import PlanRequest, make_plan
    from advisor.careers.reading import read_catalog

    asked = {
        "devsecops-to-mlsecops.md": (
            PlanRequest("mlsecops", "devsecops", 6, have="5 years of Python, Terraform, some PyTorch", start=_START),
            "A written move: the library holds a guide to it.",
        ),
        "grc-to-ai-governance.md": (
            PlanRequest("AI governance", "GRC", 5, months=9, have="ISO 27001 audits, some GDPR", start=_START),
            "A written move in nine months at five hours a week, which do not hold everything.",
        ),
        "data-scientist-to-ai-red-teamer.md": (
            PlanRequest(
                "AI red teamer",
                "data scientist",
                10,
                have="Python, some pentesting, no experience with Terraform",
                skip_certifications=True,
                start=_START,
            ),
            "A composed move: no guide to it is written. Without certifications, as asked.",
        ),
    }
    catalog = read_catalog(ROOT / "corpus")
    made: dict[str, str] = {}
    for name, (request, words) in asked.items():
        text = export_plan(make_plan(request, catalog), "markdown").decode("utf-8")
        title, rest = text.split("\n", 1)
        made[name] = f"{title}\n\n{words} Made with:\n\n    {_command(request)}\n{rest}"
    listed = "\n".join(f"- [{made[name].split(chr(10))[0][2:]}]({name}): {words}" for name, (_, words) in asked.items())
    made["README.md"] = (
        "# Three plans\n\nMade from the shipped library by `python scripts/plans.py`. Every line ends in the number of "
        f"the passage that it rests on; a line without a number was computed and says how.\n\n{listed}\n"
    )
    return made


def _command(request: object) -> str:
    from advisor.careers.plan import PlanRequest

    assert isinstance(request, PlanRequest)
    parts = [
        f'advisor plan --from "{request.origin}" --to "{request.target}" --hours-per-week {request.hours_per_week:g}'
    ]
    if request.months:
        parts.append(f"--months {request.months:g}")
    if request.have:
        parts.append(f'--have "{request.have}"')
    if request.skip_certifications:
        parts.append("--skip-certifications")
    return " ".join([*parts, f"--start {_START}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or compare them."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(f"docs/plans/{name}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"Not what the program makes today: {', '.join(stale)}. Run: python scripts/plans.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
