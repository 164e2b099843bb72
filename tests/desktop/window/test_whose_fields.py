"""The page of custom fields shows those of people, those of organisations, or all of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.test_fields_page import (
    CustomFieldsPage,
    Key,
    Made,
    at,
    chosen,
    fill,
    nothing_known,
    titles,
)

from contactdesk.desktop.custom_texts import known
from contactdesk.model.custom import NUMBER, FieldDefinition, with_custom
from contactdesk.store.listing import ListQuery

__all__ = ["at", "nothing_known"]  # fixtures


def whose(page: CustomFieldsPage, kind: str) -> None:
    page.whose.choose(kind)
    page.whose.chosen.emit(kind)


def test_fields_of_people_and_of_organisations_are_shown_and_made_apart(at: Any) -> None:
    page = fill(
        at,
        FieldDefinition(label="Motto", section="Other"),
        FieldDefinition(label="Shoe size", section="Other", kinds="individual"),
        FieldDefinition(label="VAT number", section="Other", kinds="org"),
        FieldDefinition(label="Dock", section="Delivery", kinds="org"),
        sections=("Other", "Delivery"),
    )
    whose(page, "individual")
    assert [row.title for row in page.rows if row.field] == ["Motto", "Shoe size"]
    assert "Delivery" not in titles(page)
    assert "2 fields" in page.summary.full_text()
    whose(page, "org")
    assert [row.title for row in page.rows if row.field] == ["Motto", "VAT number", "Dock"]
    chosen(at, page, "VAT number")
    page.palette_.buttons[NUMBER].click()
    at.until(lambda: "Number" in titles(page))
    (made,) = (f for f in known().fields if f.label == "Number")
    assert made.kinds == "org"
    whose(page, "")
    assert "Shoe size" in titles(page)


def test_a_field_keeps_its_place_among_those_that_are_not_shown(at: Any) -> None:
    page = fill(
        at,
        FieldDefinition(label="A", kinds="org"),
        FieldDefinition(label="B", kinds="individual"),
        FieldDefinition(label="C", kinds="org"),
        FieldDefinition(label="D", kinds="individual"),
    )
    whose(page, "org")
    chosen(at, page, "A")
    page.list.setFocus()
    QTest.keyClick(page.list, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    at.until(lambda: titles(page) == ["C", "A"])
    whose(page, "")
    assert titles(page) == ["B", "C", "A", "D"]


def test_what_comes_back_is_shown_though_others_fields_were(at: Any) -> None:
    page = fill(at, FieldDefinition(label="Motto"), FieldDefinition(label="VAT", kinds="org"))
    page.put_away(page.rows[1])
    at.until(lambda: page.fields.away)
    whose(page, "individual")
    page.deeds.bring_back(page.fields.away[0])
    at.until(lambda: "VAT" in titles(page))
    assert page.kind == ""


def test_where_one_kind_has_no_fields_the_page_says_so(at: Any) -> None:
    page = fill(at, FieldDefinition(label="VAT", kinds="org"))
    whose(page, "individual")
    assert page.empty.isVisible()
    assert page.empty.title.text() == "No fields for people yet"
    assert "Every person has it" in page.empty.text.text()
    whose(page, "org")
    assert page.list.isVisible()


def test_a_field_of_organisations_is_previewed_as_one(opened: Made, a_contact: Made) -> None:
    acme = a_contact("Acme", kind="org")
    at = opened(a_contact("Anna Baran"), acme)
    at.shows("Acme", "Anna Baran")
    page = fill(at, FieldDefinition(label="VAT", kinds="org"))

    def say(tx: Any) -> None:
        """Both say something in it: she did before it was for organisations alone."""
        (field,) = tx.custom_fields.known().fields
        everybody = tx.contacts.listing(ListQuery()).numbers
        value = {field.id: "PL 1"}
        tx.contacts.change_many(list(everybody), lambda c: with_custom(c, value), ("custom",))

    at.desk.write("Values", say)
    at.until(lambda: page.rows[0].contacts == 2)
    at.until(lambda: page.sample.contact is not None)
    assert page.sample.contact.formatted_name == "Acme"
