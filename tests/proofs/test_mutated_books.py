"""The short form of the proof with damaged files; the long one is tests/proofs/mutated_books.py."""

from __future__ import annotations

import mutated_books
import pytest


@pytest.mark.timeout(300)
def test_of_damaged_files_is_read_what_can_be_and_no_byte_is_changed() -> None:
    tally = mutated_books.prove(files=range(500), backups=250, tell=lambda _line: None)
    assert tally.violations == []
    assert tally.refused > 50
    assert tally.opened > 50
    assert tally.found == tally.backups == 250
