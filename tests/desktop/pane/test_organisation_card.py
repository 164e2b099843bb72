"""An organisation's card: its people, departments, branches, and who is added from there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem

from contactdesk.desktop.labels import LinkLabel
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.model.relations import RelationKind

pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)


def work(office, *departments, **values):
    return Membership("Baltica", departments, organisation_id=office.baltica.id, **values)


@pytest.fixture
def staff(office, the_book_itself):
    """Adds people to Baltica: (name, departments, values of the membership)."""

    def add(*people):
        with the_book_itself(), office.book.write("People") as tx:
            return [
                tx.contacts.add(
                    Contact(
                        formatted_name=name,
                        given=name.split()[0],
                        family=name.split()[-1],
                        memberships=(work(office, *departments, **values),),
                    )
                )
                for name, departments, values in people
            ]

    return add


def names(people):
    return [line.name for line in people.rows.lines]


def test_former_people_are_folded_into_a_line_and_say_until_when(office, qtbot, staff):
    staff(("Ewa Rój", (), {"starts_on": "2018", "ends_on": "2024-03"}))
    people = office.show(office.baltica).people
    assert names(people.list) == ["Anna Nowak"]
    assert "1 former: Ewa Rój" in people.fold.full_text()
    qtbot.keyClick(people.fold, Qt.Key.Key_Return)
    assert [(p.name, p.trailing) for p in people.former.rows.lines] == [
        ("Ewa Rój", "until March 2024")
    ]
    assert people.former.hasFocus()


def test_a_department_shows_its_people_alone_until_esc(office, qtbot, staff):
    staff(("Adam A", ("Sales", "North"), {}), ("Jan B", ("Sales",), {}), ("Ola C", (), {}))
    card = office.show(office.baltica)
    tree, people = card.departments.tree, card.people
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    while tree.currentIndex().data() != "Sales":
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert names(people.list) == ["Adam A", "Jan B"]
    assert people.count.text().endswith("Sales\u2069") or "Sales" in people.count.text()
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert len(people.list.rows.lines) == 4
    tree.choose(tree._items.index(tree._items.rowCount() - 1, 0))
    assert names(people.list) == ["Ola C"]  # those without a department
    people.everybody.activated.emit()
    assert tree.branch == ()


def test_who_leads_a_department_is_read_from_the_relations(office, staff, the_book_itself):
    boss, clerk = staff(("Marek Wrona", ("Sales",), {}), ("Jan Lis", ("Sales",), {}))
    with the_book_itself(), office.book.write("Relate") as tx:
        tx.relations.add(clerk.number, RelationKind(("manager",)), boss.number)
    tree = office.show(office.baltica).departments.tree
    root: QStandardItem = tree._items.invisibleRootItem()
    spoken = [
        root.child(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(root.rowCount())
    ]
    assert "Sales, 2, Marek Wrona" in spoken


def test_five_thousand_people_are_one_list_of_which_the_first_are_shown(office, qtbot, staff):
    staff(*((f"Person {n:04}", (f"Team {n % 40}",), {}) for n in range(5_000)))
    card = office.show(office.baltica)
    people = card.people
    assert people.list.rows.rowCount() == 10
    rows_before = len(card.findChildren(LinkLabel))
    people.more.activated.emit()
    assert people.list.rows.rowCount() == 5_001
    assert len(card.findChildren(LinkLabel)) == rows_before  # no widget a person
    qtbot.keyClick(people.list, Qt.Key.Key_End)
    assert people.list.currentIndex().row() == 5_000
    qtbot.waitUntil(lambda: card.verticalScrollBar().value() > 100_000)


def test_people_can_stand_in_another_order(office, staff):
    staff(("Adam A", ("Sales",), {"starts_on": "2023"}), ("Jan B", (), {"starts_on": "2009"}))
    people = office.show(office.baltica).people
    assert names(people.list) == ["Adam A", "Jan B", "Anna Nowak"]
    people.sort_by("since")
    assert names(people.list) == ["Jan B", "Anna Nowak", "Adam A"]
    people.sort_by("department")
    assert names(people.list)[-1] == "Jan B"


def test_somebody_of_the_book_is_added_with_title_and_dates_in_one_step(
    office, qtbot, stored, the_book_itself
):
    card = office.show(office.baltica)
    card.people.known_wanted.emit()
    qtbot.waitUntil(lambda: office.pane.cards.organisations.dialog is not None)
    dialog = office.pane.cards.organisations.dialog
    dialog.save.click()
    assert dialog.person.state == "error"
    with the_book_itself(), office.book.read() as tx:
        (row,) = tx.contacts.rows([office.piotr.number])
    dialog.person.pick(row)
    office.type_into(dialog.title, "Advisor")
    office.type_into(dialog.department, "Sales / North")
    office.type_into(dialog.starts, "03/2021")
    office.type_into(dialog.ends, "2020")
    dialog.ends.left.emit()
    assert "before it began" in dialog.ends.message
    office.type_into(dialog.ends, "")
    dialog.ends.clear()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.save.click()
    (made,) = stored(office.piotr).memberships
    assert (made.job_title, made.departments, made.starts_on, made.ends_on) == (
        "Advisor", ("Sales", "North"), "2021-03", "",
    )  # fmt: skip
    assert made.organisation_id == office.baltica.id
    qtbot.waitUntil(lambda: "Piotr Lis" in names(office.card.people.list))
    with the_book_itself():
        office.book.undo()
    assert stored(office.piotr).memberships == ()


def test_branches_stand_apart_from_people_and_lead_to_their_cards(office, qtbot, the_book_itself):
    from contactdesk.desktop.line_row import LineRow

    with the_book_itself(), office.book.write("Branch") as tx:
        branch = tx.contacts.add(
            Contact(kind="org", formatted_name="Terminal", memberships=(work(office),))
        )
    card = office.show(office.baltica)
    assert names(card.people.list) == ["Anna Nowak"]
    row = next(r for r in card.findChildren(LineRow) if r.line.name == "Terminal")
    with qtbot.waitSignal(office.pane.opened) as went:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert went.args == [branch.number]


def test_a_text_on_the_card_is_made_an_organisation_in_one_step(
    office, qtbot, stored, the_book_itself
):
    with the_book_itself(), office.book.write("Work") as tx:
        base = tx.contacts.get(office.piotr.number)
        tx.contacts.save(
            replace(base, memberships=(Membership("Nordkyl AB", (), "Buyer"), work(office))),
            base=base,
        )
    card = office.show(office.piotr)
    (link,) = [each for each in card.findChildren(LinkLabel) if "Make" in each.accessibleName()]
    qtbot.keyClick(link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(stored(office.piotr).memberships[0].organisation_id))
    qtbot.waitUntil(lambda: bool(office.toasts))
    office.toasts[-1][2]()
    qtbot.waitUntil(lambda: not stored(office.piotr).memberships[0].organisation_id)


def test_f2_on_somebody_changes_their_work_and_until_makes_them_former(
    office, qtbot, stored, the_book_itself
):
    card = office.show(office.baltica)
    card.people.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(card.people.list, Qt.Key.Key_F2)
    dialog = office.pane.cards.organisations.dialog
    assert (dialog.person.text(), dialog.title.text(), dialog.department.text()) == (
        "Anna Nowak", "Buyer", "Procurement",
    )  # fmt: skip
    office.type_into(dialog.ends, "03/2024")
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog.ends, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (work_then,) = stored(office.anna).memberships
    assert (work_then.ends_on, work_then.role, work_then.starts_on) == (
        "2024-03", "Purchasing", "2021",
    )  # fmt: skip
    qtbot.waitUntil(lambda: "1 former" in office.card.people.fold.full_text())
    with the_book_itself():
        office.book.undo()
    assert stored(office.anna).memberships[0].ends_on == ""


def test_who_has_mail_at_the_organisations_domain_is_added_to_an_empty_one_in_one_step(
    office, qtbot, stored, the_book_itself
):
    with the_book_itself(), office.book.write("Fill") as tx:
        base = tx.contacts.get(office.anna.number)
        tx.contacts.save(replace(base, memberships=()), base=base)
        base = tx.contacts.get(office.baltica.number)
        web = Entry("https://www.baltica.example/en")
        tx.contacts.save(replace(base, urls=(web,)), base=base)
        base = tx.contacts.get(office.piotr.number)
        tx.contacts.save(replace(base, emails=(Entry("p@notbaltica.example"),)), base=base)
    card = office.show(office.baltica)
    (link,) = [each for each in card.findChildren(LinkLabel) if "@" in each.full_text()]
    assert link.full_text() == "Add 1 person with @baltica.example"
    qtbot.keyClick(link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(office.card.people.list) == ["Anna Nowak"])
    assert stored(office.anna).memberships[0].organisation_id == office.baltica.id
    assert stored(office.piotr).memberships == ()
    with the_book_itself():
        office.book.undo()
    assert stored(office.anna).memberships == ()


def test_a_person_who_works_there_is_begun_from_the_card_in_one_press(office, qtbot):
    card = office.show(office.baltica)
    assert card.add_person.accessibleName() == "Add a person who works here"
    qtbot.keyClick(card.add_person, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: office.form is not None)
    assert office.form.work.places[0].organisation.text() == "Baltica"
