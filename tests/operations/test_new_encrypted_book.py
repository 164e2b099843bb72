"""Books that are encrypted from their first byte on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.encrypted_books import FIRST

from contactdesk.errors import BookEncrypted, BookError, BookUnreachable
from contactdesk.operations import encryption
from contactdesk.store import connecting, keys
from contactdesk.store.book import Book
from contactdesk.store.engines import APPLICATION_ID
from contactdesk.store.listing import ListQuery

needs_cipher = pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")

PLAIN = b"SQLite format 3"  # how a file of SQLite begins that is not encrypted
WORDS = (PLAIN, b"CREATE TABLE", b"person", b"setting")


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    yield
    keys.forget()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    return folder / "new.cdk"


@needs_cipher
def test_it_opens_with_its_passphrase_alone(place: Path, a_contact) -> None:
    assert encryption.make(str(place), FIRST) == place
    assert connecting.is_encrypted(place)
    keys.forget()
    with pytest.raises(BookEncrypted):
        Book.open(place)
    connecting.unlock(place, FIRST)
    with Book.open(place) as book:
        assert not book.facts.read_only
        with book.write("Added") as tx:
            tx.contacts.add(a_contact("Anna Baran"))
        with book.read() as tx:
            assert len(tx.contacts.listing(ListQuery()).numbers) == 1
            user = tx.connection.exec_driver_sql("PRAGMA application_id").scalar()
            assert user == APPLICATION_ID
            assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@needs_cipher
def test_only_the_book_is_left(place: Path) -> None:
    encryption.make(str(place), FIRST)
    assert [each.name for each in place.parent.iterdir()] == ["new.cdk"]
    data = place.read_bytes()
    assert [word for word in WORDS if word in data] == []


# What a process writes, as the system sees it: every file of the folders that it could use.
_WATCHED = """
import sys
from contactdesk.operations import encryption
encryption.make(sys.argv[1], sys.argv[2])
"""


@needs_cipher
@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's")
def test_no_plain_byte_is_ever_written(place: Path, tmp_path: Path) -> None:
    """Not only at the end: whatever is written on the way, to whatever file."""
    from shutil import which

    if which("strace") is None:
        pytest.skip("strace is not installed")
    said = tmp_path / "said"
    writes = "write,pwrite64,writev,pwritev"
    command = ("strace", "-f", "-qq", "-e", f"trace={writes}", "-s", "8192", "-o", str(said))
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, "-c", _WATCHED, str(place), FIRST], check=False, env=env
    )
    if done.returncode or not said.exists():
        pytest.skip("strace may not look here")
    written = said.read_bytes()
    assert written.count(b"pwrite64(") > 20
    assert [word for word in WORDS[:2] if word in written] == []


@needs_cipher
def test_a_file_that_is_there_is_left_as_it_is(place: Path) -> None:
    place.write_bytes(b"something of somebody's")
    with pytest.raises(BookError, match=r"already.*left untouched"):
        encryption.make(str(place), FIRST)
    assert place.read_bytes() == b"something of somebody's"
    assert [each.name for each in place.parent.iterdir()] == ["new.cdk"]


_WAITS = """
import sys
from contactdesk.errors import BookError
from contactdesk.operations import encryption
print("ready", flush=True)
sys.stdin.readline()
try:
    encryption.make(sys.argv[1], sys.argv[2])
except BookError as error:
    print("told", error.message)
else:
    print("made")
"""


@needs_cipher
def test_of_several_that_make_it_one_does(place: Path) -> None:
    """The others hear that the file is there, and nobody's book is taken away or half made."""
    words = [f"mleko rower {n}" for n in range(3)]
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", _WAITS, str(place), each],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for each in words
    ]  # fmt: skip
    for each in makers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in makers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=60)[0] for each in makers]
    assert sorted(each.split()[0] for each in said) == ["made", "told", "told"]
    assert all("already" in each for each in said if each != "made\n")
    connecting.unlock(place, words[said.index("made\n")])
    Book.open(place).close()
    assert [each.name for each in place.parent.iterdir()] == ["new.cdk"]


@needs_cipher
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_who_is_killed_leaves_no_half_of_a_book(place: Path) -> None:
    """At whatever file that is opened: a book under this name is whole, and encrypted."""
    for at in range(1, 8):
        command = [sys.executable, "-c", _KILLED, str(place), FIRST, str(at)]
        subprocess.run(command, check=False)
        if not place.exists():
            continue
        assert connecting.is_encrypted(place)
        keys.forget()
        connecting.unlock(place, FIRST)
        with Book.open(place) as book, book.read() as tx:
            assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        place.unlink()
    for each in place.parent.iterdir():
        os.utime(each, (0, 0))  # that was long ago
    encryption.make(str(place), FIRST)
    assert [each.name for each in place.parent.iterdir()] == ["new.cdk"]


# Killed at the end of the n-th statement of SQL that changes something.
_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from contactdesk.operations import encryption
left = int(sys.argv[3]) * 12
def after(*_given):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "after_cursor_execute", after)
event.listen(Engine, "commit", lambda *_given: sys.argv[3] == "7" and os.kill(os.getpid(), 9))
encryption.make(sys.argv[1], sys.argv[2])
"""


@needs_cipher
def test_a_folder_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match="drive that is away"):
        encryption.make(str(tmp_path / "gone" / "new.cdk"), FIRST)


def test_without_the_package_it_says_what_to_install(place: Path, monkeypatch) -> None:
    monkeypatch.setattr(connecting, "PACKAGE", "a_package_that_nobody_has")
    monkeypatch.setattr(connecting, "_library", None)
    with pytest.raises(BookError, match="pip install"):
        encryption.make(str(place), FIRST)
    assert list(place.parent.iterdir()) == []


@needs_cipher
def test_a_plain_book_at_the_name_of_one_that_was_deleted_is_plain(place: Path) -> None:
    encryption.make(str(place), FIRST)
    with Book.open(place):
        assert connecting.is_encrypted(place)
    place.unlink()
    with Book.open(place):
        assert not connecting.is_encrypted(place)
    assert place.read_bytes().startswith(PLAIN)
