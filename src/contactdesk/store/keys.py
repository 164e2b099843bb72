"""The keys of encrypted books, made of passphrases and held in memory alone.

An encrypted book is a file of SQLCipher 4 as it comes, which its passphrase opens in other
programs too. Its first 16 bytes are the salt, and nothing of them is encrypted; ours are chosen:

    4 bytes  a mark: this is an encrypted book, not any file
    8 bytes  by chance
    4 bytes  a check of the passphrase, made as slowly as the key but of the 12 bytes before it

So a passphrase that fits the check but opens nothing means a damaged first page, and one that
fits neither is wrong. Guessing gets no easier: each guess costs what it would without the check.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field

MARK = b"CDk\x01"
SALT_SIZE = 16
PAGE_SIZE = 4096
ROUNDS = 256_000  # SQLCipher 4's own
_CHECK_SIZE = 4
_MAC_SIZE = 64

_held: dict[bytes, Key] = {}
_holding = threading.Lock()


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a file with this salt; it is never shown."""

    salt: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    def pragma(self) -> str:
        """What tells SQLCipher the key, which then has nothing slow to do."""
        return f"PRAGMA key = \"x'{(self.secret + self.salt).hex()}'\""


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins so is an encrypted book."""
    return len(head) >= SALT_SIZE and head.startswith(MARK)


def new_key(passphrase: str) -> Key:
    """A key for a file that is to be encrypted; takes a good part of a second."""
    begins = MARK + os.urandom(SALT_SIZE - len(MARK) - _CHECK_SIZE)
    return key_of(passphrase, begins + _stretched(passphrase, begins)[:_CHECK_SIZE])


def key_of(passphrase: str, salt: bytes) -> Key:
    """The key that a passphrase makes with the salt of a file."""
    return Key(salt, _stretched(passphrase, salt))


def fits_check(passphrase: str, salt: bytes) -> bool:
    """Whether this is the passphrase that the salt was made for."""
    begins, check = salt[:-_CHECK_SIZE], salt[-_CHECK_SIZE:]
    return hmac.compare_digest(_stretched(passphrase, begins)[:_CHECK_SIZE], check)


def opens(key: Key, page: bytes) -> bool:
    """Whether a key is the one of a file whose first page this is.

    As SQLCipher does it: a code over the page and its number, under a key of its own.
    """
    if len(page) < PAGE_SIZE:
        return False
    own_salt = bytes(byte ^ 0x3A for byte in key.salt)
    own = hashlib.pbkdf2_hmac("sha512", key.secret, own_salt, 2, 32)
    said = page[SALT_SIZE : PAGE_SIZE - _MAC_SIZE] + (1).to_bytes(4, "little")
    found = hmac.digest(own, said, "sha512")
    return hmac.compare_digest(found, page[PAGE_SIZE - _MAC_SIZE : PAGE_SIZE])


def _stretched(passphrase: str, salt: bytes) -> bytes:
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hashlib.pbkdf2_hmac("sha512", text, salt, ROUNDS, 32)


# ── what is held until the program ends ─────────────────────────────────────────────────


def hold(key: Key) -> None:
    """Open every file with this salt from now on: the book, its backups, its copies."""
    _leave_no_image()
    with _holding:
        _held[key.salt] = key


def _leave_no_image() -> None:
    """A crash from now on leaves no image of the memory on the disk: the key would be in it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def held(salt: bytes) -> Key | None:
    """The key of files with this salt, if their passphrase was given."""
    with _holding:
        return _held.get(salt)


def forget() -> None:
    """Hold no key any more: each file asks for its passphrase again."""
    with _holding:
        _held.clear()
