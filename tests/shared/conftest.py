"""Tests on real network drives: run by tests/servers/run_on_drives.py, for they need root."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import loopback_sshfs
import pytest
import uml_hosts


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip them all in the ordinary run."""
    if not os.environ.get("CONTACTDESK_SHARED"):
        here = Path(__file__).parent
        for item in items:
            if here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="needs `dev.py test --shared`"))


@pytest.fixture
def network() -> Iterator[uml_hosts.Network]:
    """A network with a file server and room for two computers."""
    why = uml_hosts.why_not()
    if why:
        pytest.skip(f"no second computer here: {why}")
    made = uml_hosts.Network()
    yield made
    made.end()


@pytest.fixture
def sshfs(tmp_path: Path) -> Iterator[loopback_sshfs.LoopbackSshfs]:
    """A server that mounts folders of this computer."""
    why = loopback_sshfs.why_not()
    if why:
        pytest.skip(f"no sshfs here: {why}")
    folder = tmp_path / "ssh"
    folder.mkdir()
    server = loopback_sshfs.LoopbackSshfs(folder)
    yield server
    server.end()
