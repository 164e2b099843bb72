"""Custom fields in the window: made, filled in, changed, moved, put away, and seen at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.custom_texts import known, learn
from contactdesk.desktop.fields_inspector import with_type
from contactdesk.desktop.fields_page import CustomFieldsPage
from contactdesk.desktop.fields_questions import fits_words
from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    FILE,
    MONEY,
    NUMBER,
    ONE_OF,
    SEVERAL_OF,
    TEXT,
    YES_NO,
    Choice,
    FieldDefinition,
    FieldList,
    FieldSection,
    with_custom,
)
from contactdesk.model.custom_values import Fitting
from contactdesk.store.book import Book

Made = Callable[..., Any]


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    learn(FieldList())


class Page:
    """The page of fields in a window with an opened book, and short words for it."""

    def __init__(self, at: Any, the_book_itself: Any) -> None:
        self.at, self._itself = at, the_book_itself
        at.window.verbs.custom_fields.show()
        self.page: CustomFieldsPage = at.window.stack.currentWidget()
        at.until(self.page.summary.full_text)

    def titles(self) -> list[str]:
        return [row.title for row in self.page.rows]

    def shows(self, *titles: str) -> None:
        self.at.until(lambda: self.titles() == list(titles))

    def choose(self, title: str) -> Any:
        place = self.titles().index(title)
        self.page.list.setCurrentIndex(self.page.list.lines.index(place))
        inspector = self.page.inspector
        self.at.until(lambda: inspector.row is not None and inspector.row.title == title)
        return inspector

    def read(self, ask: Callable[[Any], Any]) -> Any:
        with self._itself(), Book.open(self.at.desk.path) as book, book.read() as tx:
            return ask(tx)

    def write(self, do: Callable[[Any], Any]) -> None:
        """What a colleague does in another window."""
        with self._itself(), Book.open(self.at.desk.path) as book, book.write("Theirs") as tx:
            do(tx)

    def fields(self) -> list[FieldDefinition]:
        return list(self.read(lambda tx: tx.custom_fields.known().fields))

    def said(self) -> list[str]:
        """What contacts say in the first field."""
        return list(
            self.read(lambda tx: tx.custom_fields.values(tx.custom_fields.all()[0].id)).values()
        )


@pytest.fixture
def page(opened: Made, a_contact: Made, the_book_itself: Any) -> Made:
    def make(*fields: FieldDefinition, said: tuple[str, ...] = (), **more: Any) -> Page:
        at = opened(*(a_contact(f"Anna Nr{n}") for n in range(max(1, len(said)))))
        at.until(lambda: at.desk.facts is not None)
        at.desk.write("Fields", lambda tx: _fill(tx, fields, said, **more))
        at.until(lambda: len(known().fields) == len(fields))
        return Page(at, the_book_itself)

    return make


def _fill(
    tx: Any, fields: Any, said: tuple[str, ...], sections: tuple[FieldSection, ...] = ()
) -> None:
    ids = {s.name: tx.custom_sections.add(s).id for s in sections}
    made = [tx.custom_fields.add(replace(f, section=ids.get(f.section, ""))) for f in fields]
    for number, value in enumerate(said, 1):
        base = tx.contacts.get(number)
        tx.contacts.save(with_custom(base, {made[0].id: value}), base=base)


def test_a_new_field_is_named_at_once_and_is_in_the_form(page: Made) -> None:
    """A new user: one click, a name, and the field is there to be filled in."""
    here = page()
    assert here.page.stack.currentWidget() is here.page.empty
    here.page.palette_.buttons[NUMBER].click()
    here.shows("Number")
    inspector = here.page.inspector
    here.at.until(lambda: inspector.name is not None and inspector.name.hasSelectedText())
    inspector.name.setText("Customer number")
    inspector.name.editingFinished.emit()
    here.shows("Customer number")
    here.page.done_.click()
    window = here.at.window
    here.at.shows("Anna Nr0")
    here.at.choose("Anna Nr0")
    here.at.until(lambda: window.detail is not None)
    window.verbs.edit_contact()
    here.at.until(lambda: _form(window) is not None)
    (editor,) = _form(window).custom.editors.values()
    editor.body.setFocus()
    editor.body.selectAll()
    QTest.keyClicks(editor.body, "1,250.5")
    _form(window).save_wanted.emit()
    here.at.until(lambda: here.said() == ["1250.5"])
    here.at.until(lambda: "Customer number" in _words(window))


def _form(window: Any) -> Any:
    from contactdesk.desktop.contact_form import ContactForm

    return next(iter(window.findChildren(ContactForm)), None)


def _words(window: Any) -> str:
    from contactdesk.desktop.value_row import ValueRow

    return " ".join(row.value.word for row in window.findChildren(ValueRow))


def test_every_field_says_type_restriction_and_how_many_use_it(page: Made) -> None:
    here = page(
        FieldDefinition(label="Terms", type=ONE_OF, only_categories=("Customers",), kinds="org"),
        said=("a", "b"),
    )  # fmt: skip
    here.shows("Terms")
    here.at.until(lambda: here.page.rows[0].contacts == 2)
    assert str(here.page.rows[0]) == (
        "Terms, Choice of one, only Customers · only organisations, 2 filled"
    )


def test_fields_move_by_the_keyboard_and_by_a_drop_and_come_back_by_undo(page: Made) -> None:
    here = page(
        FieldDefinition(label="A", section="Business", position=1),
        FieldDefinition(label="B", section="Business", position=2),
        FieldDefinition(label="C", section="Delivery", position=1),
        sections=(FieldSection(name="Business", position=1),
                  FieldSection(name="Delivery", position=2)),
    )  # fmt: skip
    here.shows("Business", "A", "B", "Delivery", "C")
    here.choose("B")
    QTest.keyClick(here.page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    here.shows("Business", "B", "A", "Delivery", "C")
    assert here.page.list.row().title == "B"
    QTest.keyClick(here.page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    here.shows("Business", "A", "B", "Delivery", "C")
    QTest.keyClick(here.page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    here.shows("Business", "A", "Delivery", "B", "C")
    here.page.list.row_dropped.emit(here.page.rows[-1].key, 1)
    here.shows("Business", "C", "A", "Delivery", "B")
    here.at.desk.undo()
    here.shows("Business", "A", "Delivery", "B", "C")
    here.choose("Delivery")
    QTest.keyClick(here.page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    here.shows("Delivery", "B", "C", "Business", "A")


def test_a_type_is_dropped_where_it_is_wanted(page: Made) -> None:
    here = page(FieldDefinition(label="A", position=1), FieldDefinition(label="B", position=2))
    here.shows("A", "B")
    here.page.list.type_dropped.emit(MONEY, 1)
    here.shows("A", "Money", "B")
    assert [f.unit for f in here.fields() if f.type == MONEY] == ["EUR"]


def test_delete_puts_a_field_away_and_its_values_come_back_with_it(page: Made) -> None:
    here = page(FieldDefinition(label="VAT number"), said=("PL 1",))
    here.choose("VAT number")
    QTest.keyClick(here.page.list, Qt.Key.Key_Delete)
    here.at.until(lambda: here.page.stack.currentWidget() is here.page.empty)
    here.at.until(here.page.away.isVisible)
    assert here.at.window.toast.isVisible()
    (field,) = here.page.fields.away
    here.page.deeds.bring_back(field)
    here.shows("VAT number")
    here.at.until(lambda: here.page.rows[0].contacts == 1)


def test_another_type_is_asked_for_before_values_change(page: Made) -> None:
    from contactdesk.desktop.sheet import Question

    here = page(FieldDefinition(label="Size"), said=("5,0", "7", "large"))
    inspector = here.choose("Size")
    inspector.types.choose(NUMBER)
    inspector.type_wanted.emit(NUMBER)
    here.at.until(lambda: here.at.window.findChildren(Question))
    question = here.at.window.findChildren(Question)[-1]
    assert "3 values: 2 fit, 1 stays as text" in question.text.text()
    question.go_on.click()
    here.at.until(lambda: [f.type for f in here.fields()] == [NUMBER])

    assert here.said() == ["5", "7", "large"]
    here.at.desk.undo()
    here.at.until(lambda: [f.type for f in here.fields()] == [TEXT])
    assert here.said() == ["5,0", "7", "large"]


def test_texts_become_choices_of_themselves(page: Made) -> None:
    field = FieldDefinition(label="Size")
    assert with_type(field, ONE_OF, ["L", "M", "L"]).choices == (Choice("L"), Choice("M"))
    assert with_type(field, ONE_OF, [str(n) for n in range(40)]).choices == ()
    files = "urn:uuid:01998a00-0000-7000-8000-00000000000a L\nM"
    assert with_type(replace(field, type=FILE), ONE_OF, ["M", "L"]).choices == (
        Choice("L"), Choice("M")
    )  # fmt: skip
    named = with_type(replace(field, type=FILE), SEVERAL_OF, [files.partition("\n")[0]])
    assert named.choices == (Choice("L"),)


def test_choices_are_renamed_in_every_contact_and_replaced_when_they_go(page: Made) -> None:
    from contactdesk.desktop.fields_choices import ReplaceSheet

    choices = (Choice("Net 14"), Choice("Net 30"))
    here = page(FieldDefinition(label="Terms", type=ONE_OF, choices=choices),
                said=("Net 14", "Net 30"))  # fmt: skip

    inspector = here.choose("Terms")
    name = inspector.choices.names[0]
    name.setText("14 days")
    name.editingFinished.emit()
    here.at.until(lambda: here.said() == ["14 days", "Net 30"])
    here.at.until(lambda: inspector.choices.names[0].text() == "14 days")
    here.at.until(lambda: dict(here.page.sample.uses).get("14 days") == 1)
    inspector.choice_gone.emit("14 days")
    sheet = here.at.window.findChildren(ReplaceSheet)[-1]
    sheet.combo.choose("Net 30")
    sheet.go.click()
    here.at.until(lambda: here.said() == ["Net 30", "Net 30"])
    here.at.desk.undo()
    here.at.until(lambda: here.said() == ["14 days", "Net 30"])


def test_a_colleagues_field_is_in_the_open_form_without_a_new_start(page: Made) -> None:
    here = page(FieldDefinition(label="Size"), said=("L",))
    here.page.done_.click()
    here.at.shows("Anna Nr0")
    here.at.choose("Anna Nr0")
    here.at.window.verbs.edit_contact()
    here.at.until(lambda: _form(here.at.window) is not None)
    form = _form(here.at.window)
    (size,) = form.custom.editors.values()
    size.body.setText("XL")
    size.body.textEdited.emit("XL")
    colours = (Choice("Red"), Choice("Blue"))
    here.write(
        lambda tx: [
            tx.custom_fields.add(FieldDefinition(label="Colour", type=SEVERAL_OF, choices=colours)),
            tx.custom_fields.add(FieldDefinition(label="Only VIPs", only_categories=("VIP",))),
        ]
    )
    here.at.until(lambda: len(form.custom.editors) == 2)
    colour = list(form.custom.editors.values())[1]
    assert [e.value() for e in form.custom.editors.values()] == ["XL", ""]
    colour.body.boxes["Blue"].click()
    assert {v.value for v in form.value().custom} == {"XL", "Blue"}
    form.words.field.setText("VIP")
    form.words.field.done.emit()
    assert [e.field.label for e in form.custom.editors.values()][-1] == "Only VIPs"


def test_what_does_not_fit_is_said_at_the_field_and_kept(page: Made) -> None:
    here = page(FieldDefinition(label="Size", type=NUMBER), said=("large",))
    here.page.done_.click()
    here.at.shows("Anna Nr0")
    here.at.choose("Anna Nr0")
    here.at.window.verbs.edit_contact()
    here.at.until(lambda: _form(here.at.window) is not None)
    form = _form(here.at.window)
    (size,) = form.custom.editors.values()
    assert size.body.state == "warn"
    assert "no number" in size.body.message
    assert form.value().custom[0].value == "large"
    size.body.setText("12")
    size.body.textEdited.emit("12")
    size.settle()
    assert size.body.state == ""


def test_a_default_is_there_for_new_contacts_and_makes_nothing_of_nothing(page: Made) -> None:
    from contactdesk.desktop.form_custom import CustomForm
    from contactdesk.desktop.organisation_field import OrganisationContext

    here = page(FieldDefinition(label="Active", type=YES_NO, preset="yes"))
    form = CustomForm(Contact(), OrganisationContext(), here.page)
    assert form.applied(Contact()) == Contact()
    assert [v.value for v in form.applied(Contact(given="Bo")).custom] == ["yes"]
    old = CustomForm(Contact(number=1), OrganisationContext(), here.page)
    assert old.applied(Contact(number=1, given="Bo")).custom == ()


def test_a_history_calls_a_value_by_its_fields_name(page: Made) -> None:
    from contactdesk.desktop.history_words import line_of, value_label
    from contactdesk.model.history import differences

    here = page(FieldDefinition(label="Limit", type=MONEY, unit="EUR"), said=("5000",))
    (field,) = here.fields()
    before, after = Contact(), with_custom(Contact(), {field.id: "5000"})
    (found,) = differences(before, after)
    line = line_of(found)
    assert (line.label, line.before) == ("Limit", "")
    assert line.after.endswith("EUR")
    assert value_label(found) == "Limit"


def test_all_of_a_selection_get_a_value(page: Made) -> None:
    here = page(FieldDefinition(label="Limit", type=MONEY, unit="EUR"), said=("5", "7", "7"))
    here.page.done_.click()
    window = here.at.window
    here.at.shows("Anna Nr0", "Anna Nr1", "Anna Nr2")
    here.at.table.setFocus()
    here.at.table.choose_numbers([1, 2])
    selection = window.selection_page()
    here.at.until(lambda: selection.customs.rows)
    (row,) = selection.customs.rows.values()
    here.at.until(lambda: row.field.placeholderText() == "(various)")
    row.field.setText("lots")
    row.field.left.emit()
    assert row.field.state == "warn"
    assert not selection.edit()
    row.field.setText("1,250.50")
    assert [value for _id, value in selection.edit().custom] == ["1250.5"]
    selection.apply()
    here.at.until(lambda: here.said() == ["1250.5", "1250.5", "7"])


def test_another_field_of_a_card_becomes_a_custom_field_by_a_click(
    opened: Made, a_contact: Made
) -> None:
    from contactdesk.desktop.card_sections import OtherFields
    from contactdesk.model.contact import Extra

    at = opened(a_contact("Anna Nowak", extra=[Extra("X-SHOE-SIZE", "38", item=1)]))
    at.shows("Anna Nowak")
    at.choose("Anna Nowak")
    at.until(lambda: at.window.findChildren(OtherFields))
    others = at.window.findChildren(OtherFields)[-1]
    others.toggle()
    (button,) = [b for b in others.findChildren(IconButton) if "Shoe size" in b.toolTip()]
    button.click()
    at.until(lambda: [f.label for f in known().fields] == ["Shoe size"])
    at.until(lambda: "Shoe size" in _words(at.window))


def test_a_conflict_names_the_field_and_its_values_as_people_read_them(page: Made) -> None:
    from contactdesk.desktop.conflict_words import clash_label, clash_values
    from contactdesk.model.meeting import clashes

    here = page(FieldDefinition(label="Active", type=YES_NO), said=("yes",))
    (field,) = here.fields()
    base, mine = with_custom(Contact(), {field.id: "yes"}), Contact()
    theirs = with_custom(Contact(), {field.id: "no"})
    (clash,) = clashes(base, mine, theirs)
    assert clash_label(clash, mine, theirs) == "Active"
    words = [value.strip("\u2066\u2067\u2068\u2069") for value in clash_values(clash)]
    assert words == ["Yes", "", "No"]


def test_what_a_change_of_type_does_is_said_in_words() -> None:
    assert fits_words(Fitting({}, 311, 7)) == "318 values: 311 fit, 7 stay as text"
    assert fits_words(Fitting({}, 2, 0)) == "All 2 values fit."


def test_enter_in_the_name_names_and_makes_nothing(page: Made) -> None:
    here = page(FieldDefinition(label="Size"))
    inspector = here.choose("Size")
    inspector.name.setFocus()
    inspector.name.selectAll()
    QTest.keyClicks(inspector.name, "Width")
    QTest.keyClick(inspector.name, Qt.Key.Key_Return)
    here.shows("Width")
    assert here.page.isVisible()
    assert here.at.desk.undo_label == "Change field Size"


def test_in_a_book_that_may_only_be_read_fields_are_looked_at(page: Made) -> None:
    here = page(FieldDefinition(label="First"), FieldDefinition(label="Size"), said=("L",))
    here.choose("Size")
    here.at.desk._take_facts(here.at.desk.facts._replace(read_only="Somebody repairs it."))
    assert not here.page.palette_.isEnabled()
    assert not here.page.inspector.isEnabled()
    assert here.page.palette_.toolTip() == "Somebody repairs it."
    QTest.keyClick(here.page.list, Qt.Key.Key_Delete)
    QTest.keyClick(here.page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert here.titles() == ["First", "Size"]
    assert here.at.desk.undo_label == "Fields"


def test_a_section_is_named_and_its_fields_stay_when_it_goes(page: Made) -> None:
    here = page(FieldDefinition(label="Size"))
    here.page.section.click()
    here.shows("Without a section", "Size", "New section")
    inspector = here.page.inspector
    here.at.until(lambda: inspector.name is not None and inspector.name.hasSelectedText())
    inspector.name.setText("Business")
    inspector.name.editingFinished.emit()
    here.shows("Without a section", "Size", "Business")
    here.choose("Size")
    inspector.changed.emit("section", here.page.fields.known.sections[0].id)
    here.shows("Business", "Size")
    here.choose("Business")
    QTest.keyClick(here.page.list, Qt.Key.Key_Delete)
    here.shows("Size")


def test_a_linked_contact_is_shown_by_name_and_opened(opened: Made, a_contact: Made) -> None:
    from contactdesk.desktop.line_row import LineRow

    at = opened(a_contact("Anna Nowak"), a_contact("Bo Berg"))
    at.shows("Bo Berg", "Anna Nowak")

    def link(tx: Any) -> None:
        field = tx.custom_fields.add(FieldDefinition(label="Our agent", type="contact"))
        anna, bo = tx.contacts.get(1), tx.contacts.get(2)
        said = with_custom(anna, {field.id: f"urn:uuid:{bo.id}"})
        tx.contacts.save(said, base=anna)

    at.desk.write("Link", link)
    at.choose("Anna Nowak")
    at.until(lambda: [r for r in at.window.findChildren(LineRow) if r.line.second == "Our agent"])
    (row,) = [r for r in at.window.findChildren(LineRow) if r.line.second == "Our agent"]
    assert row.line.name == "Bo Berg"
    at.window.verbs.edit_contact()
    at.until(lambda: _form(at.window) is not None)
    form = _form(at.window)
    assert form.value().custom[0].value.startswith("urn:uuid:")
    (editor,) = form.custom.editors.values()
    at.until(lambda: editor.body.text() == "Bo Berg")
    editor.body.clear()
    editor.body.textEdited.emit("")
    assert form.value().custom == ()


def test_texts_that_become_files_and_names_again_are_told_first(page: Made) -> None:
    from contactdesk.desktop.sheet import Question
    from contactdesk.operations.documents import keep_bytes

    here = page(FieldDefinition(label="Contract"), said=("Contract.pdf", "by post"))
    here.write(lambda tx: keep_bytes(tx, "Contract.pdf", b"%PDF", [tx.contacts.get(1).id]))
    inspector = here.choose("Contract")
    inspector.type_wanted.emit(FILE)
    here.at.until(lambda: here.at.window.findChildren(Question))
    question = here.at.window.findChildren(Question)[-1]
    assert "2 values: 1 fits, 1 stays as text" in question.text.text()
    question.go_on.click()
    here.at.until(lambda: [f.type for f in here.fields()] == [FILE])
    here.at.until(lambda: here.said()[0].startswith("urn:uuid:"))
    assert here.said()[0].endswith(" Contract.pdf")
    assert here.said()[1] == "by post"
    here.at.until(lambda: inspector.row.field.type == FILE)
    inspector.type_wanted.emit(TEXT)
    here.at.until(lambda: len(here.at.window.findChildren(Question)) > 0
                  and here.at.window.findChildren(Question)[-1] is not question)  # fmt: skip
    question = here.at.window.findChildren(Question)[-1]
    assert "All 2 values fit" in question.text.text()
    question.go_on.click()
    here.at.until(lambda: here.said() == ["Contract.pdf", "by post"])
    here.at.desk.undo()
    here.at.until(lambda: here.said()[0].startswith("urn:uuid:"))
