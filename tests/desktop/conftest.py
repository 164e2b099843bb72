"""What every test of the window stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def application(qapp: Any) -> Any:
    """Qt's application, whichever test is the first of a worker: no timer starts without it."""
    return qapp


@pytest.fixture
def closed(a_book: Any, a_contact: Any, the_book_itself: Any, tmp_path: Path) -> Path:
    """The file of a book with Anna Baran, which nobody has open."""
    with the_book_itself():
        a_book(a_contact("Anna Baran")).close()
    return tmp_path / "office.cdk"
