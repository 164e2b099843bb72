"""Who does a task in a book that several people use: chosen, named by "@", given, shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.tasks.conftest import (
    Keys,
    choose,
    list_of,
    open_editor,
    page_of,
    rows,
    task,
    told,
    undo,
)

from contactdesk.desktop.reminding import _upcoming
from contactdesk.desktop.task_views import EVERYONE, GIVEN, MINE
from contactdesk.model.event import Alarm


@pytest.fixture
def marta(
    office: Any, as_somebody_else: Callable[..., Any], the_book_itself: Callable[..., Any]
) -> Callable[..., str]:
    """Has Marta put tasks into the office's book: of her own, for me, for nobody in particular;
    her id."""
    me = page_of(office).team().me

    def do(*tasks: Any) -> str:
        with the_book_itself(), as_somebody_else("marta") as book, book.write("Marta's") as tx:
            tx.people.introduce("Marta Zając", "3")
            mine: str = tx.people.me().id
            for each in tasks:
                owner = {"marta": mine, "me": me}.get(each.owner, "")
                tx.events.add(replace(each, owner=owner, given_by=mine if owner == me else ""))
        return mine

    return do


HERS = task("Book the hall", "2026-11-24", owner="marta")
FOR_ME = task("Sign the lease", "2026-11-24", owner="me")
OURS = task("Water the plants", "2026-11-24")


def shared(office: Any, marta: Callable[..., str]) -> str:
    her = marta(HERS, FOR_ME, OURS)
    office.until(lambda: "Sign the lease" in told(office))
    return her


def test_one_alone_has_no_choice_of_people(office: Any) -> None:
    page = page_of(office)
    assert not page.whose.isVisible()
    assert not page.more.isVisible()
    assert not page.pane.isVisible()
    assert page.title.full_text() == "Tasks"
    editor = open_editor(office, "Call back")
    assert not editor.fields.owner.isVisible()
    words = [a.text() for a in list_of(office).menu(rows(office)["Call back"]).actions()]
    assert "Who does it" not in words


def test_mine_everyone_and_those_of_one_person(office: Any, marta: Callable[..., str]) -> None:
    her = shared(office, marta)
    page = page_of(office)
    assert page.title.full_text() == "My tasks"
    page.whose.show()  # whether the head has room or not
    assert "Book the hall" not in told(office)
    assert "Water the plants" in told(office)
    assert page.count.text() == "7 open, 1 overdue"
    page.whose.setFocus()
    QTest.keyClick(page.whose, Keys.Key_Right)
    assert "Book the hall" in told(office)
    assert page.count.text() == "8 open, 1 overdue"
    page.show_view(her)
    assert told(office) == ["Today 1", "Book the hall"]
    assert page.title.full_text() == "Tasks of Marta Zając"
    spoken = list_of(office).rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Done by Marta Zając" in spoken


def test_who_gave_me_a_task_is_said_in_its_row_and_in_its_editor(
    office: Any, marta: Callable[..., str]
) -> None:
    shared(office, marta)
    shown = choose(office, "Sign the lease")
    tip = shown.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Given by Marta Zając"
    editor = open_editor(office, "Sign the lease")
    assert editor.fields.giver.text() == "Given by Marta Zając"
    assert editor.fields.owner.currentText().endswith("(me)")


def test_a_name_after_an_at_gives_the_task_away(office: Any, marta: Callable[..., str]) -> None:
    her = shared(office, marta)
    page = page_of(office)
    page.line.begin("Order cups @mar tomorrow")
    assert [chip.text for chip in page.line.chips] == ["Marta Zając", "Wed 25 Nov"]
    assert page.line.said().subject == "Order cups"
    spans = page.line.field.spans
    assert [page.line.field.text()[at : at + many] for at, many in spans] == ["@mar", "tomorrow"]
    toasts: list[str] = []
    office.desk.toast.connect(lambda words, _a, _b: toasts.append(words))
    QTest.keyClick(page.line.field, Keys.Key_Return)
    office.until(lambda: "Order cups" in rows(office))
    office.until(lambda: toasts)
    made = rows(office)["Order cups"].event
    assert made.owner == her
    assert made.given_by == page.team().me
    assert "Order cups" not in told(office)
    assert "is given to" in toasts[-1]
    page.show_view(GIVEN)
    assert told(office)[1:] == ["Order cups"]
    undo(office)
    office.until(lambda: "Order cups" not in rows(office))


def test_without_an_at_it_is_my_own(office: Any, marta: Callable[..., str]) -> None:
    shared(office, marta)
    page = page_of(office)
    page.line.begin("Order tea @nobody")
    assert page.line.said().subject == "Order tea @nobody"
    QTest.keyClick(page.line.field, Keys.Key_Return)
    office.until(lambda: "Order tea @nobody" in rows(office))
    assert rows(office)["Order tea @nobody"].event.owner == page.team().me


def test_the_editor_gives_it_to_another_and_takes_it_back(
    office: Any, marta: Callable[..., str]
) -> None:
    her = shared(office, marta)
    editor = open_editor(office, "Call back")
    owner = editor.fields.owner
    assert [owner.itemText(n) for n in (0, 2)] == ["Nobody in particular", "Marta Zając"]
    owner.setCurrentIndex(2)
    owner.activated.emit(2)
    editor.done()
    office.until(lambda: rows(office)["Call back"].event.owner == her)
    assert rows(office)["Call back"].event.given_by == page_of(office).team().me
    assert "Call back" not in told(office)
    page_of(office).show_view(EVERYONE)
    row = rows(office)["Call back"]
    list_of(office).given.emit(row, page_of(office).team().me)
    office.until(lambda: rows(office)["Call back"].event.given_by == "")
    undo(office)
    office.until(lambda: rows(office)["Call back"].event.owner == her)
    undo(office)
    office.until(lambda: rows(office)["Call back"].event.owner == "")


def test_the_pane_is_there_where_there_is_room(office: Any, marta: Callable[..., str]) -> None:
    shared(office, marta)
    page = page_of(office)
    office.window.resize(1900, 900)
    office.until(page.pane.isVisible)
    assert not page.more.isVisible()
    keys = [view.key for view in page.pane.list.views.items]
    assert keys[:2] == [MINE, EVERYONE]
    spoken = page.pane.list.views.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Marta Zając, 1 task"
    page.pane.list.setFocus()
    for _turn in range(2):
        QTest.keyClick(page.pane.list, Keys.Key_Down)
    assert told(office) == ["Today 1", "Book the hall"]
    office.window.resize(1000, 800)
    office.until(lambda: not page.pane.isVisible())
    assert page.more.isVisible()
    assert [a.text() for a in page.views_menu().actions()] == ["Mine", "Everyone", "Marta Zając"]


def test_a_colleagues_task_does_not_remind_me(office: Any, marta: Callable[..., str]) -> None:
    alarms = (Alarm(minutes_before=0, from_end=True),)
    marta(
        task("Hers", "2026-11-24T12:00:00Z", owner="marta", alarms=alarms),
        task("Mine", "2026-11-24T12:00:00Z", owner="me", alarms=alarms),
        task("Ours", "2026-11-24T12:00:00Z", alarms=alarms),
    )
    low, high = datetime(2026, 11, 24), datetime(2026, 11, 25)
    come: list[Any] = []
    office.desk.read(lambda tx: _upcoming(tx, low, high), come.append)
    office.until(lambda: come)
    assert {each.occurrence.event.summary for each in come[0].reminders} == {"Mine", "Ours"}


def test_what_others_do_is_said_where_i_have_nothing_to_do(
    opened: Callable[..., Any], as_somebody_else: Callable[..., Any],
    the_book_itself: Callable[..., Any],
) -> None:  # fmt: skip
    made = opened()
    made.until(lambda: made.desk.facts is not None)
    with the_book_itself(), as_somebody_else("marta") as book, book.write("Hers") as tx:
        tx.events.add(replace(HERS, owner=tx.people.me().id))
    made.window.actions_.tasks.trigger()
    made.until(page_of(made).empty.isVisible)
    made.until(lambda: "Everyone" in page_of(made).empty.text.text())
    page_of(made).show_view(EVERYONE)
    assert told(made) == ["Today 1", "Book the hall"]
