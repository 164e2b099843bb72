"""What every test of the window stands on."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def application(qapp: Any) -> Any:
    """Qt's application, whichever test is the first of a worker: no timer starts without it."""
    return qapp
