"""Connections to files of SQLite, plain ones by Python's own library, encrypted ones by SQLCipher.

Each of the two gives up the other's locks on a file when it closes it, and so does whoever looks
into the file by hand. So within this process a file is looked at only while nobody has it open,
and whoever opens it later gets it by the same library.
"""

from __future__ import annotations

import importlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from contactdesk.errors import BookEncrypted, BookError, BookLocked, WrongPassphrase
from contactdesk.i18n import _
from contactdesk.store import keys
from contactdesk.store.keys import Key

PACKAGE = "sqlcipher3"
# Of a passphrase that is needed: for which file, and whether the one before was wrong
Ask = Callable[[Path, bool], str | None]
ask_for_passphrase: Ask | None = None  # the command line's; a window asks in its own way


class _Use:
    """A file that connections of this process have open, with its key; None for a plain one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.count = 0
        self.is_known = False
        self.key: Key | None = None
        self.has_odd_head = False
        self.has_no_log = False  # though its head says so: one beside it would be made anew
        self.is_alone = False  # plain, and yet opened by SQLCipher: no other may come


# In a file's first page (https://sqlite.org/fileformat.html 1.3): which versions may write and read
# it (1: all, 2: with a write-ahead log, always both), and the encoding of its texts, here UTF-8.
_VERSIONS, _VERSIONS_KNOWN = slice(18, 20), (b"\1\1", b"\2\2")
_ENCODING, _UTF_8 = slice(56, 60), b"\0\0\0\1"
_uses: dict[str, _Use] = {}
_places: dict[str, str] = {}  # where the files of paths really lie
_last_keys: dict[str, Key | None] = {}  # of files that cannot be read just now
_registry = threading.Lock()
_library: ModuleType | None = None


class _Counted:
    """What both libraries' connections get: the key, and a note of when they are closed."""

    key: Key | None = None
    place: str | None = None

    def close(self) -> None:
        """Close it; the last of a file leaves it to be looked at anew."""
        super().close()  # type: ignore[misc]  # of the connection that this is mixed into
        place, self.place = self.place, None
        if place is not None:
            _leave(place)


class _Plain(_Counted, sqlite3.Connection):
    pass


def is_possible() -> bool:
    """Whether this installation can open and make encrypted books."""
    return not what_is_missing()


def what_is_missing() -> str:
    """What has to be installed to do so, as a person reads it; "" where nothing has to."""
    try:
        library()
    except BookError as error:
        return error.message
    return ""


def library() -> ModuleType:
    """SQLCipher for Python; raises a `BookError` that says how to get it."""
    global _library
    if _library is None:
        try:
            _library = importlib.import_module(f"{PACKAGE}.dbapi2")
        except ImportError as error:
            raise BookError(
                _("Encrypted books need the package {package}, which is not installed here. "
                  "Nothing was changed. Install it with “pip install {package}” in the "
                  "environment of ContactDesk, or ask whoever looks after this computer.").format(
                    package=PACKAGE)
            ) from error  # fmt: skip
    return _library


