"""A number comes: who it is, what was open with them, and what is said is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.desktop.phone_body import KnownBody, MissedBody
from contactdesk.desktop.phone_note import NoteBody
from contactdesk.desktop.phone_panel import MARGIN
from contactdesk.desktop.phone_unknown import UnknownBody
from contactdesk.i18n import use_language
from contactdesk.model.contact import Entry, Membership
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call, a_note, number_of
from contactdesk.model.phone_note import AGAIN
from contactdesk.store.timeline import Asked

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ANNA = "+48 600 000 214"
LANDLINE = "+48 58 555 01 02"
PORTO = "+351 22 000 1940"


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(
        a_contact(
            "Anna Baran", phones=[Entry(ANNA, ("cell",))],
            memberships=[Membership("Baltica", job_title="Head of Procurement")],
        ),
        a_contact("Baltica", kind="org", phones=["+48 58 000 12 00"]),
        a_contact("Ewa Lis", phones=[LANDLINE]),
        a_contact("Jan Lis", phones=[LANDLINE]),
    )  # fmt: skip
    w.until(lambda: len(w.names()) == 4)
    w.window.activateWindow()
    w.until(w.window.isActiveWindow)
    return w


def ring(w: Any, number: str, kind: type) -> Any:
    w.window.verbs.phone.ring(number)
    w.until(lambda: shown(w, kind))
    return w.window.verbs.phone.panel().body


def shown(w: Any, kind: type) -> bool:
    panel = w.window.verbs.phone.panel()
    return panel is not None and panel.isVisible() and isinstance(panel.body, kind)


def book(w: Any, ask: Any) -> Any:
    answers: list[Any] = []
    w.desk.read(ask, answers.append)
    w.until(lambda: answers)
    return answers[0]


def write(w: Any, *events: Event) -> None:
    come: list[object] = []
    w.desk.write("Happened", lambda tx: [tx.events.add(e) for e in events], come.append)
    w.until(lambda: come)


def id_of(w: Any, name: str) -> str:
    return str(book(w, lambda tx: tx.contacts.rows(tx.contacts.search(name).numbers[:1])[0].id))


def happened(w: Any, name: str) -> list[Event]:
    def ask(tx: Any) -> list[Event]:
        number = tx.contacts.search(name).numbers[0]
        return [item.event for item in tx.timelines.of(number, Asked()).items]

    return list(book(w, ask))


def test_who_calls_is_seen_with_promises_and_notes_and_typing_goes_on(office, qtbot) -> None:
    anna = id_of(office, "Anna Baran")
    late = (date.today() - timedelta(days=2)).isoformat()
    done = Event(component="task", summary="Old", status="COMPLETED", about=(anna,))
    note = a_note((anna,), "Prefers e-mail", office_now())
    write(
        office,
        Event(component="task", summary="Send list", ends_at=late, about=(anna,)),
        done,
        note,
    )
    search = office.window.list_pane.search
    search.setFocus()
    body = ring(office, "0048600000214", KnownBody)
    assert search.hasFocus()
    who = body.who
    assert (who.name, who.title, who.organisation, who.kind) == (
        "Anna Baran", "Head of Procurement", "Baltica", "Mobile",
    )  # fmt: skip
    assert [(p.title, p.due) for p in who.promises] == [("Send list", "2 days late")]
    assert [row.text for row in who.notes] == ["Prefers e-mail"]
    panel = office.window.verbs.phone.panel()
    assert panel.geometry().right() == office.window.width() - MARGIN - 1
    body.card.click()
    office.until(lambda: office.window.detail.card is not None)
    assert office.window.detail.card.view.name == "Anna Baran"
    assert panel.isVisible()


def office_now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_call_is_written_down_by_keys_alone_as_one_step(office, qtbot) -> None:
    office.table.setFocus()
    ring(office, ANNA, KnownBody)
    qtbot.keyClick(office.window, K.Key_C, CTRL | Qt.KeyboardModifier.AltModifier)
    button = QApplication.focusWidget()
    assert button.accessibleName() == "Write note"
    qtbot.keyClick(button, K.Key_Return)
    office.until(lambda: shown(office, NoteBody))
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "Wants the price list")
    body = office.window.verbs.phone.panel().body
    body.results.setFocus()
    qtbot.keyClick(body.results, K.Key_Right)
    qtbot.keyClick(body.results, K.Key_Right)
    assert body.draft.outcome == AGAIN
    qtbot.keyClick(field, K.Key_Return, CTRL)
    office.until(lambda: len(happened(office, "Anna Baran")) == 2)
    task, call = sorted(happened(office, "Anna Baran"), key=lambda e: e.component != "task")
    assert (call.description, call.direction, call.outcome) == (
        "Wants the price list", "in", "reached",
    )  # fmt: skip
    assert number_of(call) == "+48600000214"
    assert (task.summary, task.ends_at) == ("Call Anna Baran back", date.today().isoformat())
    assert not office.window.verbs.phone.panel().isVisible()
    assert office.window.focusWidget() is office.table
    office.window.verbs.undo()
    office.until(lambda: happened(office, "Anna Baran") == [])


def test_closing_keeps_the_note_for_the_next_call(office, qtbot) -> None:
    ring(office, ANNA, KnownBody).note.click()
    office.until(lambda: shown(office, NoteBody))
    qtbot.keyClicks(QApplication.focusWidget(), "Half a")
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Escape)
    assert not office.window.verbs.phone.panel().isVisible()
    assert office.window.toast.text() == "The note of the call with Anna Baran waits as a draft"
    ring(office, ANNA, KnownBody).note.click()
    office.until(lambda: shown(office, NoteBody))
    body = office.window.verbs.phone.panel().body
    assert body.area.toPlainText() == "Half a"
    body.discard.click()
    assert not office.window.verbs.phone.panel().isVisible()
    assert happened(office, "Anna Baran") == []


def test_a_second_caller_does_not_take_the_note_away(office, qtbot) -> None:
    ring(office, ANNA, KnownBody).note.click()
    office.until(lambda: shown(office, NoteBody))
    qtbot.keyClicks(QApplication.focusWidget(), "Wants")
    office.window.verbs.phone.ring(PORTO)
    office.until(lambda: office.window.toast.text() == f"{PORTO} is calling")
    assert shown(office, NoteBody)


def test_everybody_who_shares_a_number_is_offered(office, qtbot) -> None:
    body = ring(office, LANDLINE, KnownBody)
    assert sorted(k.name for k in body.known) == ["Ewa Lis", "Jan Lis"]
    first = body.who.name
    qtbot.keyClick(body.names, K.Key_Right)
    assert body.who.name != first
    body.note.click()
    office.until(lambda: shown(office, NoteBody))
    other = {"Ewa Lis": "Jan Lis", "Jan Lis": "Ewa Lis"}[first]
    assert office.window.verbs.phone.panel().head.title.full_text() == other


def test_an_extension_shows_the_switchboard(office) -> None:
    body = ring(office, "+48 58 000 12 40", KnownBody)
    assert (body.who.name, body.who.kind) == ("Baltica", "Switchboard")


def test_a_missed_call_waits_to_be_returned(office) -> None:
    body = ring(office, ANNA, KnownBody)
    body.menu().actions()[0].trigger()
    office.until(lambda: shown(office, MissedBody))
    found = happened(office, "Anna Baran")
    assert sorted((e.component, e.direction) for e in found) == [("call", "missed"), ("task", "")]
    office.window.verbs.undo()
    office.until(lambda: happened(office, "Anna Baran") == [])


def test_an_unknown_number_is_added_to_somebody_with_what_was_kept_of_it(office, qtbot) -> None:
    write(office, a_call((), "asked for Ewa", office_now(), direction="in", number="+351220001940"))
    body = ring(office, PORTO, UnknownBody)
    head = office.window.verbs.phone.panel().head
    assert (head.title.full_text(), head.words.full_text()) == (PORTO, "Portugal · landline")
    assert body.first() is body.field
    body.field.setText("ewa")
    body.field._look()
    office.until(lambda: [r.name for r in body.field.found] == ["Ewa Lis"])
    body.field.pick(body.field.found[0])
    assert body.add.isVisible()
    qtbot.keyClick(body.field, K.Key_Return)
    office.until(lambda: shown(office, KnownBody))
    assert office.window.verbs.phone.panel().body.who.name == "Ewa Lis"
    assert office.window.toast.text() == "Number added to Ewa Lis, with 1 earlier call"
    assert [e.description for e in happened(office, "Ewa Lis")] == ["asked for Ewa"]
    office.window.verbs.undo()
    office.until(lambda: happened(office, "Ewa Lis") == [])


def test_a_note_alone_keeps_the_number(office, qtbot) -> None:
    ring(office, PORTO, UnknownBody).note.click()
    office.until(lambda: shown(office, NoteBody))
    qtbot.keyClicks(QApplication.focusWidget(), "will call again")
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Return, CTRL)
    office.until(lambda: book(office, lambda tx: tx.unknown_calls.count()) == 1)
    (call,) = book(office, lambda tx: tx.unknown_calls.all())
    assert (number_of(call), call.about, call.description) == (
        "+351220001940", (), "will call again",
    )  # fmt: skip
    body = ring(office, PORTO, UnknownBody)
    assert body.isVisible()
    assert office.window.verbs.phone.desk().view.earlier.calls == 1


def test_a_new_contact_begins_with_the_number_and_the_name(office, qtbot) -> None:
    body = ring(office, PORTO, UnknownBody)
    office.window.verbs.phone.panel().focus_it()
    qtbot.keyClicks(body.field, "Nuno Teixeira")
    body.new.click()
    mine = office.window.detail._editing.form.value()
    assert (mine.given, mine.family, [p.value for p in mine.phones]) == (
        "Nuno", "Teixeira", [PORTO],
    )  # fmt: skip


def test_a_number_that_is_not_needed_is_not_shown_again_unless_asked_for(office, qtbot) -> None:
    ring(office, PORTO, UnknownBody).away.click()
    panel = office.window.verbs.phone.panel()
    assert not panel.isVisible()
    office.window.verbs.phone.ring(PORTO)
    office.window.verbs.phone.ring(ANNA)
    office.until(lambda: shown(office, KnownBody))
    assert panel.body.who.name == "Anna Baran"
    office.window.verbs.phone.look_up(PORTO)
    office.until(lambda: shown(office, UnknownBody))
    assert office.window.focusWidget() is panel.body.field


def test_a_colleagues_task_arrives_in_the_panel(office) -> None:
    body = ring(office, ANNA, KnownBody)
    assert body.who.promises == ()
    write(office, Event(component="task", summary="New", about=(id_of(office, "Anna Baran"),)))
    panel = office.window.verbs.phone.panel()
    office.until(lambda: [p.title for p in panel.body.who.promises] == ["New"])


def test_where_one_may_only_read_the_card_can_be_opened(office, monkeypatch) -> None:
    facts = office.desk.facts._replace(read_only="Somebody else has it.")
    monkeypatch.setattr(office.desk, "facts", facts)
    body = ring(office, ANNA, KnownBody)
    assert not body.note.isEnabled()
    assert "Somebody else has it." in body.note.toolTip()
    assert body.first() is body.card
    body = ring(office, PORTO, UnknownBody)
    assert not body.field.isEnabled()
    assert not body.new.isEnabled()


def test_it_is_mirrored_and_reads_any_digits(office) -> None:
    use_language("fa")
    try:
        QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        body = ring(office, "+۴۸ ۶۰۰ ۰۰۰ ۲۱۴", KnownBody)
        assert body.who.name == "Anna Baran"
        assert office.window.verbs.phone.panel().x() == MARGIN
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        use_language("en")


def test_it_fits_the_smallest_window_in_the_largest_text(office) -> None:
    app = QApplication.instance()
    office.window.resize(1024, 640)
    try:
        look.apply(app, "light", 150)
        body = ring(office, PORTO, UnknownBody)
        panel = office.window.verbs.phone.panel()
        office.until(lambda: body.away.geometry().right() <= body.width())
        assert panel.geometry().bottom() <= office.window.height()
        assert body.note.geometry().right() < body.away.geometry().left()
    finally:
        look.apply(app, "light", 100)


def test_where_there_is_little_room_notes_go_before_promises(opened, a_contact) -> None:
    w = opened(*(a_contact(f"Person number {n} of a very long name", phones=[LANDLINE])
                 for n in range(3)))  # fmt: skip
    w.until(lambda: len(w.names()) == 3)
    w.window.resize(1024, 640)
    app = QApplication.instance()

    def happen(tx: Any) -> None:
        everybody = tuple(row.id for row in tx.contacts.rows([1, 2, 3]))
        for n in range(3):
            tx.events.add(a_note(everybody, f"Note {n}", office_now()))
            tx.events.add(Event(component="task", summary=f"Promise {n}", about=everybody))

    come: list[object] = []
    w.desk.write("Happened", happen, come.append)
    w.until(lambda: come)
    try:
        look.apply(app, "light", 150)
        body = ring(w, LANDLINE, KnownBody)
        panel = w.window.verbs.phone.panel()
        w.until(lambda: body.note.mapTo(panel, body.note.rect().bottomLeft()).y() < panel.height())
        assert panel.geometry().bottom() < w.window.height()
        words = [label.full_text() for label in body.findChildren(ElidedLabel) if label.isVisible()]
        assert any(text.startswith("Promise") for text in words)
        assert not any(text.startswith("Note 0") for text in words)
    finally:
        look.apply(app, "light", 100)


def test_what_is_promised_in_the_note_is_kept_with_it_as_one_step(office, qtbot) -> None:
    ring(office, ANNA, KnownBody).note.click()
    office.until(lambda: shown(office, NoteBody))
    body = office.window.verbs.phone.panel().body
    qtbot.keyClicks(body.area, "send the offer tomorrow. Invoice by today. Visit tomorrow 14:00.")
    lines = body.found.lines
    assert [(line.promise.subject, line.box.isChecked()) for line in lines] == [
        ("Send the offer", True), ("Invoice", True), ("Visit", False),
    ]  # fmt: skip
    lines[1].box.setFocus()
    qtbot.keyClick(lines[1].box, K.Key_Space)
    qtbot.keyClicks(body.area, " Bye")
    lines = body.found.lines
    assert [line.box.isChecked() for line in lines] == [True, False, False]
    lines[2].box.click()
    panel = office.window.verbs.phone.panel()
    office.until(lambda: body.save.mapTo(panel, body.save.rect().bottomLeft()).y() < panel.height())
    qtbot.keyClick(body.area, K.Key_Return, CTRL)
    office.until(lambda: len(happened(office, "Anna Baran")) == 3)
    tomorrow = (date.today() + timedelta(days=1)).isoformat()
    found = sorted((e.component, e.summary, e.ends_at) for e in happened(office, "Anna Baran"))
    assert found[1:] == [("event", "Visit", f"{tomorrow}T15:00:00"),
                         ("task", "Send the offer", tomorrow)]  # fmt: skip
    assert office.window.toast.text() == "Call with Anna Baran kept, with 2 promises"
    office.window.verbs.undo()
    office.until(lambda: happened(office, "Anna Baran") == [])


def test_enter_on_a_near_match_adds_the_number(office, qtbot) -> None:
    body = ring(office, "+48 58 555 01 99", UnknownBody)
    office.window.verbs.phone.panel().focus_it()
    assert sorted(row.name for row in office.window.verbs.phone.desk().view.near) == [
        "Ewa Lis", "Jan Lis",
    ]  # fmt: skip
    qtbot.keyClick(body.field, K.Key_Down)
    button = QApplication.focusWidget()
    name = office.window.verbs.phone.desk().view.near[0].name
    assert button.accessibleName() == f"Add the number to {name}"
    qtbot.keyClick(button, K.Key_Down)
    assert QApplication.focusWidget() is body.same[1]
    qtbot.keyClick(body.same[1], K.Key_Up)
    qtbot.keyClick(button, K.Key_Up)
    assert body.field.hasFocus()
    qtbot.keyClick(body.field, K.Key_Down)
    qtbot.keyClick(button, K.Key_Return)
    office.until(lambda: shown(office, KnownBody))
    assert office.window.verbs.phone.panel().body.who.name == name
    office.window.verbs.undo()
