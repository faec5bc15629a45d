"""A running server over the fake advisor, on a free port, in a thread of the test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.fake import FakeAdvisor
from tests.ui.running import Running, running


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(FakeAdvisor(home=tmp_path_factory.mktemp("home"))) as server:
        yield server
