"""The shape of the package, read from its imports: they run downward, vendors stay in their rooms, and what is
public is small. The order is the one in docs/architecture.md."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import advisor

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "advisor"

# A room may import from its own layer and from those above it in this list.
LAYERS = (
    ("types", "errors", "text", "settings"),
    ("reply", "spelling", "prompting", "budget", "tracing"),
    ("ingest", "index", "careers", "vocabulary"),
    ("retrieval", "resume", "chat_model"),
    ("answering",),
    ("conversation", "following", "library"),
    ("chain",),
    ("assembly",),
    ("doctor",),
    ("cli", "__main__"),
)
DEPTH = {room: depth for depth, layer in enumerate(LAYERS) for room in layer}
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "gradio",
    "langchain",
    "langchain_core",
    "onnx",
    "onnxruntime",
    "numpy",
)


@dataclass(frozen=True)
class Import:
    """One imported module: where, whether at import time, and whether only for a type checker."""

    path: Path
    line: int
    module: str
    lazy: bool
    typing_only: bool

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.module}"


def imports_of(path: Path) -> Iterator[Import]:
    yield from _walk(path, ast.parse(path.read_text(encoding="utf-8")), lazy=False, typing_only=False)


def _walk(path: Path, node: ast.AST, lazy: bool, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        guarded = typing_only or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(path, child.lineno, alias.name, inside, guarded)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{path.relative_to(ROOT)}:{child.lineno}: relative import; write it out"
            for alias in child.names:
                yield Import(path, child.lineno, f"{child.module}.{alias.name}", inside, guarded)
        yield from _walk(path, child, inside, guarded)


def modules(folder: str = "advisor") -> list[Path]:
    return sorted(p for p in (ROOT / folder).rglob("*.py") if "_data" not in p.parts)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def all_imports() -> list[Import]:
    return [i for path in modules() for i in imports_of(path)]


def test_every_room_has_its_place() -> None:
    unknown = {room(p) for p in modules()} - DEPTH.keys() - {"__init__"}
    assert not unknown, f"put {sorted(unknown)} into LAYERS, and into docs/architecture.md"


def test_imports_run_downward() -> None:
    wrong = []
    for found in all_imports():
        parts = found.module.split(".")
        here = room(found.path)
        if parts[0] != "advisor" or len(parts) < 2 or parts[1] not in DEPTH or here == "__init__":
            continue
        if DEPTH[parts[1]] > DEPTH[here]:
            wrong.append(str(found))
    assert not wrong, "\n".join(wrong)


def test_the_package_knows_neither_its_pages_nor_its_evaluation() -> None:
    wrong = [
        str(found)
        for found in all_imports()
        if found.module.split(".")[0] in {"ui", "evals", "tests", "scripts"}
        # `advisor serve` opens the pages; it fetches them when it is called, and nothing else may.
        and not (room(found.path) == "cli" and found.lazy and found.module.startswith("ui."))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("vendor", "home"),
    [
        pytest.param("chromadb", "advisor/index/chroma.py", id="chroma"),
        pytest.param("onnxruntime", "advisor/index", id="onnxruntime"),
        pytest.param("torch", "advisor/index", id="torch"),
        pytest.param("sentence_transformers", "advisor/index", id="sentence-transformers"),
        pytest.param("gradio", "ui", id="gradio"),
        pytest.param("click", "advisor/cli", id="click"),
        pytest.param("rich", "advisor/cli", id="rich"),
    ],
)
def test_a_vendor_is_imported_in_its_room_only(vendor: str, home: str) -> None:
    wrong = [
        str(found)
        for folder in ("advisor", "ui")
        for path in modules(folder)
        for found in imports_of(path)
        if found.module.split(".")[0] == vendor
        and not (path.relative_to(ROOT).as_posix() == home or path.is_relative_to(ROOT / home))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_needs_itself_to_be_imported() -> None:
    names = {_name(path): path for path in modules()}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for name, path in names.items():
        for found in imports_of(path):
            if not (found.lazy or found.typing_only):
                target = found.module if found.module in names else found.module.rpartition(".")[0]
                if target in names and target != name:
                    graph[name].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def _name(path: Path) -> str:
    dotted = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return dotted.removesuffix(".__init__")


def test_the_public_surface() -> None:
    assert advisor.__all__ == sorted(advisor.__all__)
    assert set(advisor.__all__) == {
        "Advisor",
        "AdvisorError",
        "Citation",
        "Document",
        "Hit",
        "Reply",
        "Settings",
        "Span",
        "Statement",
        "build_advisor",
    }
    for name in advisor.__all__:
        assert getattr(advisor, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_here"):
        advisor.nothing_here  # noqa: B018


def loaded_after(code: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after running `code`."""
    script = f"{code}\nimport sys\nprint('LOADED', *(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import advisor") == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"from advisor.cli import main\nassert main({arguments!r}) == 0"
    assert loaded_after(code) == set()


def test_the_check_notices_a_forbidden_import(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import chromadb\ndef f():\n    from ui.app import build\n", encoding="utf-8")
    found = list(imports_of(bad))
    assert [(i.module, i.lazy) for i in found] == [("chromadb", False), ("ui.app.build", True)]
