"""Two computers on one file server: sound locks lose nothing, unsound ones are never written on."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.proofs import eight_processes as proof
from tests.shared.two_hosts import (
    NFS,
    OPENS,
    REFUSED,
    SMB,
    length,
    made_book,
    only_whole,
    refused_after,
    run,
    said,
    script,
)
from uml_hosts import Network

from contactdesk.store.book import Book

READY = 25  # until eight programs have started on two slow computers
pytestmark = pytest.mark.timeout(1_200)

TRIES = """
import sys, time
from pathlib import Path
from contactdesk.desktop.presence import PresenceLine
from contactdesk.store import byte_lock
from contactdesk.store.presence import FilePresence, Here
with Path(f"{sys.argv[1]}.{sys.argv[3]}").open("wb") as file:
    byte_lock.take(file)  # a server that has just begun gives no locks yet, and nobody can save
found, began = [], time.monotonic()
presence = FilePresence(Path(sys.argv[1]), found.append)
me = Here("", sys.argv[2], sys.argv[2], "1", sys.argv[2], "2026-11-28T09:00:00+00:00")
line = PresenceLine(presence, me, lambda _others: None)
line.start()
met = 0
while time.monotonic() - began < 40 and not found:
    time.sleep(0.1)
    met = max(met, len(presence._seen))
took = time.monotonic() - began
time.sleep(6)
line.end()
line.join(10)
print(repr((presence.broken, met, round(took, 1))))
"""


@pytest.fixture
def office(network: Network) -> Path:
    return made_book(network.share)


def test_eight_writers_on_two_computers_lose_nothing_on_nfs(network: Network, office: Path) -> None:
    network.serve_nfs()
    begin, seconds = time.time() + READY, length().seconds

    def four(n: int, path: str) -> str:
        numbers = range((n - 2) * 4, (n - 2) * 4 + 4)
        each = [
            f"{sys.executable} {proof.__file__} --worker {path} --begin {begin} --number {k} "
            f"--seconds {seconds} > {network.folder}/report{k} 2> {network.folder}/error{k} &"
            for k in numbers
        ]
        return "\n".join([*each, "wait"])

    run(network, NFS, four)
    reports: list[dict[str, Any]] = []
    for k in range(8):
        error = (network.folder / f"error{k}").read_text()
        assert not error, error[-3000:]
        reports.append(json.loads((network.folder / f"report{k}").read_text()))
    tally = proof._counted(reports, seconds)
    with Book.open(office) as book:
        proof._look_into(book, reports, tally)
    print(f"NFS 4.1, 2 computers with 4 writers each: {tally}")
    assert tally.lost == 0
    assert tally.fewest > 0  # how many there are is the machine's; nobody is left out
    assert tally.given_up == 0
    assert tally.violations == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param("", "cannot be saved safely", marks=only_whole),
        (",nobrl", "nobrl"),
    ],
)
def test_a_windows_share_is_read_and_never_written(
    network: Network, office: Path, options: str, words: str
) -> None:
    network.serve_smb()
    before = office.read_bytes()
    program = script(network, "opens.py", OPENS)
    run(
        network,
        SMB + options,
        lambda n, path: f"{sys.executable} {program} {path} > {network.folder}/said{n} 2>&1",
    )
    for n in (2, 3):
        print(said(network, n))
        assert words in said(network, n)
        assert refused_after(network, n) <= REFUSED
    assert office.read_bytes() == before


@pytest.mark.parametrize(
    ("serve", "mount", "broken"),
    [
        pytest.param("nfs", NFS, "", marks=only_whole),
        ("smb", SMB + ",nobrl", "locks"),
    ],
)
def test_the_trial_of_locks_tells_sound_from_unsound(
    network: Network, office: Path, serve: str, mount: str, broken: str
) -> None:
    network.serve_nfs() if serve == "nfs" else network.serve_smb()
    program = script(network, "tries.py", TRIES)
    run(
        network,
        mount,
        lambda n, path: (
            f"{sys.executable} {program} {path} pc{n} {n} > {network.folder}/said{n} 2>&1"
        ),
    )
    for n in (2, 3):
        print(serve, said(network, n))
        proved, met, took = eval(said(network, n))  # what our own program printed
        assert met == 1
        assert proved == broken
        assert not broken or took <= REFUSED


@pytest.mark.parametrize("mount", [pytest.param(SMB, marks=only_whole), NFS])
def test_two_computers_of_one_name_are_both_stopped(
    network: Network, office: Path, mount: str
) -> None:
    network.serve_smb() if mount == SMB else network.serve_nfs()
    program = script(network, "tries.py", TRIES)
    run(
        network,
        mount,
        lambda n, path: f"{sys.executable} {program} {path} pc {n} > {network.folder}/said{n} 2>&1",
        called="pc",
    )
    for n in (2, 3):
        print("one name", mount.split()[1], said(network, n))
        proved, met, _took = eval(said(network, n))
        assert (proved, met) == ("names", 1)
    assert min(eval(said(network, n))[2] for n in (2, 3)) <= REFUSED  # of the one that came second
