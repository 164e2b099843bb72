"""The short form of the kill -9 proof; the long one is `python tests/proofs/kill_import.py`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("before", [50, 0])  # an empty book makes its indexes at the end
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads Linux's list of processes")
def test_a_killed_import_leaves_all_of_it_or_nothing(before: int) -> None:
    spec = importlib.util.spec_from_file_location(
        "kill_import", Path(__file__).with_name("kill_import.py")
    )
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    sys.modules["kill_import"] = proof
    spec.loader.exec_module(proof)
    tally = proof.prove(
        rounds=4, cards=1_500 if before else 2_500, seed=3, tell=lambda _: None, before=before
    )
    assert tally.rounds == tally.none + tally.all == 4
    # where four kills fall is chance; the long form asks for a share inside the write
    assert [v for v in tally.violations if "inside the write" not in v] == []
