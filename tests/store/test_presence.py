"""Windows of one book know of each other by a small file each, and nothing waits for it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from contactdesk.store import presence as module
from contactdesk.store.presence import FilePresence, Here


def here(name: str, contact: str = "") -> Here:
    return Here("", f"id-{name}", name, "3", f"{name}-pc", "2026-11-24T09:00:00+00:00", contact)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "office.cdk"


@pytest.fixture
def two(book: Path) -> Iterator[tuple[FilePresence, FilePresence]]:
    both = FilePresence(book), FilePresence(book)
    for one, name in zip(both, ("anna", "ola"), strict=True):
        one.tell(here(name))
    yield both
    for one in both:
        one.leave()


def test_each_sees_the_other_and_what_they_edit(two: tuple[FilePresence, FilePresence]) -> None:
    anna, ola = two
    assert [h.name for h in anna.others()] == ["ola"]
    assert [h.name for h in ola.others()] == ["anna"]
    ola.tell(here("ola", "contact-7")._replace(field="phones 3"))
    (seen,) = anna.others()
    assert (seen.contact, seen.window, seen.colour) == ("contact-7", ola.window, "3")
    assert seen.field == "phones 3"


def test_the_last_who_leaves_takes_the_folder_along(
    two: tuple[FilePresence, FilePresence], book: Path
) -> None:
    anna, ola = two
    folder = book.with_name("office.cdk.presence")
    anna.leave()
    assert ola.others() == []
    assert len(list(folder.iterdir())) == 1
    ola.leave()
    assert not folder.exists()


def test_a_window_that_no_longer_beats_is_gone(
    two: tuple[FilePresence, FilePresence], monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, ola = two
    assert len(anna.others()) == 1
    start = module.time.monotonic()
    monkeypatch.setattr(module.time, "monotonic", lambda: start + module.STALE_SECONDS + 1)
    assert anna.others() == []
    ola.tell(here("ola"))  # it only slept
    assert len(anna.others()) == 1


def test_what_a_crash_left_long_ago_is_never_shown_whatever_the_clocks_say(
    two: tuple[FilePresence, FilePresence], book: Path
) -> None:
    anna, _ola = two
    left = book.with_name("office.cdk.presence") / "crashed.json"
    left.write_text(json.dumps({**here("ghost")._asdict(), "beat": 3}))
    own = os.stat(left.with_name(f"{anna.window}.json")).st_mtime
    os.utime(left, (own - 600, own - 600))
    assert [h.name for h in anna.others()] == ["ola"]
    os.utime(left, (own - 2 * module.FORGOTTEN_SECONDS,) * 2)
    assert [h.name for h in FilePresence(book).others()] != []
    FilePresence(book).tell(here("x"))
    fresh = FilePresence(book)
    fresh.tell(here("cleaner"))
    fresh.others()
    assert not left.exists()
    fresh.leave()


def test_files_that_are_no_presence_are_passed_over(
    two: tuple[FilePresence, FilePresence], book: Path
) -> None:
    anna, _ola = two
    folder = book.with_name("office.cdk.presence")
    for name, text in (("a.json", "{"), ("b.json", "[1]"), ("c.json", '"x"'), ("d.txt", "{}")):
        (folder / name).write_text(text)
    (folder / "e.json").mkdir()
    (folder / "f.json").write_text(json.dumps({"name": "y" * 900, "contact": ["x"], "beat": 1}))
    found = anna.others()
    assert all(len(h.name) <= module.LONGEST for h in found)
    assert "ola" in [h.name for h in found]


def test_where_no_folder_can_be_made_there_is_nobody_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "office.cdk.presence").write_text("a file is in the way")
    alone = FilePresence(tmp_path / "office.cdk")
    alone.tell(here("anna"))
    assert alone.others() == []
    alone.leave()


@pytest.mark.skipif(os.name != "posix", reason="rights are others there")
def test_who_may_make_files_beside_the_book_may_be_seen_too(book: Path) -> None:
    """The folder is made by whoever comes first, whose own new folders may be closed to others."""
    book.parent.chmod(0o2775)
    before = os.umask(0o022)
    one = FilePresence(book)
    try:
        one.tell(here("anna"))
        made = book.with_name("office.cdk.presence").stat()
        assert oct(made.st_mode & 0o7777) == oct(0o2775)
    finally:
        os.umask(before)
        one.leave()
