"""How many calls of the drive a person waits for, and that a slow one makes nothing fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bad_disk
import pytest
import slow_disk

INSIDE = """
import json, sys, threading
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bad_disk import EVERY, Disk
from contactdesk.store.book import Book
place = Path(sys.argv[2])
disk, found = Disk(place), {}
def counted(what, do):
    disk.plan(0, EVERY, 0)
    answer = do()
    found[what] = disk.counted
    return answer
def save(book, **changes):
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, **changes), base)
path = place / "office.cdk"
book = Book.open(path)
"""
COUNTS = """
again = counted("second opening", lambda: Book.open(path, create=False, again=True))
save(book, note="First")
counted("note", lambda: save(book, note="Second"))
counted("look at the storage", again._database._footing.look)
book.close()
again.close()
disk.slow(60)  # so slow that looking through it all would take twice what is allowed
book = counted("slow opening", lambda: Book.open(path, create=False))
print(json.dumps(found))
"""
SLOW = """
hasty = Book.open(path, create=False, patience=0.2, again=True)
begun = threading.Event()
def look_through():
    with book.read() as tx:
        begun.set()
        tx.connection.exec_driver_sql("PRAGMA quick_check").all()
disk.slow(20)
for _each in range(4):
    hasty.poll()
save(hasty, note="Before")  # so that all pages are read anew
thread = threading.Thread(target=look_through)
thread.start()
begun.wait()
save(hasty, note="Kept")
thread.join()
disk.well()
with book.read() as tx:
    print(json.dumps(tx.contacts.get(1).note))
"""


def told(what: str, folder: Path) -> Any:
    """What a program said of a book on a bad disk."""
    if why := bad_disk.why_not():
        pytest.skip(f"no disk can be slow here: {why}")
    place = folder / "place"
    place.mkdir()
    slow_disk.made_book(place / "office.cdk")
    words = [str(Path(bad_disk.__file__).parent), str(place)]
    said, _ = bad_disk.started(["-c", INSIDE + what, *words], folder).communicate(timeout=60)
    return json.loads(said)


def test_a_save_writes_what_changed_and_a_second_opening_reads_what_it_needs(tmp_path) -> None:
    calls = told(COUNTS, tmp_path)
    assert calls["note"] < 90  # 124, when all of a contact was written with each of its fields
    assert calls["second opening"] < 100  # 230, when each thread looked through the whole book
    assert calls["slow opening"] < 150  # 280, when that was done for as long as it took
    assert calls["look at the storage"] < 12  # 20, when each marker was looked for


def test_a_save_waits_for_a_long_look_of_its_own_program(tmp_path) -> None:
    """On a slow drive both take longer than others are waited for on a quick one."""
    assert told(SLOW, tmp_path) == "Kept"
