"""What every test can rely on: no network, no telemetry, a home of its own, a small made-up corpus.

The corpus (tests/data/tiny) is about lighthouses, bridges and bees, and not about the field of the shipped corpus:
what works only there shows here. Two things are slow to make, so they are kept in `.pytest_cache` between runs and made
anew under CI=true: the exported model, which every home shares, and the index of the shipped corpus.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from advisor import Advisor, Settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
for _name in [n for n in os.environ if n.startswith("ADVISOR_") and n not in {"ADVISOR_CHROMIUM", "ADVISOR_SLOW"}]:
    del os.environ[_name]  # a developer's own settings must not change what the tests see

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
_LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")


class NetworkBlocked(RuntimeError):
    """A test, or what it tests, reached for another host."""


def _check(address: Any) -> None:
    if not isinstance(address, tuple) or not address:  # a path: Unix sockets stay on this machine
        return
    host = str(address[0])
    if not host.startswith(_LOOPBACK):
        raise NetworkBlocked(f"connection to {host!r}: tests may use the loopback addresses only")


def _is_number(host: str) -> bool:
    """Whether a host is written as an address, so that nobody is asked for it."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


@pytest.fixture(autouse=True, scope="session")
def block_network() -> Iterator[None]:
    """Connections and name look-ups beyond loopback raise NetworkBlocked, in every thread of the test process."""
    connect, connect_ex, sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto
    getaddrinfo = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        _check(rest[-1])
        return sendto(self, data, *rest)

    def guarded_getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_number(name):
            _check((name,))
        return getaddrinfo(host, *rest, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket.socket, "sendto", guarded_sendto)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that outlives a run: exported models, and the index of the shipped corpus."""
    if os.environ.get("CI") == "true":
        return tmp_path_factory.mktemp("cache-home")
    folder = ROOT / ".pytest_cache" / "advisor-home"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory, cache_home: Path) -> Path:
    """The home of this session, in which `built_advisor` lives."""
    folder = tmp_path_factory.mktemp("advisor-home")
    _share_models(cache_home, folder)
    return folder


def _share_models(source: Path, home: Path) -> None:
    (source / "models").mkdir(exist_ok=True)
    (home / "models").symlink_to(source / "models", target_is_directory=True)


@pytest.fixture(autouse=True)
def isolated_home(session_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that reads its settings from the environment gets this session's home, never the developer's."""
    monkeypatch.setenv("ADVISOR_HOME", str(session_home))


@pytest.fixture
def home(tmp_path: Path, cache_home: Path) -> Path:
    """An empty home that shares the exported models by a link, so that no test exports again."""
    folder = tmp_path / "home"
    folder.mkdir()
    _share_models(cache_home, folder)
    return folder


@pytest.fixture
def tiny_corpus(tmp_path: Path) -> Path:
    """A copy of the small made-up corpus that the test may change."""
    return Path(shutil.copytree(DATA / "tiny", tmp_path / "tiny"))


@pytest.fixture
def settings(home: Path, tiny_corpus: Path) -> Settings:
    """Settings on a fresh home and a fresh copy of the small corpus."""
    from advisor import Settings

    return Settings(home=home, corpus=tiny_corpus)


@pytest.fixture(scope="session")
def built_advisor(session_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    """An advisor over the small corpus, built once. Tests may ask it anything, and must not change its corpus."""
    from advisor import Settings, build_advisor

    corpus = shutil.copytree(DATA / "tiny", tmp_path_factory.mktemp("corpus") / "tiny")
    with build_advisor(Settings(home=session_home, corpus=Path(corpus))) as advisor:
        yield advisor


@pytest.fixture(scope="session")
def garden_advisor(session_home: Path) -> Iterator[Advisor]:
    """An advisor over tests/data/gardens: roles with a glossary, transitions and tables of figures. Built once."""
    from advisor import Settings, build_advisor

    with build_advisor(Settings(home=session_home, corpus=DATA / "gardens")) as advisor:
        yield advisor


@pytest.fixture(scope="session")
def shipped_advisor(cache_home: Path) -> Iterator[Advisor]:
    """An advisor over the shipped corpus. Its index is brought up to date once a session; making it takes a minute."""
    from advisor import Settings, build_advisor
    from advisor.errors import IndexUnusable
    from advisor.index.library import open_index

    settings = Settings(home=cache_home, lock_timeout=900)
    try:
        with open_index(settings, create=True) as index:
            index.vectors.count()
    except IndexUnusable:  # kept from a run with another splitter or another form of the index
        open_index(settings, rebuild=True).close()
    with build_advisor(settings) as advisor:
        yield advisor


def _find_chromium() -> str | None:
    path = ROOT / "scripts" / "chromium.py"
    spec = importlib.util.spec_from_file_location("advisor_scripts_chromium", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.find()
    return None if found is None else str(found)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Without one the test is skipped by name; under CI=true that is a failure."""
    path = _find_chromium()
    if path is None:
        message = "no Chromium was found: set ADVISOR_CHROMIUM, install the package `chromium`, or run `make test`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("slow") and os.environ.get("ADVISOR_SLOW") != "1":
            item.add_marker(pytest.mark.skip(reason="slow: set ADVISOR_SLOW=1 to run it"))
