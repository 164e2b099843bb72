"""The short form of the proof with sixteen clients of a server; the long one is a program."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from debian_postgres import programs


@pytest.fixture
def proof() -> Any:
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed")
    path = Path(__file__).with_name("sixteen_clients.py")
    spec = importlib.util.spec_from_file_location("sixteen_clients", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.timeout(300)
def test_clients_of_one_server_lose_no_save(proof: Any) -> None:
    tally = proof.prove(clients=16, seconds=20.0)
    assert [said for said in tally.violations if "took longer" not in said] == []
    assert (tally.lost, tally.given_up, tally.processes) == (0, 0, 16)
    assert tally.saves > 16
