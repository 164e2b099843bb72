"""What came from elsewhere and makes no sense: a sentence at its field, and a proposal."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.opened_appointment import Opened
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar

WARSAW = ZoneInfo("Europe/Warsaw")
ODD = Event(summary="Odd", starts_at="2026-03-02T10:00:00", ends_at="2026-03-02T11:00:00",
            time_zone="Atlantis/Capital", rrule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")  # fmt: skip


@pytest.fixture
def editor(qtbot) -> AppointmentEditor:
    made = AppointmentEditor(lambda _typed, _offer: None)
    qtbot.addWidget(made)
    made.show_appointment(Opened(ODD, WARSAW, [Calendar()]))
    return made


def test_a_rule_that_never_happens_is_said_and_a_usual_one_proposed(editor: Any) -> None:
    odd = editor.fields.odd_rule
    assert odd.words.text().startswith("This rule of repeating cannot be followed")
    assert "perhaps?" in odd.link.text()
    odd.link.activated.emit()
    assert editor.value().rrule.startswith("FREQ=YEARLY")
    assert "BYMONTHDAY=30" not in editor.value().rrule
    assert odd.isHidden()


def test_a_zone_that_nobody_knows_is_said_and_ones_own_proposed(editor: Any) -> None:
    odd = editor.fields.odd_zone
    assert "Atlantis/Capital" in odd.words.text()
    assert not editor.is_changed()
    odd.link.activated.emit()
    assert editor.value().time_zone == "Europe/Warsaw"
    assert editor.value().starts_at == ODD.starts_at
    assert odd.isHidden()
    editor.show_appointment(Opened(ODD, UTC, [Calendar()]))
    assert editor.value().time_zone == "Atlantis/Capital"


def test_an_end_of_repeating_before_the_beginning_cannot_be_saved(editor: Any) -> None:
    saved: list[Event] = []
    editor.saved.connect(saved.append)
    editor.fields.odd_rule.link.activated.emit()
    editor.fields.until.show_day(date(2026, 1, 5))
    editor.fields.until.changed.emit()
    assert editor.fields.until.state == "error"
    editor.done()
    assert saved == []
    editor.fields.until.show_day(date(2028, 1, 5))
    editor.fields.until.changed.emit()
    assert editor.fields.until.state == ""
    editor.done()
    assert len(saved) == 1
