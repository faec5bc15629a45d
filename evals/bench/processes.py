"""Run a command, and measure its wall clock and the most memory it held at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` by the clock, `processor_seconds` over all cores; `megabytes` (10^6 bytes) is the peak resident size;
    `result` is the last line written, read as JSON."""

    seconds: float
    processor_seconds: float
    megabytes: float
    result: dict[str, Any]


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end. Raises RuntimeError, with what it wrote, where it fails."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as told:
        begun = time.perf_counter()
        settings = {**os.environ, "HF_HUB_OFFLINE": "1", **(environment or {})}
        process = subprocess.Popen(command, stdout=out, stderr=told, text=True, env=settings)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        told.seek(0)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{told.read()[-2000:]}")
        lines = out.read().strip().splitlines()
    unit = 1 if sys.platform == "darwin" else 1024
    last = lines[-1] if lines else ""
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, usage.ru_maxrss * unit / 1e6, json.loads(last) if last.startswith("{") else {})
