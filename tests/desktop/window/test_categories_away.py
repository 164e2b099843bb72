"""Categories while the book is away: contacts get them as by an edit; the rest has to wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.desktop.window.test_away import Share, away, back, card_of, share

from contactdesk.desktop.category_picker import CategoryPicker

__all__ = ["share"]  # a fixture


def opened_and_away(share: Share, *looked_at: str) -> tuple[Any, list[str]]:
    def give(tx: Any) -> None:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, categories=("Press",)), base=anna)

    share.by_a_colleague(give)
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    opened.until(lambda: opened.window.sidebar.model.category_names() == ["Press"])
    for name in looked_at:
        card_of(opened, name)
    share.take_away()
    away(opened)
    opened.desk.away.hangs = True
    heard: list[str] = []
    opened.desk.toast.connect(lambda words, _button, _do: heard.append(words))
    return opened, heard


def test_contacts_get_and_lose_a_category_and_a_colleagues_edit_stays(share: Share) -> None:
    opened, heard = opened_and_away(share, "Jan Kowal", "Anna Nowak")
    verbs = opened.window.category_verbs
    verbs.put([1, 2], "Fair")
    opened.until(lambda: heard == ["Added 2 contacts to Fair"])
    opened.window.detail.category_dropped.emit(1, "Press")
    opened.until(lambda: heard[-1] == "Took Press away")
    assert len(opened.desk.outbox.waiting) == 3
    card = opened.window.detail
    opened.until(lambda: card.card.view.contact.categories == ("Fair",))
    share.by_a_colleague(
        lambda tx: tx.contacts.save(
            replace(tx.contacts.get(1), categories=("Press", "Golf")), base=tx.contacts.get(1)
        )
    )
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert set(share.contact(1).categories) == {"Fair", "Golf"}
    assert share.contact(2).categories == ("Fair",)


def test_undo_takes_a_category_back_while_it_waits(share: Share) -> None:
    opened, _heard = opened_and_away(share, "Anna Nowak")
    opened.window.category_verbs.put([1], "Fair")
    opened.until(lambda: opened.desk.undo_label == "Add to Fair")
    opened.desk.undo()
    opened.until(lambda: not opened.desk.outbox.waiting)
    share.give_back()
    back(opened)
    assert share.contact(1).categories == ("Press",)


def test_who_was_never_looked_at_is_left_and_that_is_said(share: Share) -> None:
    opened, heard = opened_and_away(share, "Anna Nowak")
    opened.window.category_verbs.put([1, 2], "Fair")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: bool(heard))
    assert "the card of 1 of these contacts was never looked at" in heard[-1]


def test_the_categories_are_offered_as_they_were_known(share: Share) -> None:
    opened, heard = opened_and_away(share, "Anna Nowak")
    opened.window.category_verbs.ask_where()
    (picker,) = opened.window.findChildren(CategoryPicker)
    picker.picked.emit("Press")
    opened.until(lambda: heard == ["Already in Press"])


def test_what_is_done_to_a_category_itself_says_that_it_has_to_wait(share: Share) -> None:
    opened, heard = opened_and_away(share, "Anna Nowak")
    verbs = opened.window.category_verbs
    verbs.ask_new()
    verbs.ask_rename("Press")
    verbs.put_inside("Press", "Media")
    verbs.recolour("Press", "blue")
    verbs.keep_in_touch("Press", "P1M")
    verbs.delete("Press")
    assert len(heard) == 6
    assert {"when it is back" in words for words in heard} == {True}
    share.give_back()
    back(opened)
    assert share.contact(1).categories == ("Press",)
