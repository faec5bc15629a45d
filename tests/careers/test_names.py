"""Names are found by whole terms, in any inflection, and never inside another name."""

from __future__ import annotations

import pytest

from advisor.careers.names import NameIndex, singular

NAMES = [
    *("Python", "R", "C", "C++", "C#", "Go", "Java", "JavaScript", "React", "SQL", ".NET", "Node.js", "k8s"),
    *("Security+", "security", "CI/CD", "threat modelling", "model registries", "Inspect", "ART", "Spark"),
    *("risk assessment", "data pipelines", "programme management"),
]
INDEX = NameIndex({n: n for n in NAMES}, frozenset({"inspect", "art"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JavaScript and SQL", ["JavaScript", "SQL"]),
        ("Java, React", ["Java", "React"]),
        ("C/C++ and C#", ["C", "C++", "C#"]),
        ("C++", ["C++"]),
        ("R, Python", ["R", "Python"]),
        ("R&D lead", []),
        ("R-squared", []),
        ("I go to work", []),
        ("services in Go", ["Go"]),
        ("a go-to person", []),
        ("Security+ and security", ["Security+", "security"]),
        ("NoSQL", []),
        ("T-SQL", ["SQL"]),
        ("CI/CD with k8s", ["CI/CD", "k8s"]),
        ("threat modeling, threat models", ["threat modelling", "threat modelling"]),
        ("a model registry", ["model registries"]),
        ("program management", ["programme management"]),
        ("inspect the logs, state of the art", []),
        ("Inspect and ART", ["Inspect", "ART"]),
        ("replaced spark plugs", []),
        ("python3, spark", ["Python", "Spark"]),
        ("net income; .NET services", [".NET"]),
        ("Node.js.", ["Node.js"]),
        ("data. Pipelines", []),
        ("", []),
    ],
)
def test_found_names(text: str, expected: list[str]) -> None:
    found = INDEX.find(text)
    assert [f.name for f in found] == expected
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in found)


def test_the_longest_name_wins_and_spans_are_exact() -> None:
    index = NameIndex({"data": "d", "data scientist": "s"})
    text = "Two data scientists read data."
    assert [(f.key, f.span.of(text)) for f in index.find(text)] == [("s", "data scientists"), ("d", "data")]


def test_lookup_is_of_the_whole_text() -> None:
    assert INDEX.lookup("risk assessments") is not None
    assert INDEX.lookup("a risk assessment course") is None
    assert INDEX.lookup("") is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [("skills", "skill"), ("policies", "policy"), ("devops", "devops"), ("analysis", "analysis"), ("aws", "aws")],
)
def test_singular(word: str, expected: str) -> None:
    assert singular(word) == expected
