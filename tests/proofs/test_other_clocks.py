"""Computers whose clocks are years apart: changes stand in the order in which they were made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bad_disk
import pytest

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book

YEAR = 365 * 86_400
EDITS = """
import sys
from dataclasses import replace
from contactdesk.store.book import Book
with Book.open(sys.argv[1], create=False) as book:
    with book.write(sys.argv[2]) as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note=sys.argv[2]), base)
print("done")
"""


def test_changes_stand_in_their_order_whatever_the_clocks_say(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    if why := bad_disk.why_not():
        pytest.skip(f"no clock can be wrong here: {why}")
    book = a_book(a_contact("Anna Nowak"))
    for number, ahead in enumerate((YEAR, -YEAR, 0, -YEAR, YEAR)):
        arguments = ["-c", EDITS, str(tmp_path / "office.cdk"), f"{number}"]
        told, _ = bad_disk.started(arguments, tmp_path, ahead).communicate(timeout=100)
        assert told == "done\n"
    assert [each.label for each in book.poll()][-5:] == ["0", "1", "2", "3", "4"]
    with book.read() as tx:
        entries = list(tx.history.of(tx.contacts.get(1).id))
        changes = [e.fields["note"] for e in entries if "note" in (e.fields or {})]
        assert changes == [("3", "4"), ("2", "3"), ("1", "2"), ("0", "1"), ("", "0")]
        years = {at[:4] for (at,) in tx.connection.exec_driver_sql("SELECT at FROM change_set")}
        assert len(years) == 3  # the clocks were wrong indeed
    assert book.undo_labels()[0] == "4"
    book.undo()
    with Book.open(tmp_path / "office.cdk") as other, other.read() as tx:
        assert tx.contacts.get(1).note == "3"
