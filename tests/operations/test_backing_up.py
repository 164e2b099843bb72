"""Backups by themselves: once a day, at closing, before large things; and failures are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookError
from contactdesk.model.contact import Contact
from contactdesk.operations.backing_up import (
    back_up,
    back_up_before,
    back_up_if_due,
    failures,
    place_of,
    same_disk,
)
from contactdesk.settings import Settings
from contactdesk.store.backups import backups_in, verified
from contactdesk.store.book import Book

pytestmark = pytest.mark.both_databases
MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Book:
    made: Book = a_book(a_contact("Anna Nowak"))
    return made


def edit(book: Book) -> None:
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note=base.note + "+"), base)


def kept(book: Book, settings: Settings) -> list[Any]:
    return backups_in(place_of(book.facts.path, settings).folder)


def test_once_a_day_when_something_changed(book: Book) -> None:
    settings = Settings()
    assert back_up_if_due(book, settings, now=MORNING) is not None
    edit(book)
    assert back_up_if_due(book, settings, now=MORNING + 2 * HOUR) is None
    assert back_up_if_due(book, settings, now=MORNING + DAY) is not None
    assert back_up_if_due(book, settings, now=MORNING + 2 * DAY) is None  # nothing changed
    assert [each.manifest.reason for each in kept(book, settings)] == ["day", "day"]


def test_at_closing_unless_the_last_one_is_fresh(book: Book) -> None:
    settings = Settings()
    back_up(book, settings, "asked", now=MORNING)
    edit(book)
    assert back_up_if_due(book, settings, closing=True, now=MORNING + 3 * HOUR) is None
    only_daily = Settings(backup_when="day")
    assert back_up_if_due(book, only_daily, closing=True, now=MORNING + 5 * HOUR) is None
    made = back_up_if_due(book, settings, closing=True, now=MORNING + 5 * HOUR)
    assert made is not None
    assert made.manifest is not None
    assert made.manifest.reason == "closing"


def test_before_large_things_and_not_twice_of_the_same(book: Book) -> None:
    settings = Settings()
    assert back_up_before(book, settings, "import") is not None
    assert back_up_before(book, settings, "merge") is None
    edit(book)
    assert back_up_before(book, settings, "merge") is not None
    edit(book)
    assert back_up_before(book, Settings(backup_when="never"), "merge") is None


def test_a_failure_is_noted_and_tried_again_after_a_while(book: Book, tmp_path: Path) -> None:
    (tmp_path / "away").write_text("no folder")
    away = Settings(backup_folder=str(tmp_path / "away"))
    with pytest.raises(BookError, match="No backup could be made"):
        back_up_if_due(book, away, now=MORNING)
    (failed,) = failures(place_of(book.facts.path, away).notes)
    assert failed.at == MORNING
    assert "No backup could be made" in failed.words
    assert back_up_if_due(book, away, now=MORNING + HOUR / 2) is None
    (tmp_path / "away").unlink()
    assert back_up_if_due(book, away, now=MORNING + 2 * HOUR) is not None
    assert len(kept(book, away)) == 1


def test_old_ones_go_and_a_damaged_one_never_takes_the_place_of_a_good_one(book: Book) -> None:
    settings = Settings(backup_keep="weeks")
    first = back_up(book, settings, "day", now=MORNING)
    for n in range(1, 40):
        made = back_up(book, settings, "day", now=MORNING + n * DAY)
        if n == 20:
            made.path.write_bytes(b"")
    found = kept(book, settings)
    assert not first.path.exists()
    assert 10 <= len(found) <= 20
    assert all(verified(each.path).good for each in found)


def test_the_last_good_one_stays_when_all_newer_ones_are_damaged(book: Book) -> None:
    settings = Settings(backup_keep="weeks")
    good = back_up(book, settings, "day", now=MORNING)
    for n in range(1, 16):
        back_up(book, settings, "day", now=MORNING + n * HOUR).path.write_bytes(b"")
    assert good.path.exists()
    assert good in kept(book, settings)


@pytest.mark.file_only
def test_whether_a_book_and_its_backups_share_a_disk_is_known(book: Book, tmp_path: Path) -> None:
    assert same_disk(book.facts.path, tmp_path / "kept" / "not yet")
    assert not same_disk(book.facts.path, Path("/proc"))


@pytest.mark.file_only
def test_books_of_one_name_have_folders_of_their_own(tmp_path: Path) -> None:
    one, other = (place_of(str(tmp_path / at / "office.cdk"), Settings()) for at in "ab")
    assert one.folder != other.folder
    assert one.folder.name.startswith("office-")
