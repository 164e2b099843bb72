"""The short form of the proof with a slow disk; the long one is tests/proofs/slow_disk.py."""

from __future__ import annotations

import json
from pathlib import Path

import bad_disk
import pytest
import slow_disk

BOTH_WAYS = """
import ctypes, json, os, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bad_disk import Disk
place = Path(sys.argv[2])
disk, found = Disk(place), []
def told(look):
    disk.slow(1)
    look(os.fsencode(place / "book"))
    found.append((disk.on_main_thread, disk.with_interpreter))
told(lambda path: (other := threading.Thread(target=os.stat, args=(path,))).start() or other.join())
told(os.stat)
told(lambda path: ctypes.PyDLL(None).access(path, os.F_OK))
print(json.dumps(found))
"""


def test_calls_on_the_first_thread_and_with_the_interpreters_lock_are_noticed(tmp_path) -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be slow here: {why}")
    (tmp_path / "book").touch()
    words = [str(Path(bad_disk.__file__).parent), str(tmp_path)]
    told, _ = bad_disk.started(["-c", BOTH_WAYS, *words], tmp_path).communicate(timeout=60)
    assert json.loads(told) == [[0, 0], [1, 0], [1, 1]]


@pytest.mark.timeout(200)
def test_the_window_never_waits_for_the_disk() -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be slow here: {why}")
    steps = slow_disk.prove(
        slow_disk.named(slow_disk.FIRST), slow_disk.SHORT_MS, 0, lambda _line: None
    )
    found = {step.name: (step.on_main, step.with_lock) for step in steps}
    assert found == dict.fromkeys(found, (0, 0))
    assert {"open", "edit", "elsewhere"} <= {step.name for step in steps if step.calls > 20}
