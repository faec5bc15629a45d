"""Run a command, and measure its wall clock and the most memory it held at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` by the clock, `processor_seconds` over all cores; `megabytes` (10^6 bytes) is the peak resident size;
    `result` is the last line written, read as JSON."""

    seconds: float
    processor_seconds: float
    megabytes: float
    result: dict[str, Any]


# A process inherits the peak of the one that starts it, so it is started by one that holds next to nothing.
_STARTER = """
import json, os, sys, time
begun = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ), 0)
seconds = time.perf_counter() - begun
with open(sys.argv[1], "w") as told:
    json.dump([os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss], told)
"""


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. Raises RuntimeError, with what it wrote, where it fails."""
    settings = {**os.environ, "HF_HUB_OFFLINE": "1", **(environment or {})}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "usage.json"
        starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(report), *command]
        ended = subprocess.run(starter, capture_output=True, text=True, env=settings, check=False)
        if not report.is_file():
            raise RuntimeError(f"{' '.join(command)} could not be started:\n{ended.stderr[-2000:]}")
        status, seconds, processor, peak = json.loads(report.read_text())
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {status}:\n{ended.stderr[-2000:]}")
    lines = ended.stdout.strip().splitlines()
    unit = 1 if sys.platform == "darwin" else 1024
    last = lines[-1] if lines else ""
    return Run(seconds, processor, peak * unit / 1e6, json.loads(last) if last.startswith("{") else {})
