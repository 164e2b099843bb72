"""The window's thread never touches the book: the guard that holds every desktop test to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from contactdesk.store.guard import BookOnWindowThread


def test_the_windows_thread_cannot_open_a_book(a_book: Callable[..., Any]) -> None:
    with pytest.raises(BookOnWindowThread):
        a_book()


def test_the_windows_thread_can_neither_read_nor_write(
    a_book: Callable[..., Any], the_book_itself: Callable[[], AbstractContextManager[None]]
) -> None:
    with the_book_itself():
        book = a_book()
    with pytest.raises(BookOnWindowThread), book.read():
        pass
    with pytest.raises(BookOnWindowThread), book.write("Edit"):
        pass
