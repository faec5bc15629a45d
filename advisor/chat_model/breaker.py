"""A circuit breaker: after several failures in a row the model is left alone for a while, then tried once."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock


class Breaker:
    """Safe to use from several threads. `clock` gives seconds and never goes back."""

    def __init__(self, failures: int = 3, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._opened: float | None = None

    def allows(self) -> bool:
        """Whether a call may be made. While the breaker is open, one call is let through each time the rest is over."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < self._seconds:
                return False
            self._opened = self._clock()  # the others go on waiting until this one has come back
            return True

    def wait(self) -> float:
        """Seconds until a call may be made."""
        with self._lock:
            return 0.0 if self._opened is None else max(0.0, self._seconds - (self._clock() - self._opened))

    def succeeded(self) -> None:
        with self._lock:
            self._failed, self._opened = 0, None

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            if self._failed >= self._most:
                self._opened = self._clock()
