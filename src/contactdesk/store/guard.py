"""Keeps a thread (the window's) from ever touching a book: on a network drive any read may wait."""

from __future__ import annotations

import threading

_forbidden: set[int] = set()


class BookOnWindowThread(AssertionError):
    """The window's own thread asked the book for something: a bug, never a person's fault."""


def forbid_this_thread() -> None:
    """From now on any use of a book on the calling thread raises `BookOnWindowThread`."""
    _forbidden.add(threading.get_ident())


def allow_this_thread() -> None:
    """Take `forbid_this_thread` back."""
    _forbidden.discard(threading.get_ident())


def check() -> None:
    """Raise when the calling thread may not use a book."""
    if threading.get_ident() in _forbidden:
        raise BookOnWindowThread("the window's thread must not touch the book")
