"""One who saves on and on, whatever happens: saving_on.py BOOK NUMBER LEDGER STOP

Counts up a phone of its own in contacts of the book, and writes into the ledger, which lies
elsewhere and is on its disk before the next save begins, what was acknowledged ("saved CONTACT
VALUE SECONDS") and what went wrong ("error KIND SECONDS WORDS"). A save that failed is tried again
with what the book holds then, as a person would. Ends when the file STOP is there.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from contactdesk.errors import BookLocked, ContactDeskError
from contactdesk.store.book import Book

CONTACTS = 10


def save_on(path: str, number: int, tell: Callable[[str], None], stop: Path) -> None:
    """Save until `stop` is there."""
    rng = random.Random(time.time_ns() + number)
    with _opened(path, tell) as book:
        count = time.time_ns() // 1_000_000  # no value twice, also after a new start
        while not stop.exists():
            count += 1
            which = rng.randint(1, CONTACTS)
            began = time.monotonic()
            try:
                _count_up(book, which, number, str(count))
            except ContactDeskError as error:
                tell(f"error {type(error).__name__} {time.monotonic() - began:.1f} {error.message}")
                time.sleep(0.2)
            else:
                tell(f"saved {which} {count} {time.monotonic() - began:.3f}")


def _opened(path: str, tell: Callable[[str], None]) -> Book:
    for _try in range(20):
        began = time.monotonic()
        try:
            return Book.open(path, create=False)
        except BookLocked as error:
            tell(f"error {type(error).__name__}-opening {time.monotonic() - began:.1f}")
    return Book.open(path, create=False)


def _count_up(book: Book, which: int, number: int, value: str) -> None:
    with book.read() as tx:
        base = tx.contacts.get(which)
    phones = tuple(replace(p, value=value) if p.label == f"p{number}" else p for p in base.phones)
    with book.write("Edit") as tx:
        tx.contacts.save(replace(base, phones=phones), base)


def main(path: str, number: str, ledger: str, stop: str) -> None:
    handle = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def tell(line: str) -> None:
        os.write(handle, f"{line}\n".encode())
        os.fsync(handle)

    save_on(path, int(number), tell, Path(stop))


if __name__ == "__main__":
    main(*sys.argv[1:])
