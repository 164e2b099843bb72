"""The door for atheris says what it did, or that it could do nothing."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

PROOF = Path(__file__).with_name("fuzz_atheris.py")


@pytest.mark.skipif(sys.platform != "linux", reason="atheris and the limits are for Linux")
def test_atheris_feeds_a_reader_or_is_said_to_be_missing(tmp_path: Path) -> None:
    options = ["jsonl", "--inputs", "200", "--keep", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(PROOF), *options], capture_output=True, text=True, check=False
    )
    if importlib.util.find_spec("atheris") is None:
        assert done.returncode == 2
        assert "not installed" in done.stdout
        return
    tally = json.loads(done.stdout)
    assert done.returncode == 0
    assert (tally["format"], tally["inputs"], tally["violations"]) == ("jsonl", 200, [])
