"""The people of an organisation in its editor: changed, taken in and removed in the one step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.drafts import Drafts
from contactdesk.model.contact import Contact
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)


@pytest.fixture
def people(office: Any, qtbot: Any) -> Any:
    """The part of the editor of Baltica, with Anna in it."""

    def open_form() -> Any:
        form = office.edit(office.baltica)
        qtbot.waitUntil(lambda: any(r.person.text() == "Anna Nowak" for r in form.people.rows))
        return form.people

    return open_form


def typed(field: Any, text: str, qtbot: Any) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def add_piotr(people: Any, qtbot: Any) -> Any:
    qtbot.keyClick(people.add_button, Qt.Key.Key_Space)
    row = people.rows[-1]
    qtbot.waitUntil(row.person.hasFocus)
    typed(row.person, "piotr", qtbot)
    qtbot.waitUntil(lambda: bool(row.person.found))
    popup = row.person.completer().popup()
    popup.setCurrentIndex(popup.model().index(0, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row.person.row is not None)
    return row


def theirs(office: Any, stored: Any, colleague: Any, **values: str) -> None:
    (work,) = stored(office.anna).memberships
    colleague(office.anna, memberships=(replace(work, **values),))


def test_everybody_who_works_there_is_shown_as_what_and_since_when(people):
    part = people()
    (row,) = part.rows
    assert [field.text() for field in row.fields()] == [
        "Anna Nowak",
        "Buyer",
        "Procurement",
        "2021",
        "",
    ]
    assert not part.changes()


def test_all_of_it_is_saved_with_the_name_as_one_step(
    office, people, qtbot, stored, the_book_itself
):
    part = people()
    typed(office.form.name.fields["organisation"], "Baltica SA", qtbot)
    typed(part.rows[0].title, "Head of purchasing", qtbot)
    typed(part.rows[0].ends, "05/2025", qtbot)
    piotr = add_piotr(part, qtbot)
    typed(piotr.title, "Driver", qtbot)
    typed(piotr.department, "Transport", qtbot)
    office.save()
    (anna,) = stored(office.anna).memberships
    assert (anna.job_title, anna.ends_on, anna.role) == (
        "Head of purchasing",
        "2025-05",
        "Purchasing",
    )
    (work,) = stored(office.piotr).memberships
    assert (work.organisation, work.organisation_id) == ("Baltica SA", office.baltica.id)
    assert (work.job_title, work.departments) == ("Driver", ("Transport",))
    with the_book_itself():
        office.book.undo()
    assert stored(office.baltica).formatted_name == "Baltica"
    assert stored(office.anna).memberships[0].job_title == "Buyer"
    assert stored(office.piotr).memberships == ()


def test_removing_somebody_takes_the_work_off_their_card_and_leaves_them(
    office, people, qtbot, stored, the_book_itself
):
    part = people()
    assert part.rows[0].remove.accessibleName() == "Remove Anna Nowak"
    qtbot.keyClick(part.rows[0].remove, Qt.Key.Key_Space)
    assert part.add_button.hasFocus()
    assert stored(office.anna).memberships
    office.save()
    assert stored(office.anna).memberships == ()
    assert stored(office.anna).phones
    with the_book_itself():
        office.book.undo()
    assert stored(office.anna).memberships[0].job_title == "Buyer"


def test_a_name_nobody_has_makes_a_new_person(office, people, qtbot, the_book_itself):
    part = people()
    part.add()
    row = part.rows[-1]
    typed(row.person, "Ola Wit", qtbot)
    typed(row.title, "Assistant", qtbot)
    row.person.left.emit()
    assert "new person" in row.person.message
    office.save()
    with the_book_itself(), office.book.read() as tx:
        (number,) = tx.contacts.search("ola wit", ListQuery("people")).numbers
        made: Contact = tx.contacts.get(number)
    assert (made.given, made.family) == ("Ola", "Wit")
    assert made.memberships[0].organisation_id == office.baltica.id
    assert made.memberships[0].job_title == "Assistant"


def test_a_row_without_a_person_says_so_and_is_not_saved(office, people, qtbot, stored):
    part = people()
    part.add()
    typed(part.rows[-1].title, "Somebody", qtbot)
    part.rows[-1].person.left.emit()
    assert "Whose work" in part.rows[-1].person.message
    assert part.changes() == ()


def test_what_a_colleague_changed_of_the_same_person_stays(
    office, people, qtbot, stored, colleague
):
    part = people()
    typed(part.rows[0].title, "Lead buyer", qtbot)
    theirs(office, stored, colleague, starts_on="2020")
    office.save()
    (work,) = stored(office.anna).memberships
    assert (work.job_title, work.starts_on) == ("Lead buyer", "2020")


def test_the_same_value_changed_by_a_colleague_is_told_before_it_is_replaced(
    office, people, qtbot, stored, colleague
):
    part = people()
    typed(part.rows[0].title, "Lead buyer", qtbot)
    theirs(office, stored, colleague, job_title="Senior buyer")
    office.pane.save()
    qtbot.waitUntil(lambda: any("work of Anna Nowak" in words for words in office.banners()))
    assert stored(office.anna).memberships[0].job_title == "Senior buyer"
    qtbot.waitUntil(lambda: [c.before.job_title for c in part.changes()] == ["Senior buyer"])
    assert part.rows[0].title.text() == "Lead buyer"
    office.save()
    assert stored(office.anna).memberships[0].job_title == "Lead buyer"


def test_a_draft_keeps_what_was_typed_about_people(office, people, qtbot, stored):
    part = people()
    typed(part.rows[0].title, "Lead buyer", qtbot)
    add_piotr(part, qtbot)
    office.pane.leave_editor()
    assert office.form is None
    assert stored(office.anna).memberships[0].job_title == "Buyer"
    office.pane._drafts.wait()
    again = Drafts(office.desk.path)
    again.wait()
    kept = again.find(office.baltica.number)
    again.close()
    assert kept is not None
    assert [(c.name, c.after.job_title) for c in kept.work] == [
        ("Anna Nowak", "Lead buyer"),
        ("Piotr Lis", ""),
    ]
    office.pane.edit(office.baltica.number)
    qtbot.waitUntil(lambda: len(office.form.people.rows) == 2)
    assert office.form.people.rows[0].title.text() == "Lead buyer"
    assert office.form.people.rows[1].person.text() == "Piotr Lis"
    office.save()
    assert stored(office.piotr).memberships[0].organisation == "Baltica"


def test_a_person_being_edited_shows_no_people(office):
    form = office.edit(office.anna)
    assert form.people.isHidden()
    assert form.work_changes() == ()
