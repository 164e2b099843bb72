"""An invitation saved from the editor beside the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.file_dialogs import QFileDialog
from contactdesk.model.event import Attendee, Event

TALK = Event(
    summary="Talk / prices", starts_at="2026-11-24T13:00:00Z", ends_at="2026-11-24T14:00:00Z",
    attendees=(Attendee("eva@lis.example", "Eva Lis"),),
)  # fmt: skip
ALONE = replace(TALK, summary="Alone", attendees=())


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(a_contact("Eva Lis", emails=["eva@lis.example"]),
               a_contact("Piotr Mazur", emails=["me@desk.example"]))  # fmt: skip
    w.until(lambda: len(w.names()) == 2)
    come: list[object] = []
    w.desk.write("Plan", lambda tx: [tx.events.add(e) for e in (TALK, ALONE)], come.append)
    w.until(lambda: come)
    w.window.actions_.calendar.trigger()
    page = w.window.verbs.calendar.page()
    w.until(lambda: page.found is not None)
    page.choose(date(2026, 11, 24))
    w.until(lambda: len(page.pane.list.days.items) == 2)
    return w


def edit(w: Any, title: str) -> AppointmentEditor:
    page = w.window.verbs.calendar.page()
    item = next(i for i in page.pane.list.days.items if i.event.summary == title)
    page.opened.emit(item)
    w.until(lambda: isinstance(page.side.currentWidget(), AppointmentEditor))
    found: AppointmentEditor = page.side.currentWidget()
    w.until(lambda: found.opened is not None and found.opened.event.summary == title)
    return found


def test_it_is_saved_ready_for_a_mail(office, tmp_path, monkeypatch) -> None:
    names: list[str] = []
    to = tmp_path / "invite.ics"

    def choose(dialog: QFileDialog) -> None:
        names.extend(dialog.selectedFiles())
        dialog.fileSelected.emit(str(to))

    monkeypatch.setattr(QFileDialog, "open", choose)
    editor = edit(office, "Talk / prices")
    editor.invite.click()
    office.until(editor.trouble.isVisible)
    assert editor.trouble.text().startswith("An invitation needs your own address.")
    come: list[object] = []
    office.desk.write("Me", lambda tx: tx.people.introduce("Piotr Mazur", "1"), come.append)
    office.until(lambda: come)
    editor.invite.click()
    office.until(to.exists)
    assert b"METHOD:REQUEST" in to.read_bytes()
    assert [Path(name).name for name in names] == ["Talk prices.ics"]
    office.until(lambda: office.window.toast.text().startswith("Invitation saved as invite.ics."))


def test_what_is_not_saved_is_no_invitation_yet(office) -> None:
    editor = edit(office, "Talk / prices")
    editor.fields.subject.setText("Another")
    editor.invite.click()
    assert editor.trouble.text() == "Save first: people are invited to what is saved."


def test_there_is_no_button_where_nobody_is_invited(office) -> None:
    assert edit(office, "Talk / prices").invite.isVisible()
    editor = edit(office, "Alone")
    office.until(lambda: not editor.invite.isVisible())
