"""A window on one computer shows what a colleague on another saved, on one network drive."""

from __future__ import annotations

import sys

import pytest
from tests.proofs import sights
from tests.shared.two_hosts import NFS, length
from uml_hosts import Network

SOON = 3.0  # seconds
CLOCK = "10.77.0.1:9977"
pytestmark = pytest.mark.timeout(1_200)


def test_a_window_soon_shows_what_another_computer_saved(network: Network) -> None:
    network.serve_nfs()
    path, heard = sights.made_book(network.share), network.folder / "heard"
    changes = length().sights
    program = [sys.executable, str(sights.__file__), "--at", CLOCK, "--heard", str(heard)]
    network.run_on_server(*program, "--role", "clock")
    for n, role in ((2, "looks"), (3, "writes")):
        book = f"{network.point(n)}/{path.name}"
        words = [*program, "--role", role, "--book", book, "--changes", str(changes)]
        command = f"HOME={network.folder}/home{n} {' '.join(words)} > {network.folder}/said{n} 2>&1"
        network.boot(n, NFS, f"mkdir -p {network.folder}/home{n}; {command}")
    for n in (3, 2):
        network.wait(n, 300 + 3 * changes)
    found = sights.counted(heard.read_text().splitlines())
    print(f"NFS 4.1, a window on one computer, a colleague on the other: {found}")
    assert found.seen == changes
    assert found.p99 <= SOON
