"""Encrypted books: nothing of them can be read on the disk, and nothing is lost on the way."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.encrypted_books import FIRST, NAMES, SECOND, is_readable_anywhere, names_in

from contactdesk.errors import (
    BookDamaged,
    BookEncrypted,
    BookError,
    WrongPassphrase,
)
from contactdesk.operations import documents
from contactdesk.progress import Progress
from contactdesk.store import connecting, encrypting, keys
from contactdesk.store.backups import make_backup, verified
from contactdesk.store.book import Book
from contactdesk.store.compacting import compact
from contactdesk.store.first_page import first_page
from contactdesk.store.restoring import restore

pytestmark = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    yield
    keys.forget()


@pytest.fixture
def locked(closed_book: Path) -> Path:
    """The office's book, encrypted, its plain file gone and no key held."""
    encrypting.encrypt(str(closed_book), FIRST)
    encrypting.remove_kept(closed_book)
    keys.forget()
    return closed_book


@pytest.fixture
def unlocked(locked: Path) -> Path:
    connecting.unlock(locked, FIRST)
    return locked


# ── nothing to be read ──────────────────────────────────────────────────────────────────


def test_nothing_of_it_can_be_read_on_the_disk(unlocked: Path, tmp_path: Path, a_contact) -> None:
    assert is_readable_anywhere(tmp_path, "nowak", "baltica") == []
    with Book.open(unlocked) as book:
        with book.write("Edit") as tx:
            tx.contacts.add(a_contact("Zdzisława Geheim", note="Sonderzeichen" * 9_000))
            journal = unlocked.with_name(unlocked.name + "-journal")
            tx.connection.exec_driver_sql("PRAGMA cache_spill=1")
            tx.connection.exec_driver_sql("PRAGMA cache_size=10")
            tx.contacts.add(a_contact("Anna Nowak", note="Sonderzeichen" * 9_000))
            assert journal.exists()
            assert is_readable_anywhere(tmp_path, "nowak", "geheim", "sonderz") == []
        with book.read() as tx:
            assert len(tx.contacts.search("geh", limit=9).numbers) == 1
        made = make_backup(book, tmp_path / "backups", "asked", NOW)
        book.backup(tmp_path / "copy.cdk")
        compact(book)
    assert made.good
    assert is_readable_anywhere(tmp_path, "nowak", "geheim", "sonderz", "baltica") == []


def test_a_plain_book_would_have_been_found(closed_book: Path, tmp_path: Path) -> None:
    assert "office.cdk" in is_readable_anywhere(tmp_path, "nowak")


