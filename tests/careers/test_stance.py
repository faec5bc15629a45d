"""Had, had in part, wished for or lacking: what the words around a skill say."""

from __future__ import annotations

import pytest

from advisor.careers.stance import stance
from advisor.types import Span


def of(text: str, name: str) -> str:
    start = text.index(name)
    return stance(text, Span(start, start + len(name)))


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("5 years of Python, Terraform, some PyTorch", "Python", "full"),
        ("5 years of Python, Terraform, some PyTorch", "Terraform", "full"),
        ("5 years of Python, Terraform, some PyTorch", "PyTorch", "some"),
        ("no experience with Terraform", "Terraform", "none"),
        ("no hands-on experience working with Terraform or Helm", "Helm", "none"),
        ("No Terraform, 5 years of Python", "Python", "full"),
        ("No Terraform, 5 years of Python", "Terraform", "none"),
        ("No Terraform but Python", "Python", "full"),
        ("Python. No Terraform", "Python", "full"),
        ("not only Python but also Go", "Go", "full"),
        ("I no longer use Perl but wrote Perl for years", "Perl", "full"),
        ("Terraform: none, Python: expert", "Terraform", "none"),
        ("Terraform: none, Python: expert", "Python", "full"),
        ("Go (basic), Rust (rusty)", "Go", "some"),
        ("a developer who has never used Java", "developer", "full"),
        ("I want to learn Rust", "Rust", "wish"),
        ("learning Rust", "Rust", "some"),
        ("everything except Rust", "Rust", "none"),
        ("I recruited Java developers", "Java", "none"),
        ("I hired and coached analysts who write Java", "Java", "full"),
        ("Kubernetes is next on my list", "Kubernetes", "wish"),
        ("I haven’t used Kubernetes", "Kubernetes", "none"),
        ("Experience:\nNo gaps\nKubernetes", "Kubernetes", "full"),
    ],
)
def test_stance(text: str, name: str, expected: str) -> None:
    assert of(text, name) == expected
