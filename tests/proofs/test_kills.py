"""The short form of the proof with kills; the long one is tests/proofs/kills.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROOF = Path(__file__).with_name("kills.py")


@pytest.mark.timeout(300)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies the process")
def test_no_kill_takes_back_what_was_acknowledged() -> None:
    command = [sys.executable, str(PROOF), "--rounds", "100"]  # its copies have a single thread
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    tally = json.loads(done.stdout.splitlines()[-1])
    assert tally["violations"] == [], done.stderr
    assert (tally["rounds"], tally["missing"], tally["unsound"]) == (100, 0, 0)
    assert tally["acknowledged"] > 50
