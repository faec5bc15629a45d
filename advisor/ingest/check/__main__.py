"""`python -m advisor.ingest.check [--stats | --write-readme] [--errors] DIR`: exit status 0, 1 or 2 (unusable)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.ingest.check import check_corpus, corpus_stats
from advisor.ingest.check.stats import write_readme


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a finding, then a summary. 1 where a finding is an error."""
    parser = argparse.ArgumentParser(prog="python -m advisor.ingest.check", description="Check a corpus of documents.")
    parser.add_argument("folder", type=Path, help="folder of the documents")
    parser.add_argument("--only", default="", metavar="TEXT", help="show findings of paths that contain TEXT")
    parser.add_argument("--errors", action="store_true", help="leave warnings out")
    parser.add_argument("--ease", action="store_true", help="print the reading ease of each document")
    parser.add_argument("--stats", action="store_true", help="print the table of counts instead")
    parser.add_argument("--write-readme", action="store_true", help="write that table into the folder's README.md")
    options = parser.parse_args(arguments)
    try:
        if options.stats:
            print(corpus_stats(options.folder))
            return 0
        if options.write_readme:
            print(write_readme(options.folder))
            return 0
        report = check_corpus(options.folder)
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    shown = [f for f in (report.errors if options.errors else report.findings) if options.only in f.path]
    for finding in shown:
        print(finding)
    if options.ease:
        for ease in sorted(report.ease, key=lambda e: e.score):
            print(f"{ease.score:6.1f}  {ease.path}")
    print(report.summary(), file=sys.stderr)
    return 1 if any(f.severity == "error" for f in shown) else 0


if __name__ == "__main__":
    sys.exit(main())