def test_a_key_is_shown_nowhere(unlocked: Path) -> None:
    key = connecting.key_for(unlocked)
    assert key is not None
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has a folder in memory")
def test_short_lived_copies_of_documents_lie_in_memory(
    unlocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words inside a document are read from a copy of it, which lives for a moment."""
    seen: list[str] = []

    def look(path: Path, _media_type: str) -> str:
        seen.append(str(path))
        return "words"

    monkeypatch.setattr(documents, "words_of", look)
    file = tmp_path / "offer.txt"
    file.write_text("Geheim")
    with Book.open(unlocked) as book:
        brought = documents.bring(book, file, Progress(), texts=False)
        file.unlink()
        assert documents.text_of_content(book, brought.sha256, "application/pdf") == "words"
    assert len(seen) == 1
    assert seen[0].startswith("/dev/shm/")
    assert not Path(seen[0]).exists()
    assert is_readable_anywhere(tmp_path, "geheim") == []


# ── opening ─────────────────────────────────────────────────────────────────────────────


def test_it_opens_by_its_passphrase_alone(locked: Path) -> None:
    with pytest.raises(BookEncrypted, match=r"office.cdk is encrypted"):
        Book.open(locked)
    assert first_page(locked) is None
    before = locked.read_bytes()
    for wrong in ("Mleko rower chmura", "", "mleko  rower chmura"):
        with pytest.raises(WrongPassphrase, match="Capital letters count"):
            connecting.unlock(locked, wrong)
    assert locked.read_bytes() == before
    connecting.unlock(locked, FIRST)
    assert names_in(locked) == sorted(NAMES)
    page = first_page(locked)
    assert page is not None
    assert page.total == 3


def test_letters_typed_on_another_system_are_the_same(closed_book: Path) -> None:
    encrypting.encrypt(str(closed_book), "za\u017c\u00f3\u0142\u0107")
    keys.forget()
    connecting.unlock(closed_book, "zaz\u0307o\u0301\u0142c\u0301")
    assert names_in(closed_book) == sorted(NAMES)


def test_other_programs_open_it_by_the_same_passphrase(locked: Path) -> None:
    with pytest.raises(BookEncrypted):
        Book.open(locked)
    driver = connecting.library().connect(str(locked))
    driver.execute("PRAGMA cipher_log_level = NONE")
    driver.execute(f"PRAGMA key = '{FIRST}'")
    found = driver.execute("SELECT formatted_name FROM contact ORDER BY 1").fetchall()
    driver.close()
    assert [name for (name,) in found] == sorted(NAMES)


def test_what_asks_is_asked_until_it_fits_or_gives_up(locked: Path, monkeypatch) -> None:
    answers = ["wrong", FIRST]
    asked: list[bool] = []

    def ask(path: Path, was_wrong: bool) -> str | None:
        assert path.name == "office.cdk"
        asked.append(was_wrong)
        return answers.pop(0) if answers else None

    monkeypatch.setattr(connecting, "ask_for_passphrase", ask)
    assert names_in(locked) == sorted(NAMES)
    assert asked == [False, True]
    keys.forget()
    answers[:] = ["wrong"]
    with pytest.raises(WrongPassphrase):
        Book.open(locked)


def test_without_the_package_it_says_what_to_install(closed_book, locked, monkeypatch) -> None:
    monkeypatch.setattr(connecting, "_library", None)
    monkeypatch.setattr(connecting, "PACKAGE", "no_such_package_anywhere")
    assert not connecting.is_possible()
    for do in (lambda: Book.open(locked), lambda: connecting.unlock(locked, FIRST)):
        with pytest.raises(BookError, match="pip install no_such_package_anywhere"):
            do()
    with pytest.raises(BookError, match="pip install"):
        encrypting.encrypt(str(closed_book), FIRST)


# ── damage ──────────────────────────────────────────────────────────────────────────────


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def test_a_damaged_first_page_is_told_from_a_wrong_passphrase(locked: Path) -> None:
    damage(locked, 1_000)
    with pytest.raises(WrongPassphrase):
        connecting.unlock(locked, "wrong")
    connecting.unlock(locked, FIRST)
    with pytest.raises(BookDamaged, match="damaged"):
        Book.open(locked)


def test_a_damaged_later_page_is_told_as_damage(locked: Path) -> None:
    """Pages bear a code each: what SQLite would read as other words is found here."""
    pages = locked.stat().st_size // keys.PAGE_SIZE
    told = 0
    for page in range(2, pages, 7):
        whole = locked.read_bytes()
        damage(locked, page * keys.PAGE_SIZE + 500)
        keys.forget()
        connecting.unlock(locked, FIRST)
        try:
            with Book.open(locked) as book, book.read() as tx:
                problems = book._database.check(tx.connection)
                assert problems
                assert any("page" in each or "malformed" in each for each in problems)
                told += "damaged" in book.facts.read_only
        except BookDamaged:
            told += 1
        locked.write_bytes(whole)
    assert told


def test_a_damaged_backup_is_found_and_not_restored(unlocked: Path, tmp_path: Path) -> None:
    with Book.open(unlocked) as book:
        made = make_backup(book, tmp_path / "backups", "asked", NOW)
    damage(made.path, 9_000)
    assert not verified(made.path).good
    with pytest.raises(BookError):
        restore(made.path, tmp_path / "restored.cdk")
    assert not (tmp_path / "restored.cdk").exists()


# ── backups and copies ──────────────────────────────────────────────────────────────────


def test_a_backup_opens_by_the_passphrase_it_was_made_with(locked: Path, tmp_path: Path) -> None:
    connecting.unlock(locked, FIRST)
    with Book.open(locked) as book:
        made = make_backup(book, tmp_path / "backups", "asked", NOW)
    assert verified(made.path).good
    encrypting.change_passphrase(str(locked), SECOND)
    keys.forget()
    with pytest.raises(WrongPassphrase):
        connecting.unlock(made.path, SECOND)
    connecting.unlock(made.path, FIRST)
    done = restore(made.path, tmp_path / "restored.cdk")
    assert done.contacts == 3
    assert connecting.is_encrypted(done.path)
    assert names_in(done.path) == sorted(NAMES)


def test_a_backup_takes_the_place_of_a_book_whose_passphrase_is_lost(
    locked: Path, tmp_path: Path
) -> None:
    connecting.unlock(locked, FIRST)
    with Book.open(locked) as book:
        made = make_backup(book, tmp_path / "backups", "asked", NOW)
    encrypting.change_passphrase(str(locked), SECOND)
    keys.forget()
    connecting.unlock(made.path, FIRST)
    done = restore(made.path, locked, replace=True)
    assert done.kept is not None
    assert connecting.is_encrypted(done.kept)
    assert names_in(locked) == sorted(NAMES)


# ── several at once ─────────────────────────────────────────────────────────────────────


def test_two_connections_of_one_process_and_another_process_keep_each_others_changes(
    unlocked: Path, a_contact
) -> None:
    code = f"""
from pathlib import Path
from contactdesk.store import connecting
from contactdesk.store.book import Book
from contactdesk.model.contact import Contact
connecting.unlock(Path({str(unlocked)!r}), {FIRST!r})
with Book.open({str(unlocked)!r}) as book:
    for n in range(20):
        with book.write("Add") as tx:
            tx.contacts.add(Contact(formatted_name=f"Other {{n}}"))
"""
    other = subprocess.Popen([sys.executable, "-c", code])

    def add(own: str) -> None:
        with Book.open(unlocked) as book:
            for n in range(20):
                with book.write("Add") as tx:
                    tx.contacts.add(a_contact(f"{own} {n}"))

    threads = [threading.Thread(target=add, args=(own,)) for own in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert other.wait(120) == 0
    found = names_in(unlocked)
    assert len(found) == 63
    with Book.open(unlocked) as book, book.read() as tx:
        assert book._database.check(tx.connection) == []


def test_a_window_learns_of_a_change_made_elsewhere(unlocked: Path, a_contact) -> None:
    with Book.open(unlocked) as window, Book.open(unlocked) as other:
        assert window.news() is None
        with other.write("Add") as tx:
            tx.contacts.add(a_contact("Maria Lis"))
        found = window.news()
        assert found is not None
        assert [each.label for each in found] == ["Add"]


def test_files_are_looked_at_only_while_nobody_has_them_open(
    unlocked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing a file by hand would give up the locks that SQLite holds on it."""
    looked: list[Path] = []
    real: Callable[[Path], bytes] = connecting._first_page

    def look(path: Path) -> bytes:
        looked.append(path)
        return real(path)

    monkeypatch.setattr(connecting, "_first_page", look)
    with Book.open(unlocked):
        before = len(looked)
        Book.open(unlocked).close()
        assert connecting.is_encrypted(unlocked)
        assert connecting.key_for(unlocked) is not None
        assert not connecting.needs_passphrase(unlocked)
        assert len(looked) == before
    assert not connecting.is_in_use(unlocked)


def test_deriving_the_key_lets_other_threads_work(locked: Path) -> None:
    """The window goes on meanwhile: its thread gets its turns."""
    turns = 0
    done = threading.Event()

    def unlock() -> None:
        connecting.unlock(locked, FIRST)
        done.set()

    threading.Thread(target=unlock).start()
    while not done.is_set():
        turns += 1
        time.sleep(0.001)
    assert turns > 10
