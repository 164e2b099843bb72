"""Encrypted books: nothing of them can be read on the disk, and nothing is lost on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import (
    BookDamaged,
    BookEncrypted,
    BookError,
    BookLocked,
    BookReadOnly,
    Cancelled,
    WrongPassphrase,
)
from contactdesk.operations import documents
from contactdesk.progress import Progress
from contactdesk.store import connecting, encrypting, keys
from contactdesk.store.backups import make_backup, verified
from contactdesk.store.book import Book
from contactdesk.store.compacting import compact
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery
from contactdesk.store.presence import FilePresence, Here
from contactdesk.store.restoring import restore

pytestmark = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

FIRST, SECOND = "mleko rower chmura", "秘密 jezioro"
NAMES = ("Anna Nowak", "Łucja Żak", "Baltica")
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


def names_in(path: Path) -> list[str]:
    with Book.open(path, create=False) as book, book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        return sorted(row.name for row in tx.contacts.rows(numbers))


def everything(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables, those of the search too."""
    with Book.open(path, create=False) as book, book.read() as tx:
        sql = tx.connection.exec_driver_sql
        tables = sql("SELECT name FROM sqlite_master WHERE type = 'table' "
                     "AND sql NOT LIKE 'CREATE VIRTUAL%'").scalars().all()  # fmt: skip
        return {t: [tuple(r) for r in sql(f'SELECT * FROM "{t}"')] for t in tables}


def is_readable_anywhere(folder: Path, *words: str) -> list[str]:
    """The files in which such words can be read by whoever has the disk."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            wanted = [w.encode(coding) for w in words for coding in ("utf-8", "utf-16-le")]
            found += [path.name for w in wanted if w.lower() in data]
    return found


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


# ── there and back ──────────────────────────────────────────────────────────────────────


def test_nothing_changes_on_the_way_there_and_back(closed_book: Path, consistent) -> None:
    before = everything(closed_book)
    done = encrypting.encrypt(str(closed_book), FIRST)
    assert done.kept is not None
    assert done.kept.name == "office.before-encryption.cdk"
    assert everything(closed_book) == everything(done.kept) == before
    with Book.open(closed_book) as book:
        consistent(book, ("an", "żak", "501"))
    encrypting.change_passphrase(str(closed_book), SECOND)
    assert everything(closed_book) == before
    keys.forget()
    with pytest.raises(WrongPassphrase):
        connecting.unlock(closed_book, FIRST)
    connecting.unlock(closed_book, SECOND)
    encrypting.decrypt(str(closed_book))
    keys.forget()
    assert everything(closed_book) == before
    with Book.open(closed_book) as book:
        consistent(book, ("an", "żak", "501"))
        assert book.undo() is not None
    assert sorted(p.name for p in closed_book.parent.glob("*.cdk*")) == [
        "office.before-encryption.cdk", "office.cdk",
    ]  # fmt: skip


def test_the_plain_file_goes_when_one_says_so(closed_book: Path, tmp_path: Path) -> None:
    encrypting.encrypt(str(closed_book), FIRST)
    assert [p.name for p in encrypting.kept_files(closed_book)] == ["office.before-encryption.cdk"]
    assert encrypting.remove_kept(closed_book) == 1
    assert is_readable_anywhere(tmp_path, "nowak") == []


def test_rights_of_the_file_stay(closed_book: Path) -> None:
    closed_book.chmod(0o660)
    encrypting.encrypt(str(closed_book), FIRST)
    assert closed_book.stat().st_mode & 0o777 == 0o660


def test_what_cannot_be_is_refused_and_all_stays(closed_book: Path, tmp_path: Path) -> None:
    before = closed_book.read_bytes()
    with pytest.raises(BookError, match="not encrypted"):
        encrypting.decrypt(str(closed_book))
    with pytest.raises(BookError, match="not encrypted"):
        encrypting.change_passphrase(str(closed_book), SECOND)
    with pytest.raises(BookError, match="server"):
        encrypting.encrypt("postgresql://anna@server/office", FIRST)
    with pytest.raises(BookError, match="no file"):
        encrypting.encrypt(str(tmp_path / "none.cdk"), FIRST)
    with Book.open(closed_book) as book:
        made = make_backup(book, tmp_path / "backups", "asked", NOW)
        with pytest.raises(BookLocked, match="open in this window"):
            encrypting.encrypt(str(closed_book), FIRST)
    with pytest.raises(BookReadOnly, match="backup"):
        encrypting.encrypt(str(made.path), FIRST)
    text = tmp_path / "text.cdk"
    text.write_text("Dear Anna, " * 900)
    with pytest.raises(BookDamaged):
        encrypting.encrypt(str(text), FIRST)
    encrypting.encrypt(str(closed_book), FIRST)
    with pytest.raises(BookError, match="encrypted already"):
        encrypting.encrypt(str(closed_book), FIRST)
    keys.forget()
    with pytest.raises(BookEncrypted):
        encrypting.decrypt(str(closed_book))
    kept = encrypting.kept_files(closed_book)[0]
    assert kept.read_bytes() == before


def test_it_is_refused_while_a_colleague_has_it_open(closed_book: Path) -> None:
    presence = FilePresence(closed_book)
    since = "2026-11-28T09:00:00+00:00"
    presence.tell(Here("", "id-maria", "Maria", "1", "maria-pc", since, ""))
    try:
        with pytest.raises(BookLocked, match="Maria has this book open"):
            encrypting.encrypt(str(closed_book), FIRST)
    finally:
        presence.leave()
    assert names_in(closed_book) == sorted(NAMES)


def test_it_is_refused_while_another_program_writes(closed_book: Path) -> None:
    code = (
        "import sqlite3, sys\n"
        f"c = sqlite3.connect({str(closed_book)!r}, isolation_level=None)\n"
        "c.execute('BEGIN IMMEDIATE'); print('writing', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "writing\n"
    try:
        with pytest.raises(BookLocked, match="another program"):
            encrypting.encrypt(str(closed_book), FIRST)
    finally:
        other.communicate("")
    assert names_in(closed_book) == sorted(NAMES)


def test_nobody_of_this_process_gets_in_between(closed_book: Path) -> None:
    """Two libraries with one file in one process would give up each other's locks."""
    seen: list[type[BaseException]] = []

    def listen(_done: int, _total: int, _what: str) -> None:
        if not seen:
            try:
                Book.open(closed_book, patience=0.1).close()
                seen.append(AssertionError)
            except BookError as error:
                seen.append(type(error))

    encrypting.encrypt(str(closed_book), FIRST, Progress(listen))
    assert seen == [BookLocked]


