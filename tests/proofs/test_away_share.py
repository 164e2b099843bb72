"""The short form of the proof about a drive that is away; the long one is `away_share.py`."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="needs Linux and a C compiler"
)
def test_no_edit_is_lost_while_a_drive_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location(
        "away_share", Path(__file__).with_name("away_share.py")
    )
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    sys.modules["away_share"] = proof
    spec.loader.exec_module(proof)
    monkeypatch.setenv("CONTACTDESK_HOME", "")  # each round sets its own; this one comes back
    tally = proof.prove(rounds=5, seed=1, tell=lambda _: None)
    assert tally.violations == []
    assert (tally.rounds, tally.kills) == (5, 2)
    assert tally.waited > 0