def driver_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What the libraries that are in use raise, to be caught together with others."""
    own = () if _library is None else (_library.Error,)
    return (*others, sqlite3.Error, *own)


def connect(
    path: Path,
    mode: str = "rw",
    *,
    timeout: float = 5.0,
    key: Key | None = None,
    by_cipher: bool = False,
    **more: Any,
) -> Any:
    """A connection to a file; `mode` is "ro", "rw" or "rwc" (make it).

    A new file is encrypted where a `key` is given; one that is there has the key that it has. With
    `by_cipher` a plain one is opened by SQLCipher all the same. Raises `BookEncrypted` where the
    passphrase was not given yet.
    """
    with _entered(path, key, by_cipher) as (place, use):
        key = use.key
        module = library() if key is not None or by_cipher else sqlite3
        mode = "ro&immutable=1" if use.has_no_log else mode
        uri = f"file:{quote(str(path))}?mode={mode}"
        made = module.connect(uri, uri=True, timeout=timeout, factory=_factory(module), **more)
        made.key, made.place = key, place
        if key is not None:
            made.execute("PRAGMA cipher_log_level = NONE")
            made.execute(key.pragma())
        return made


@contextmanager
def _entered(path: Path, key: Key | None = None, alone: bool = False) -> Iterator[tuple[str, _Use]]:
    """Note that a file is used; taken back where that fails."""
    place = _place_of(path)
    with _registry:
        use = _uses.setdefault(place, _Use())
        if use.is_alone or (alone and use.count):
            raise BookLocked(
                _("{name} is being used by another part of this program. Nothing was changed; try "
                  "again in a moment.").format(name=path.name)
            )  # fmt: skip
        use.is_alone = alone
        use.count += 1
    try:
        with use.lock:
            if not use.is_known:
                page = _first_page(path)
                use.key = key or _key_for(path, page) or (None if page else _last_keys.get(place))
                use.has_odd_head = use.key is None and _is_odd_head(page)
                use.has_no_log = use.has_odd_head and page[_VERSIONS].endswith(b"\2")
                use.is_known = True
                _last_keys[place] = use.key
        yield place, use
    except BaseException:
        _leave(place)
        raise


def _place_of(path: Path) -> str:
    """Where a file really lies. Of one in use that is known without asking its drive, which may be
    away and let nobody go on.
    """
    name = os.path.abspath(path)
    with _registry:
        place = _places.get(name, "")
        if place in _uses:
            return place
    _places[name] = place = os.path.realpath(path)
    return place


def _leave(place: str) -> None:
    with _registry:
        use = _uses.get(place)
        if use is not None:
            use.count -= 1
            if use.count <= 0:
                del _uses[place]


_factories: dict[ModuleType, type] = {sqlite3: _Plain}


def _factory(module: ModuleType) -> type:
    if module not in _factories:
        _factories[module] = type("_Encrypted", (_Counted, module.Connection), {})
    return _factories[module]


def key_for(path: Path) -> Key | None:
    """The key of a file, None for a plain one; raises `BookEncrypted` where it is not known."""
    with _entered(path) as (place, use):
        key = use.key
    _leave(place)
    return key


def forget_last(path: Path) -> None:
    """A file that is made now is another one than that which lay here before, with its own key."""
    place = _place_of(path)
    with _registry:
        _last_keys.pop(place, None)


def is_in_use(path: Path) -> bool:
    """Whether this process has a file open."""
    place = _place_of(path)
    with _registry:
        return place in _uses


def has_odd_head(path: Path) -> bool:
    """Whether an open file says at its beginning what no book ever says: that no SQLite of today
    may write it, or that its texts are others. There it is damaged, though all else may be whole.
    """
    place = _place_of(path)
    with _registry:
        use = _uses.get(place)
        return use is not None and use.has_odd_head


def _is_odd_head(page: bytes) -> bool:
    if len(page) < _ENCODING.stop:
        return False
    return page[_VERSIONS] not in _VERSIONS_KNOWN or page[_ENCODING] != _UTF_8


def is_encrypted(path: Path) -> bool:
    """Whether a file is an encrypted book; that needs no passphrase."""
    place = _place_of(path)
    with _registry:
        use = _uses.get(place)
        if use is not None and use.is_known:
            return use.key is not None
    return keys.is_encrypted(_first_page(path))


def _first_page(path: Path) -> bytes:
    """The beginning of a file that nobody in this process has open; b"" where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read(keys.PAGE_SIZE)
    except OSError:
        return b""  # SQLite says what is the matter


# ── passphrases ─────────────────────────────────────────────────────────────────────────


def _key_for(path: Path, page: bytes) -> Key | None:
    if not keys.is_encrypted(page):
        return None
    library()
    return keys.held(page[: keys.SALT_SIZE]) or _asked(path, page)


def _asked(path: Path, page: bytes) -> Key:
    was_wrong = False
    while ask_for_passphrase is not None:
        passphrase = ask_for_passphrase(path, was_wrong)
        if passphrase is None:
            break
        if (key := _fitting(passphrase, page)) is not None:
            keys.hold(key)
            return key
        was_wrong = True
    raise wrong(path) if was_wrong else needed(path)


def _fitting(passphrase: str, page: bytes) -> Key | None:
    """The key, also where the first page is damaged: opening it says that."""
    salt = page[: keys.SALT_SIZE]
    key = keys.key_of(passphrase, salt)
    return key if keys.opens(key, page) or keys.fits_check(passphrase, salt) else None


def needs_passphrase(path: Path) -> bool:
    """Whether a file is encrypted, and its passphrase was not given yet."""
    if is_in_use(path):
        return False
    page = _first_page(path)
    return keys.is_encrypted(page) and keys.held(page[: keys.SALT_SIZE]) is None


def unlock(path: Path, passphrase: str) -> Key | None:
    """Open a file by its passphrase from now on; its key, None where it needs none.

    Takes a good part of a second. Raises `WrongPassphrase` with a sentence.
    """
    if is_in_use(path):
        return None
    page = _first_page(path)
    if not keys.is_encrypted(page):
        return None
    library()
    key = _fitting(passphrase, page)
    if key is None:
        raise wrong(path)
    keys.hold(key)
    return key


def fits(path: Path, passphrase: str) -> bool:
    """Whether a passphrase is the one of an encrypted file that was opened before."""
    key = key_for(path)
    return key is not None and keys.key_of(passphrase, key.salt) == key


def needed(path: Path) -> BookEncrypted:
    """The book is encrypted, and nobody has given its passphrase."""
    return BookEncrypted(
        _("{name} is encrypted and opens with its passphrase.").format(name=path.name)
    )


def wrong(path: Path) -> WrongPassphrase:
    """A passphrase that does not open a book."""
    return WrongPassphrase(
        _("This passphrase does not open {name}. Capital letters count, and so does the keyboard's "
          "language. Nothing was changed.").format(name=path.name)
    )  # fmt: skip
