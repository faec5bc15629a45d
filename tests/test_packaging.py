"""What is built and declared: the wheel carries the corpus and the prompts and works on its own; every package that
the code imports is a declared dependency; the pins are plain."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from advisor import Advisor, Settings
from advisor.index.library import index_folder

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(*requirements: str) -> set[str]:
    found = [_NAME.match(r) for r in requirements]
    return {_normal(m[0]) for m in found if m}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what is in the checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_the_corpus_and_the_prompts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("corpus", "prompts"):
        shipped = {p.relative_to(ROOT / folder).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        missing = {f for f in shipped if f"advisor/_data/{folder}/{f}" not in names}
        assert not missing, f"{folder}: {sorted(missing)[:5]}"
        assert shipped
    for module in ("advisor/py.typed", "advisor/cli/app.py", "ui/app.py", "evals/__init__.py"):
        assert module in names
    pages = {p.relative_to(ROOT).as_posix() for p in (ROOT / "ui").rglob("*") if p.suffix in {".js", ".css", ".woff2"}}
    assert pages <= names
    top = {n.split("/")[0] for n in names}
    assert {t for t in top if not t.endswith(".dist-info")} == {"advisor", "ui", "evals"}
    assert any(n.endswith(".dist-info/licenses/LICENSE") for n in names)


def test_an_installed_wheel_answers(wheel: Path, tmp_path: Path, home: Path, shipped_advisor: Advisor) -> None:
    """In an empty environment; the dependencies are this one's, or with ADVISOR_SLOW=1 installed from the pins.

    Its corpus lies elsewhere than the checkout's. The index starts from the checkout's, so that what was embedded
    once is not embedded again; with ADVISOR_SLOW=1 it starts from nothing.
    """
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    whole = os.environ.get("ADVISOR_SLOW") == "1"
    options = ["--constraint", str(ROOT / "constraints.txt")] if whole else ["--no-deps"]
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--no-compile", *options, str(wheel)], check=True, timeout=900
    )
    if not whole:
        packages = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")

        own = Settings(home=home, corpus=Path(packages) / "advisor" / "_data" / "corpus")
        shutil.copytree(index_folder(shipped_advisor.settings), index_folder(own))

    def run(*arguments: str) -> str:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run(
            [folder / "bin" / "advisor", *arguments],
            cwd=tmp_path,
            env=environment | {"ADVISOR_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    listed = json.loads(run("sources", "--json"))
    assert len(listed) >= 10
    role = next(d for d in listed if d["kind"] == "role")
    reply = json.loads(run("ask", f"What does a {role['title']} do?", "--json"))
    assert reply["kind"] in {"answer", "partial"}
    assert reply["citations"]
    doctor = json.loads(run("doctor", "--json"))
    corpus = Path(doctor["settings"]["corpus"])
    assert corpus.parts[-3:] == ("advisor", "_data", "corpus")
    assert corpus.is_relative_to(folder)
    assert [c for c in doctor["checks"] if c["status"] == "fail"] == []


def test_every_imported_package_is_declared() -> None:
    """Packages come from `dependencies`; what an extra brings is imported inside functions only."""
    distributions = packages_distributions()
    declared = _declared(*PROJECT["dependencies"])
    optional = _declared(*(r for extra in PROJECT["optional-dependencies"].values() for r in extra))
    wrong = []
    for folder in ("advisor", "ui", "evals"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for name, line, lazy in _top_level_names(path):
                if name in sys.stdlib_module_names or name in {"advisor", "ui", "evals", "scripts"}:
                    continue
                owners = {_normal(d) for d in distributions.get(name, [name])}
                if not owners & declared and not (lazy and owners & optional):
                    wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}, of {', '.join(sorted(owners))}")
    assert not wrong, "\n".join(wrong)


def _top_level_names(path: Path) -> list[tuple[str, int, bool]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(n) for n in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(a.name.split(".")[0], node.lineno, id(node) not in top) for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append((node.module.split(".")[0], node.lineno, id(node) not in top))
    return found


def test_the_pins_are_plain_and_cover_every_dependency() -> None:
    lines = [x for x in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)
    assert lines == sorted(lines, key=str.lower)
    pinned = {_normal(line.partition("==")[0]) for line in lines}
    optional = (r for extra in PROJECT["optional-dependencies"].values() for r in extra)
    wanted = _declared(*PROJECT["dependencies"], *optional) - {"career-path-advisor"}
    assert wanted <= pinned, f"run make constraints: {sorted(wanted - pinned)}"
    assert "torch==2.13.0" in lines
    assert "torch==2.13.0" in PROJECT["dependencies"]


def test_the_installed_packages_are_the_pinned_ones() -> None:
    """Says so where an environment has drifted from constraints.txt, since that changes what the tests mean."""
    from importlib.metadata import PackageNotFoundError, version

    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    drifted = []
    for name in sorted(_declared(*PROJECT["dependencies"])):
        pinned = next(v for k, v in pins.items() if _normal(k) == name)
        try:
            installed = version(name).partition("+")[0]
        except PackageNotFoundError:
            installed = "missing"
        if installed != pinned:
            drifted.append(f"{name} is {installed}, pinned to {pinned}")
    assert not drifted, "; ".join(drifted)
