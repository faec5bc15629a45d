"""The plans shown in docs/plans are those that the program makes today."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def test_the_sample_plans_are_current() -> None:
    path = Path(__file__).parent.parent / "scripts" / "plans.py"
    spec = importlib.util.spec_from_file_location("advisor_scripts_plans", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [n for n, text in module.pages().items() if (module.FOLDER / n).read_text(encoding="utf-8") != text]
    assert stale == [], "run: python scripts/plans.py"
