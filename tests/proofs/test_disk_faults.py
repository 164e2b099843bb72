"""The short form of the proof with a bad disk; the long one is tests/proofs/disk_faults.py."""

from __future__ import annotations

import bad_disk
import disk_faults
import pytest


@pytest.mark.timeout(300)
def test_whatever_call_fails_a_save_is_whole_or_refused_in_words() -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be bad here: {why}")
    tally = disk_faults.prove(disk_faults.Asked(short=True, full=50), tell=lambda _line: None)
    assert tally.violations == []
    assert tally.faults["edit, input/output error"] > 50  # each call of a save
    assert tally.full_disks == 50


@pytest.mark.timeout(300)
def test_an_opening_that_met_a_bad_disk_calls_no_whole_book_damaged() -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be bad here: {why}")
    asked = disk_faults.Asked(full=0, only="open", ways="for good")
    tally = disk_faults.prove(asked, tell=lambda _line: None)
    assert tally.violations == []
    assert tally.faults["open, for good"] > 100
