"""The short form of the proof with eight processes; the long one is a program of its own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path


def test_processes_on_one_book_lose_no_save() -> None:
    spec = importlib.util.spec_from_file_location(
        "eight_processes", Path(__file__).with_name("eight_processes.py")
    )
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    sys.modules["eight_processes"] = proof
    spec.loader.exec_module(proof)
    tally = proof.prove(processes=8, seconds=6.0, tell=lambda _line: None)
    assert [said for said in tally.violations if "took longer" not in said] == []
    assert (tally.lost, tally.given_up) == (0, 0)
