"""The short form of two people's random work; the long one is `tests/proofs/two_people.py`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from debian_postgres import programs

WITH_A_SERVER = pytest.mark.skipif(programs() is None, reason="no PostgreSQL server is installed")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=WITH_A_SERVER)])
def test_two_people_in_a_whole_office_lose_nothing(kind: str) -> None:
    spec = importlib.util.spec_from_file_location(
        "two_people", Path(__file__).with_name("two_people.py")
    )
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    sys.modules["two_people"] = proof
    spec.loader.exec_module(proof)
    found = proof.prove(steps=40, kind=kind, first_seed=1, walks=3, at_once=30)
    assert (found["broken"], found["steps"] >= 40) == ("", True)
