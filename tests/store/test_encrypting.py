"""Encrypting, another passphrase, encryption taken off: nothing is lost, whatever ends it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.store.encrypted_books import (
    FIRST,
    NAMES,
    SECOND,
    everything,
    is_readable_anywhere,
    names_in,
)

from contactdesk.errors import (
    BookDamaged,
    BookEncrypted,
    BookError,
    BookLocked,
    BookReadOnly,
    Cancelled,
    WrongPassphrase,
)
from contactdesk.progress import Progress
from contactdesk.store import connecting, encrypting, keys
from contactdesk.store.backups import make_backup
from contactdesk.store.book import Book
from contactdesk.store.presence import FilePresence, Here

pytestmark = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    yield
    keys.forget()


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


@pytest.mark.skipif(os.name == "nt", reason="one file has one name there")
def test_what_was_left_amid_the_last_step_goes_at_the_next_opening(closed_book: Path) -> None:
    """The plain file has its second name already, the copy has not taken its place yet."""
    os.link(closed_book, closed_book.with_name("office.before-encryption.cdk"))
    encrypting.part_of(closed_book).write_bytes(b"half of a copy")
    assert encrypting.kept_files(closed_book) == []
    assert names_in(closed_book) == sorted(NAMES)
    assert [p.name for p in closed_book.parent.glob("office*")] == ["office.cdk"]
    assert closed_book.stat().st_nlink == 1
