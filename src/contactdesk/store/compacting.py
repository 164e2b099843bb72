"""Giving a book's empty pages back to the disk.

SQLite does it in the file itself, in one transaction with a journal: whoever is killed, the file
is as before or compact, and another program that has it open goes on in the same file. A checked
copy lies beside it for as long as that takes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import BookDamaged, BookError, BookLocked, BookReadOnly
from contactdesk.i18n import _
from contactdesk.store.engines import patiently, sqlite_engine, translated
from contactdesk.store.opening import verified_copy
from contactdesk.store.presence import FilePresence
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.store.book import Book


class Sizes(NamedTuple):
    """Bytes of a book's file, and how many of them hold nothing."""

    whole: int
    empty: int


class Compacted(NamedTuple):
    """Bytes before and after."""

    before: int
    after: int


def sizes(connection: Connection) -> Sizes:
    """The sizes of the file behind a connection."""
    names = ("page_size", "page_count", "freelist_count")
    page, pages, free = (_number(connection, name) for name in names)
    return Sizes(page * pages, page * free)


def _number(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar() or 0)


def compact(book: Book, own: str = "") -> Compacted:
    """Make the file as small as what it holds; `own` is the presence of the window that asks."""
    if book.facts.read_only:
        raise BookReadOnly(book.facts.read_only)
    if is_server_address(book.facts.path):
        raise BookError(_("This book lies on a server, which keeps its own house in order."))
    path = Path(book.facts.path)
    _refuse_company(path, own)
    kept = path.with_name(f"{path.stem}.before-compacting{path.suffix}")
    engine = sqlite_engine(path)
    try:
        with translated(str(path)):
            verified_copy(engine, kept)
            before = path.stat().st_size
            driver: Any = engine.raw_connection().driver_connection
            if driver.key is None:  # what is encrypted leaves nothing readable behind
                driver.execute("PRAGMA temp_store=FILE")  # a large book may not fit into memory
            patiently(lambda: driver.execute("VACUUM"))
            if driver.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise BookDamaged(
                    _("{name} is not whole after compacting. A checked copy from before lies "
                      "beside it: {copy}.").format(name=path.name, copy=kept.name)
                )  # fmt: skip
        after = path.stat().st_size
    except BookDamaged:
        raise
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    kept.unlink(missing_ok=True)
    return Compacted(before, after)


def _refuse_company(path: Path, own: str) -> None:
    """Nobody is made to wait for it."""
    names = [here.name for here in FilePresence(path).others() if here.window != own]
    if names:
        raise BookLocked(
            _("{names} has this book open. Compact it when nobody else does; nothing was "
              "changed.").format(names=", ".join(dict.fromkeys(names)))
        )  # fmt: skip
