"""The circuit breaker, with a clock that the test turns."""

from __future__ import annotations

from advisor.chat_model.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_opens_after_failures_in_a_row_and_closes_after_a_success() -> None:
    clock = Clock()
    breaker = Breaker(3, 60.0, clock)
    for _ in range(2):
        breaker.failed()
    assert breaker.allows()
    breaker.succeeded()
    for _ in range(2):
        breaker.failed()
    assert breaker.allows(), "the count began anew"
    breaker.failed()
    assert not breaker.allows()
    assert breaker.wait() == 60.0
    clock.now = 59.0
    assert not breaker.allows()
    assert breaker.wait() == 1.0
    clock.now = 60.0
    assert breaker.allows(), "one call is let through"
    assert not breaker.allows(), "and only one"
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()


def test_a_failed_trial_opens_it_again() -> None:
    clock = Clock()
    breaker = Breaker(1, 10.0, clock)
    breaker.failed()
    clock.now = 10.0
    assert breaker.allows()
    breaker.failed()
    clock.now = 19.0
    assert not breaker.allows()
    clock.now = 20.0
    assert breaker.allows()
