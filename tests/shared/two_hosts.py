"""What the tests on two computers share: the book that their writers expect, and how they end."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from uml_hosts import Network

from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Book

CONTACTS, WRITERS = 10, 8
NFS = "-t nfs4 -o vers=4.1,proto=tcp 10.77.0.1:/x"
SMB = "-t cifs //10.77.0.1/x -o guest,vers=3.0"

REFUSED = 5.0  # seconds until what is unsafe is not written on
OPENS = """
import sys, time
from contactdesk.errors import BookError
from contactdesk.store.book import Book
began = time.monotonic()
try:
    with Book.open(sys.argv[1], create=False) as book, book.write("A star") as tx:
        tx.contacts.star([1], True)
    print("written")
except BookError as error:
    print(f"refused after {time.monotonic() - began:.1f} s:", type(error).__name__, error.message)
"""


class Length(NamedTuple):
    """How long the tests take: `dev.py test` takes the short form, `--shared` the whole one."""

    seconds: int  # eight writers
    rounds: int  # cables pulled, and computers cut off
    sights: int  # changes that are looked for in the other window


SHORT, WHOLE = Length(30, 1, 20), Length(600, 20, 150)


def length() -> Length:
    """The form that was asked for."""
    return WHOLE if os.environ.get("CONTACTDESK_SHARED") == "whole" else SHORT


only_whole = pytest.mark.skipif(length() == SHORT, reason="takes long: `dev.py test --shared`")


def made_book(folder: Path) -> Path:
    """A book with ten contacts, which have a phone for each writer."""
    path = folder / "office.cdk"
    with Book.open(path) as book, book.write("Fill the book") as tx:
        for n in range(CONTACTS):
            phones = tuple(Entry("0", label=f"p{p}") for p in range(WRITERS))
            tx.contacts.add(Contact(formatted_name=f"Nr {n}", note="-", phones=phones))
    return path


def said(network: Network, number: int) -> str:
    """What a program on a computer printed, and its console where it printed nothing."""
    path = network.folder / f"said{number}"
    return path.read_text(errors="replace") if path.exists() else ""


def refused_after(network: Network, number: int) -> float:
    """How many seconds `OPENS` took on a computer until it was refused."""
    found = re.search(r"refused after ([\d.]+) s", said(network, number))
    assert found is not None, said(network, number)
    return float(found[1])


def script(network: Network, name: str, text: str) -> Path:
    """A program that the computers find."""
    path = network.folder / name
    path.write_text(text)
    return path


def run(network: Network, mount: str, command: Callable[[int, str], str], called: str = "") -> None:
    """The same, or what `command` says, on both computers, to its end."""
    for n in (2, 3):
        network.boot(n, mount, command(n, f"{network.point(n)}/office.cdk"), called)
    for n in (2, 3):
        network.wait(n, 300 + length().seconds)
