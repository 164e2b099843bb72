"""Drafts: on the disk soon, there after a crash, one per book and contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactdesk.desktop.drafts import Drafts
from contactdesk.model.contact import Address, Contact, Entry, Extra
from contactdesk.model.dates import PartialDate

ANNA = Contact(
    id="018f-anna",
    number=7,
    revision=3,
    formatted_name="Anna Nowak",
    given="Anna",
    family="Nowak",
    phones=(Entry("+48 501 234 567", ("cell",), "", True, 1),),
    addresses=(Address(street="ul. Portowa 1", item=2),),
    birthday=PartialDate(None, 3, 14),
    extra=(Extra("X-ODD", "kept", params=(("A", "b"),), item=3),),
)
TYPED = replace(ANNA, family="Baran", note="half a sen")


@pytest.fixture
def open_drafts(tmp_path):
    opened = []

    def _open(book="book.cdk"):
        drafts = Drafts(book, tmp_path / "drafts")
        opened.append(drafts)
        drafts.wait()
        return drafts

    yield _open
    for drafts in opened:
        drafts.close()


def test_a_draft_is_there_after_a_restart_with_both_versions(open_drafts):
    first = open_drafts()
    first.keep(ANNA, TYPED)
    first.wait()
    found = open_drafts().find(7)
    assert found is not None
    assert (found.base, found.mine) == (ANNA, TYPED)
    assert found.kept_at


def test_a_dropped_draft_is_gone_for_good(open_drafts, tmp_path):
    first = open_drafts()
    first.keep(ANNA, TYPED)
    first.drop(ANNA.id)
    first.wait()
    assert not first.has(7)
    assert not open_drafts().has(7)
    assert not list((tmp_path / "drafts").glob("*"))


def test_books_do_not_see_each_others_drafts(open_drafts):
    first = open_drafts("one.cdk")
    first.keep(ANNA, TYPED)
    first.wait()
    assert not open_drafts("two.cdk").has(7)


def test_the_newest_words_win(open_drafts):
    first = open_drafts()
    for note in ("a", "ab", "abc"):
        first.keep(ANNA, replace(TYPED, note=note))
    first.wait()
    found = open_drafts().find(7)
    assert found is not None
    assert found.mine.note == "abc"


@pytest.mark.warns
def test_a_damaged_file_hides_no_other_draft_and_is_left_alone(open_drafts, tmp_path):
    first = open_drafts()
    first.keep(ANNA, TYPED)
    first.wait()
    good = next((tmp_path / "drafts").glob("*.json"))
    bad = good.with_name(good.name.replace("anna", "aaaa"))
    bad.write_text("{half", encoding="utf-8")
    assert open_drafts().has(7)
    assert bad.exists()


def test_a_new_contact_is_found_again_by_its_kind(open_drafts):
    first = open_drafts()
    blank = Contact(id="new-1", kind="org")
    first.keep(blank, replace(blank, formatted_name="Baltica"))
    assert first.newest_new("org") is not None
    assert first.newest_new("individual") is None
    assert not first.has(0)
