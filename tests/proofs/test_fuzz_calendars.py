"""The short form of the calendars' fuzzing; the long one is `tests/proofs/fuzz_calendars.py`."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def test_no_damaged_calendar_harms_a_reader_or_a_writer(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location(
        "fuzz_calendars", Path(__file__).with_name("fuzz_calendars.py")
    )
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(proof)
    figures = proof.fuzz(200, 3, tmp_path, tmp_path)
    assert (figures["raised"], figures["lost"], figures["faults"]) == (0, 0, {})
