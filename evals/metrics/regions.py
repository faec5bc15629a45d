"""Characters of documents as sets: what the span metrics count with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Region:
    """The half-open range [start, end) of characters of a document."""

    document_id: str
    start: int
    end: int


def merged(regions: Iterable[Region]) -> dict[str, list[tuple[int, int]]]:
    """Disjoint ranges in order, by document. Empty and reversed ranges hold no character."""
    found: dict[str, list[tuple[int, int]]] = {}
    for region in sorted(regions):
        if region.end <= region.start:
            continue
        ranges = found.setdefault(region.document_id, [])
        if ranges and region.start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], region.end))
        else:
            ranges.append((region.start, region.end))
    return found


def size(ranges: Mapping[str, list[tuple[int, int]]]) -> int:
    """Characters in merged ranges."""
    return sum(end - start for of_document in ranges.values() for start, end in of_document)


def shared(a: Iterable[Region], b: Iterable[Region]) -> int:
    """Characters that stand in both."""
    left, right = merged(a), merged(b)
    return size(left) + size(right) - size(merged([*_regions(left), *_regions(right)]))


def count(regions: Iterable[Region]) -> int:
    """Characters in the union of the regions."""
    return size(merged(regions))


def _regions(ranges: Mapping[str, list[tuple[int, int]]]) -> list[Region]:
    return [Region(d, start, end) for d, of_document in ranges.items() for start, end in of_document]
