"""Two computers on one file server: sound locks lose nothing, unsound ones are never written on."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.proofs import eight_processes as proof
from uml_hosts import Network, why_not

from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Book

SECONDS = 30
READY = 45  # until eight programs have started on two slow computers
NFS = "-t nfs4 -o vers=4.1,proto=tcp 10.77.0.1:/x"
SMB = "-t cifs //10.77.0.1/x -o guest,vers=3.0"
pytestmark = pytest.mark.timeout(600)

TRIES = """
import sys, time
from pathlib import Path
from contactdesk.desktop.presence import PresenceLine
from contactdesk.store.presence import FilePresence, Here
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
OPENS = """
import sys, time
from contactdesk.errors import BookReadOnly
from contactdesk.store.book import Book
began = time.monotonic()
with Book.open(sys.argv[1], create=False) as book:
    took = time.monotonic() - began
    try:
        with book.write("A star") as tx:
            tx.contacts.star([1], True)
        print("written")
    except BookReadOnly as error:
        print("refused after", round(took, 1), "s:", error.message)
"""


@pytest.fixture
def network() -> Iterator[Network]:
    why = why_not()
    if why:
        pytest.skip(f"no second computer here: {why}")
    made = Network()
    yield made
    made.end()


@pytest.fixture
def office(network: Network) -> Path:
    """A book on the server, with what the writers of the proof expect."""
    path = network.share / "office.cdk"
    with Book.open(path) as book, book.write("Fill the book") as tx:
        for n in range(proof.CONTACTS):
            phones = tuple(Entry("0", label=f"p{p}") for p in range(8))
            tx.contacts.add(Contact(formatted_name=f"Nr {n}", note="-", phones=phones))
    return path


def run(network: Network, mount: str, command: Callable[[int, str], str], called: str = "") -> None:
    """The same on both computers, to its end."""
    guests = [
        network.boot(n, mount, command(n, f"{network.point(n)}/office.cdk"), called) for n in (2, 3)
    ]
    for n, guest in zip((2, 3), guests, strict=True):
        guest.wait(300)
        status = network.folder / f"host{n}.status"
        log = (network.folder / f"host{n}.log").read_text(errors="replace")
        assert status.exists(), log[-3000:]
        assert status.read_text().strip() == "0", said(network, n) + log[-3000:]


def said(network: Network, number: int) -> str:
    path = network.folder / f"said{number}"
    return path.read_text() if path.exists() else ""


def script(network: Network, name: str, text: str) -> Path:
    path = network.folder / name
    path.write_text(text)
    return path


def test_eight_writers_on_two_computers_lose_nothing_on_nfs(network: Network, office: Path) -> None:
    network.serve_nfs()
    begin = time.time() + READY

    def four(n: int, path: str) -> str:
        numbers = range((n - 2) * 4, (n - 2) * 4 + 4)
        each = [
            f"{sys.executable} {proof.__file__} --worker {path} --begin {begin} --number {k} "
            f"--seconds {SECONDS} > {network.folder}/report{k} 2> {network.folder}/error{k} &"
            for k in numbers
        ]
        return "\n".join([*each, "wait"])

    run(network, NFS, four)
    reports: list[dict[str, Any]] = []
    for k in range(8):
        error = (network.folder / f"error{k}").read_text()
        assert not error, error[-3000:]
        reports.append(json.loads((network.folder / f"report{k}").read_text()))
    tally = proof._counted(reports, SECONDS)
    with Book.open(office) as book:
        proof._look_into(book, reports, tally)
    print(f"NFS 4.1, 2 computers with 4 writers each: {tally}")
    assert tally.lost == 0
    assert tally.saves > 100
    assert tally.violations == []


@pytest.mark.parametrize(
    ("options", "words"), [("", "cannot be saved safely"), (",nobrl", "nobrl")]
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
        assert "refused" in said(network, n)
        assert words in said(network, n)
    assert office.read_bytes() == before


@pytest.mark.parametrize(
    ("serve", "mount", "broken"),
    [("nfs", NFS, ""), ("smb", SMB + ",nobrl", "locks")],
)
def test_the_trial_of_locks_tells_sound_from_unsound(
    network: Network, office: Path, serve: str, mount: str, broken: str
) -> None:
    network.serve_nfs() if serve == "nfs" else network.serve_smb()
    program = script(network, "tries.py", TRIES)
    run(
        network,
        mount,
        lambda n, path: f"{sys.executable} {program} {path} pc{n} > {network.folder}/said{n} 2>&1",
    )
    for n in (2, 3):
        print(serve, said(network, n))
        proved, met, _took = eval(said(network, n))  # what our own program printed
        assert met == 1
        assert proved == broken


def test_two_computers_of_one_name_are_both_stopped(network: Network, office: Path) -> None:
    network.serve_smb()  # with NFS the two would also take each other's locks
    program = script(network, "tries.py", TRIES)
    run(
        network,
        SMB,
        lambda n, path: f"{sys.executable} {program} {path} pc > {network.folder}/said{n} 2>&1",
        called="pc",
    )
    for n in (2, 3):
        print("one name", said(network, n))
        proved, met, _took = eval(said(network, n))
        assert (proved, met) == ("names", 1)
