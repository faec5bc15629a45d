"""`glossary.yaml`: the one list of labels of a corpus, by category, with their aliases.

    roles:
      security analyst: [SOC analyst, SOC]
    skills:
      infrastructure as code: [IaC, Terraform]

The file is optional. Labels keep their spelling; lookups fold case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from advisor.errors import DocumentError

FILE_NAME = "glossary.yaml"


@dataclass(frozen=True)
class Glossary:
    """Labels by category, in the order of the file; each label with its aliases."""

    categories: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.categories)

    @staticmethod
    def read(folder: Path) -> Glossary:
        """The glossary of a corpus folder; an empty one where there is no file.

        Raises DocumentError where the file is not `category: {label: [aliases]}`.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            return Glossary()
        try:
            loaded = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            where = f", line {mark.line + 1}" if mark else ""
            raise DocumentError(
                f"{path}{where} is not valid YAML. Mend that line; quote labels with a colon."
            ) from error
        if not isinstance(loaded, dict) or not all(isinstance(v, dict) for v in loaded.values()):
            raise DocumentError(f"{path} must be `category:` with lines `label: [alias, alias]` below it.")
        return Glossary({str(c): {str(k): _aliases(v) for k, v in labels.items()} for c, labels in loaded.items()})

    def label(self, term: str, categories: Iterable[str] = ()) -> str | None:
        """The label that a term is, or is an alias of, in any of the categories (all where none is named)."""
        wanted = term.strip().casefold()
        chosen = list(categories) or list(self.categories)
        for category in chosen:
            for label in self.categories.get(category, {}):
                if label.casefold() == wanted:
                    return label
        for category in chosen:
            for label, aliases in self.categories.get(category, {}).items():
                if any(a.casefold() == wanted for a in aliases):
                    return label
        return None

    def is_label(self, term: str, categories: Iterable[str] = ()) -> bool:
        """Whether a term is a label itself, not merely an alias."""
        found = self.label(term, categories)
        return found is not None and found.casefold() == term.strip().casefold()

    def labels(self, categories: Iterable[str] = ()) -> list[str]:
        chosen = list(categories) or list(self.categories)
        return [label for c in chosen for label in self.categories.get(c, {})]

    def names(self, categories: Iterable[str] = ()) -> list[str]:
        """Labels and aliases together."""
        chosen = list(categories) or list(self.categories)
        return [n for c in chosen for label, aliases in self.categories.get(c, {}).items() for n in (label, *aliases)]


def _aliases(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else (str(value),)
