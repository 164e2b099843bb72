"""Books for the store's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact


@pytest.fixture
def closed_book(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> Path:
    """A book with three contacts that nobody has open."""
    book = a_book(
        a_contact("Anna Nowak", phones=["+48501234567"], note="x" * 9_000),
        a_contact("Łucja Żak", nicknames=["Lusia"], emails=["l@b.example"]),
        a_contact("Baltica", kind="org"),
    )
    book.close()
    return tmp_path / "office.cdk"
