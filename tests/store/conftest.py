"""Books for the store's tests."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.store import mounts

ROOT = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"


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


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says that all of the test's folder lies on a file system of this kind."""
    info = tmp_path / "mountinfo"
    monkeypatch.setattr(mounts, "MOUNTINFO", info)

    def mount(kind: str, options: str = "rw", source: str = "//files/office") -> None:
        point = os.path.realpath(tmp_path)
        info.write_text(f"{ROOT}9 1 0:9 / {point} rw - {kind} {source} {options}\n")

    mount("ext4")
    return mount
