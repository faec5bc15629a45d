"""Every command's help, and the commands that only read."""

from __future__ import annotations

import io
import json
import socket

import click
import pytest

from advisor.cli.app import COMMANDS, cli
from advisor.cli.serve import bound
from advisor.errors import AdvisorError, UsageError
from advisor.types import Filters


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


@pytest.mark.parametrize("path", [(), *commands()], ids=lambda p: " ".join(p) or "advisor")
def test_every_help_says_what_it_does_with_an_example(run, path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.status == 0
    assert "Example" in result.out
    assert f"  advisor {' '.join(path)}".rstrip() in result.out
    assert all(len(line) <= 100 for line in result.out.splitlines())


def test_the_list_of_commands(run) -> None:
    out = run().out or run("--help").out
    for name in COMMANDS:
        assert f"\n  {name} " in out


def test_version(run) -> None:
    from advisor import __version__

    assert run("--version").out == f"advisor {__version__}\n"


def test_search_as_json(run, fake, hit) -> None:
    fake.hits = [hit(1), hit(2)]
    found = json.loads(run("search", "how far", "--k", "1", "--kind", "role", "--document", "bees", "--json").out)
    assert fake.asked == [("how far", (1, Filters(("role",), ("bees",))))]
    assert found == [
        {
            "rank": 1,
            "document_id": "bees",
            "title": "Keeping bees",
            "kind": "document",
            "section": ["Flight"],
            "start": 0,
            "end": 41,
            "text": "Bees fly up to three kilometres for food.",
            "context": None,
            "dense_rank": 1,
            "lexical_rank": None,
        }
    ]


def test_search_for_people(run, fake, hit) -> None:
    fake.hits = [hit(1)]
    out = run("search", "how far").out
    assert "1. Keeping bees › Flight" in out
    assert "bees 0–41 · dense rank 1, lexical rank –" in out
    fake.hits = []
    assert run("search", "how far").out == "Nothing was found.\n"
    assert json.loads(run("search", "how far", "--json").out) == []


@pytest.mark.parametrize("k", ["0", "-3", "many"])
def test_search_refuses_a_number_that_cannot_be(run, fake, k: str) -> None:
    result = run("search", "how far", "--k", k)
    assert result.status == 2
    assert "--k" in result.err


def test_sources(run, fake) -> None:
    result = run("sources")
    assert result.out == "document (1)\n  Keeping bees · 2023  bees\nrole (1)\n  Keeper  trades/keeper\n"
    assert "2 documents; the newest facts are of 2023" in result.err
    listed = json.loads(run("sources", "--kind", "role", "--json").out)
    assert [(d["id"], d["kind"], d["as_of"]) for d in listed] == [("trades/keeper", "role", None)]


def test_chat_remembers_until_told_otherwise(run, fake, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "How far do bees fly?",
        "",
        "And wasps?",
        "/new",
        "And now?",
        "/help",
        "/nothing",
        "/sources",
        "/quit",
        "No?",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    result = run("chat")
    assert result.status == 0
    assert [q for q, _ in fake.asked] == ["How far do bees fly?", "And wasps?", "And now?"]
    assert [len(h) for _, h in fake.asked] == [0, 2, 0]
    assert [t.role for t in fake.asked[1][1]] == ["user", "assistant"]
    assert "There is no command /nothing." in result.out
    assert "Keeping bees" in result.out


def test_chat_goes_on_after_a_question_it_cannot_use(run, fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("???\nHow far?\n"))
    result = run("chat")
    assert result.status == 0
    assert "no letter or digit" in result.err
    assert [q for q, _ in fake.asked] == ["How far?"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run, shell: str) -> None:
    out = run("completion", shell).out
    assert "_ADVISOR_COMPLETE" in out
    assert "%" not in out.splitlines()[0]


def test_a_taken_port_is_told_before_anything_is_loaded(run, fake) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.status == 1
    assert f"Port {port} on 127.0.0.1 is taken" in result.err
    assert f"advisor serve --port {port + 1}" in result.err
    assert fake.built == 0


def test_an_address_of_another_machine_and_a_port_that_listens() -> None:
    with pytest.raises(UsageError, match=r"192\.0\.2\.1 is no address of this machine"):
        bound("192.0.2.1", 0)
    with bound("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0
        with pytest.raises(AdvisorError, match="taken"):
            bound("127.0.0.1", listener.getsockname()[1])


def test_ingest_refuses_what_is_no_folder(run, tmp_path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# A\n\nText.\n", encoding="utf-8")
    result = run("ingest", str(file))
    assert result.status == 2
    assert "is a file; name the folder that holds it" in result.err
    result = run("ingest", str(tmp_path / "missing"))
    assert result.status == 2
    assert "does not exist" in result.err


def test_corpus_check_and_stats(run, tiny_corpus) -> None:
    assert "role" in run("corpus", "stats", str(tiny_corpus)).out
    (tiny_corpus / "broken.md").write_text("---\ntitle: [\n---\nText.\n", encoding="utf-8")
    result = run("corpus", "check", str(tiny_corpus), "--only", "broken")
    assert result.status == 1
    assert result.out.startswith("broken.md:")
    rows = json.loads(run("corpus", "check", str(tiny_corpus), "--only", "broken", "--json").out)
    assert rows[0]["severity"] == "error"
    assert run("corpus", "check", str(tiny_corpus / "nothing")).status == 2