@pytest.mark.parametrize("what", ["encrypt", "change", "decrypt"])
def test_it_can_be_stopped_and_all_is_as_it_was(what: str, closed_book: Path) -> None:
    if what != "encrypt":
        encrypting.encrypt(str(closed_book), FIRST)
        encrypting.remove_kept(closed_book)
    before = closed_book.read_bytes()
    progress = Progress(lambda done, total, _what: progress.stop() if done > total // 2 else None)
    do = {
        "encrypt": lambda: encrypting.encrypt(str(closed_book), SECOND, progress),
        "change": lambda: encrypting.change_passphrase(str(closed_book), SECOND, progress),
        "decrypt": lambda: encrypting.decrypt(str(closed_book), progress),
    }[what]
    with pytest.raises(Cancelled):
        do()
    assert closed_book.read_bytes() == before
    assert [p.name for p in closed_book.parent.glob("office*")] == ["office.cdk"]


def test_a_copy_that_differs_never_takes_the_books_place(closed_book: Path, monkeypatch) -> None:
    real = encrypting._copy

    def spoilt(source: Any, part: Path, key: Any, told: Progress) -> None:
        real(source, part, key, told)
        driver = connecting.connect(part, key=key, isolation_level=None)
        driver.execute("UPDATE contact SET formatted_name = 'Anna Nova' WHERE number = 1")
        driver.close()

    monkeypatch.setattr(encrypting, "_copy", spoilt)
    before = closed_book.read_bytes()
    with pytest.raises(BookError, match="not as the book is"):
        encrypting.encrypt(str(closed_book), FIRST)
    assert closed_book.read_bytes() == before
    assert [p.name for p in closed_book.parent.glob("office*")] == ["office.cdk"]


# ── interruption ────────────────────────────────────────────────────────────────────────

_DEEDS = {
    "encrypt": f"encrypting.encrypt(path, {FIRST!r})",
    "change": f"unlock(); encrypting.change_passphrase(path, {SECOND!r})",
    "decrypt": "unlock(); encrypting.decrypt(path)",
}


def killed_at(path: Path, what: str, step: int) -> bool:
    """Do it in a process that is killed at its n-th step; whether it came to its end before."""
    code = f"""
import os, signal, sys
from pathlib import Path
from contactdesk.store import connecting, encrypting, keys
path = {str(path)!r}
left = [{step}]
def step(event, _args):
    if event in ("open", "os.rename", "os.link", "os.remove", "os.chmod", "os.chown"):
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
unlock = lambda: connecting.unlock(Path(path), {FIRST!r})
keys.ROUNDS = 10
encrypting.library()
def listen(*_):
    step("open", ())
from contactdesk.progress import Progress
real = encrypting.Progress
encrypting.Progress = lambda *_: real(listen)
sys.addaudithook(step)
{_DEEDS[what]}
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="processes are not killed so there")
@pytest.mark.parametrize("what", ["encrypt", "change", "decrypt"])
def test_whenever_it_is_killed_there_is_a_whole_book(
    what: str, closed_book: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(keys, "ROUNDS", 10)
    if what != "encrypt":
        encrypting.encrypt(str(closed_book), FIRST)
        encrypting.remove_kept(closed_book)
    whole, before = closed_book.read_bytes(), everything(closed_book)
    chance = random.Random(what)
    steps, ended, step = 0, False, 0
    while not ended:
        for left in tmp_path.glob("office*.cdk*"):
            left.unlink()
        closed_book.write_bytes(whole)
        ended = killed_at(closed_book, what, step)
        keys.forget()
        if connecting.is_encrypted(closed_book):
            for passphrase in (FIRST, SECOND):
                try:
                    connecting.unlock(closed_book, passphrase)
                except WrongPassphrase:
                    continue
        assert everything(closed_book) == before, step
        left_over = {p.name for p in tmp_path.glob("office*.cdk*")}
        assert left_over <= {"office.cdk", "office.before-encryption.cdk"}, step
        for kept in encrypting.kept_files(closed_book):
            assert everything(kept) == before, step
        assert closed_book.stat().st_nlink == 1, step
        steps += 1
        step += chance.randint(1, 9)
    assert steps > 5
    assert connecting.is_encrypted(closed_book) == (what != "decrypt")


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
