"""The short form of the merge against a model; the long one is tests/proofs/merge_model.py."""

from __future__ import annotations

import merge_model


def test_two_edits_meet_as_a_tiny_model_says() -> None:
    found = merge_model.prove(examples=2_000)
    assert found["differing"] == {}
    assert found["contacts"] + found["items"] >= 1_000
