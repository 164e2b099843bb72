"""Drafts of notes: the last word counts, what cannot be understood is left where it is."""

from __future__ import annotations

import pytest

from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts

CALL = NoteDraft("Wants prices", "call", "in", "reached", "2026-11-24T09:20:00+00:00", 75)


@pytest.fixture
def open_drafts(tmp_path):
    opened = []

    def _open(book="book.cdk"):
        opened.append(NoteDrafts(book, tmp_path / "notes"))
        return opened[-1]

    yield _open
    for drafts in opened:
        drafts.close()


def test_the_last_word_is_there_after_a_restart(open_drafts):
    first = open_drafts()
    for text in ("W", "Wa", "Wants"):
        first.keep("anna", NoteDraft(text))
    first.keep("anna", CALL)
    first.keep("ewa", NoteDraft("hers"))
    first.drop("ewa")
    first.wait()
    again = open_drafts()
    assert (again.read("anna"), again.read("ewa"), again.read("jan")) == (CALL, None, None)
    assert open_drafts("another.cdk").read("anna") is None


def test_a_call_that_has_begun_is_worth_keeping_and_an_empty_note_is_not():
    assert CALL.says_anything
    assert NoteDraft(kind="call").says_anything
    assert not NoteDraft("  \n").says_anything


@pytest.mark.warns
@pytest.mark.parametrize("words", ["{", "[]", '{"text": 5}', "null"])
def test_a_file_that_is_not_understood_is_left_where_it_is(open_drafts, tmp_path, words):
    drafts = open_drafts()
    drafts.keep("anna", CALL)
    drafts.wait()
    (file,) = (tmp_path / "notes").iterdir()
    file.write_text(words)
    assert open_drafts().read("anna") is None
    assert file.read_text() == words
