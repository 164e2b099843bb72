"""The short form of the proof with a slow disk; the long one is tests/proofs/slow_disk.py."""

from __future__ import annotations

import bad_disk
import pytest
import slow_disk


@pytest.mark.timeout(200)
def test_the_window_never_waits_for_the_disk() -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be slow here: {why}")
    steps = slow_disk.prove(
        slow_disk.named(slow_disk.FIRST), slow_disk.SHORT_MS, 0, lambda _line: None
    )
    found = {step.name: (step.on_main, step.with_lock) for step in steps}
    del found[slow_disk.BEFORE]
    assert found == dict.fromkeys(found, (0, 0))
    assert {"open", "edit", "elsewhere"} <= {step.name for step in steps if step.calls > 20}
