"""Two people edit one contact, and one of them has no network meanwhile: nothing typed is lost."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from tests.proofs import two_windows
from tests.shared.two_hosts import NFS, made_book, said
from uml_hosts import Network

from contactdesk.store.book import Book

pytestmark = pytest.mark.timeout(600)


def note_in(path: Path) -> str:
    with Book.open(path, create=False) as book, book.read() as tx:
        return str(tx.contacts.get(1).note)


def test_what_was_typed_while_the_cable_was_out_is_saved_when_it_is_in_again(
    network: Network,
) -> None:
    network.serve_nfs()
    path, flags = made_book(network.share), network.folder

    def wait_for(*names: str, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not all((flags / name).exists() for name in names):
            assert time.monotonic() < end, said(network, 2) + said(network, 3)
            time.sleep(0.05)

    for n, who in ((2, "one"), (3, "two")):
        home = f"mkdir -p {flags}/home{n}; HOME={flags}/home{n}"
        book = f"{network.point(n)}/{path.name}"
        program = f"{sys.executable} {two_windows.__file__} {book} {who} {flags}"
        network.boot(n, NFS, f"{home} {program} > {flags}/said{n} 2>&1")
    wait_for("one-typing", "two-typing")
    network.unplug(2)
    (flags / "out").touch()
    wait_for("two-saved", seconds=60)
    time.sleep(12)  # its locks are given up by the server meanwhile
    assert note_in(path) == "Note of two"  # the other waits, on its computer
    network.plug(2)
    wait_for("one-saved")
    for n in (2, 3):
        network.wait(n, 120)
        print(said(network, n))
    with Book.open(path, create=False) as book, book.read() as tx:
        contact = tx.contacts.get(1)
        assert contact.note == "Note of one"
        assert "".join(c for c in contact.phones[0].value if c.isdigit()).endswith("600000222")
        notes = {e.fields["note"][1] for e in tx.history.of(contact.id) if "note" in e.fields}
    assert {"Note of one", "Note of two"} <= notes  # his is in the history
