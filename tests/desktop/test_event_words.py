"""A step about appointments, in words."""

from __future__ import annotations

from contactdesk.desktop.event_words import event_lines
from contactdesk.desktop.step_words import (
    about,
    did_to,
    done_text,
    kept_text,
    lines_of_record,
    name_of,
    preview_text,
)
from contactdesk.model.book_history import Step, Touched
from contactdesk.store.listing import Kept, UndoPreview, UndoResult

STEP = Step(
    1, "2026-11-23T09:00:00Z", 1, "Ola", False, "Import", "import", "edit", 0, "", 0, (), (), 0,
    "", False, 1,
)  # fmt: skip


def touched(kind: str = "update", **fields: tuple[object, object]) -> Touched:
    return Touched(1, "event", 0, "Sprint", False, kind, fields)


def test_a_changed_appointment_says_what_it_was_and_is() -> None:
    lines = event_lines(
        {
            "starts_at": ("2026-11-23T09:00:00", "2026-11-24"),
            "attendees": ([], [{"email": "a@b.example"}, {"name": "Ola", "email": "o"}]),
            "alarms": ([{"minutes_before": 5}], [{"at": "2026-11-23T08:00:00", "item": 1}]),
            "duration_minutes": (None, 90),
            "exdates": (["2026-11-30T09:00:00"], []),
            "about": ([], ["id-1", "id-2"]),
            "extra": ([], [{"name": "X-A", "value": "v"}]),
            "sequence": (0, 1),
        }
    )
    assert [(line.label, line.before, line.after) for line in lines] == [
        ("Begins", "23 November 2026, 09:00", "24 November 2026"),
        ("Attendees", "", "a@b.example, Ola"),
        ("Reminders", "5 minutes before", "23 November 2026, 08:00"),
        ("Duration", "", "90 minutes"),
        ("But not on", "30 November 2026, 09:00", ""),
        ("About", "", "2 contacts"),
        ("Other fields", "", "v"),
    ]


def test_a_step_names_its_appointments() -> None:
    imported = STEP._replace(files=("a.ics",), kinds=(("event", 1200),), names=("Sprint", "Lunch"))
    words = about(imported)
    assert "contact" not in words
    assert "over 1,000 appointments" in words
    assert "Lunch" in words
    moved = touched(deleted_at=("", "2026-11-23T09:00:00Z"))
    assert (name_of(moved), did_to(moved, lines_of_record(moved))) == ("Sprint", "into the bin")
    assert name_of(touched()._replace(name="")) == "Appointment"


def test_an_undo_says_how_many_appointments_go_back() -> None:
    told = UndoPreview(1, 0, 0, (), 0, False, 3, 3)
    assert preview_text(told) == "All 3 appointments go back to how they were."
    assert told.goes_back
    both = told._replace(contacts=1, back=1, events_back=1)
    assert preview_text(both) == (
        "1 contact goes back to how it was. 1 of 3 appointments goes back."
    )
    assert preview_text(told._replace(events_back=0)).startswith("Nothing goes back")
    assert done_text(UndoResult("", (), (), (), 0, (1,))) == "1 appointment was put back."
    assert kept_text(Kept(0, "Sprint", "starts_at", "Ola", False)) == "Begins – changed by Ola"
    assert kept_text(Kept(0, "Sprint", "", "", True)) == "all of it – you changed it"


def test_tasks_notes_and_calls_are_called_what_they_are() -> None:
    told = UndoPreview(1, 0, 0, (), 0, False, 2, 2, kinds=(("task", 2),))
    assert preview_text(told) == "2 tasks go back to how they were."
    mixed = told._replace(events=3, events_back=1, kinds=(("journal", 1), ("call", 2)))
    assert preview_text(mixed) == "Of 1 note and 2 calls, 1 goes back."
    kinds = (("event", 1), ("task", 1), ("mail", 1))
    done = UndoResult("", (), (), (), 0, (1, 2, 3), kinds=kinds)
    assert done_text(done) == "1 appointment, 1 task and 1 e-mail were put back."
    step = STEP._replace(kinds=(("task", 2),), names=("Call", "Post"))
    assert about(step) == "2 tasks · Call, Post"
    assert "over 1,000 calls" in about(STEP._replace(kinds=(("call", 1001),)))


def test_what_is_neither_contact_nor_appointment_is_counted_plainly() -> None:
    told = UndoPreview(1, 0, 0, (), 0, False, records=2, records_back=2)
    assert preview_text(told) == "2 other entries go back to how they were."
    assert preview_text(told._replace(records_back=1)) == "1 of 2 other entries goes back."
    done = UndoResult("", (), (), records={"deal": (4,)})
    assert done_text(done) == "1 other entry was put back."
    assert done_text(done._replace(records={"deal": ()})) == "Nothing was put back."


def test_steps_and_who_does_a_task_are_told_in_words() -> None:
    lines = event_lines(
        {
            "owner": ("", "Marta Zając"),
            "given_by": ("", "01a21f58"),
            "steps": ([{"text": "Look"}], [{"text": "Look", "done": True}, {"text": "Send"}]),
        }
    )
    assert [(line.label, line.before, line.after) for line in lines] == [
        ("Who does it", "", "Marta Zając"),
        ("Steps", "Look", "Look (done), Send"),
    ]
