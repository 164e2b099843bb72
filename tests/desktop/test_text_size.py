"""The text size grows rows, faces, gaps and fixed sizes along, at once and without drifting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import list_delegate, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.fields import CheckBox, Combo, Segmented, Switch, TextArea
from contactdesk.desktop.labels import Chip, Hairline


@pytest.fixture
def in_size(qapp) -> Iterator[Any]:
    yield lambda text_size: look.apply(qapp, "light", text_size)
    look.apply(qapp, "light", 100)


class Built(QWidget):
    """A row of a face and a line, as pages build them: with the lengths of the design."""

    def __init__(self) -> None:
        super().__init__()
        self.face, self.line = Avatar(52), Hairline()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.face)
        row.addSpacing(20)
        column.addLayout(row)
        column.addWidget(self.line)
        self.column, self.row = column, row

    def lengths(self) -> tuple[int, ...]:
        edges = self.column.contentsMargins()
        gap = self.row.itemAt(1).spacerItem().sizeHint().width()
        return edges.left(), edges.bottom(), self.column.spacing(), gap, self.face.width()


USUAL = (16, 14, 10, 20, 52)


def test_what_is_shown_follows_every_change_and_comes_back_exactly(qtbot, in_size) -> None:
    built = Built()
    qtbot.addWidget(built)
    built.show()
    assert built.lengths() == USUAL
    for size in (150, 115, 90, 130):
        in_size(size)
        assert built.lengths() == tuple(round(length * size / 100) for length in USUAL)
        assert built.line.height() == 1
    in_size(100)
    assert built.lengths() == USUAL


def test_what_is_built_later_has_the_size_in_use(qtbot, in_size) -> None:
    in_size(150)
    built = Built()
    qtbot.addWidget(built)
    built.show()
    assert built.lengths() == (24, 21, 15, 30, 78)


def test_rows_and_faces_of_the_list_grow(in_size) -> None:
    usual = (list_delegate.row_height(), list_delegate.letter_height(), list_delegate.face_side())
    in_size(150)
    grown = (list_delegate.row_height(), list_delegate.letter_height(), list_delegate.face_side())
    assert all(g >= 1.45 * u for u, g in zip(usual, grown, strict=True))
    in_size(90)
    assert list_delegate.row_height() < usual[0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Button("Save", "primary", "check"),
        lambda: IconButton("x", "Close"),
        lambda: Chip("Customer", category="Customer", removable=True),
        lambda: Combo([("Mobile", 0)]),
        lambda: CheckBox("On"),
        lambda: Switch("On"),
        lambda: Segmented([("Small", 1), ("Normal", 2)]),
    ],
)
def test_widgets_grow_in_both_directions(qtbot, in_size, make) -> None:
    widget = make()
    qtbot.addWidget(widget)
    usual = widget.sizeHint()
    in_size(150)
    grown = widget.sizeHint()
    assert grown.height() >= 1.4 * usual.height()
    assert grown.width() >= 1.4 * usual.width()


def test_a_text_area_keeps_its_number_of_lines(qtbot, in_size) -> None:
    area = TextArea(lines=3)
    qtbot.addWidget(area)
    area.show()
    in_size(150)
    lines = (area.height() - look.px(22)) / area.fontMetrics().lineSpacing()
    assert lines == 3


def test_a_widget_that_sees_to_itself_is_left_alone(qtbot, in_size) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setFixedWidth(100)
    spacing.see_to_itself(widget)
    widget.show()
    in_size(130)
    assert widget.width() == 100


def test_no_page_of_a_small_window_with_the_largest_text_scrolls_sideways(tmp_path: Any) -> None:
    """In a process of its own: fonts and directions of the whole program are others there."""
    done = subprocess.run(
        [sys.executable, "-c", SIDEWAYS, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"


# Prints every page that can be scrolled sideways: a person's and an organisation's card with and
# without long names, both editors, and what is shown of several.
SIDEWAYS = """
import contextlib, io, os, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QAbstractScrollArea
from contactdesk import screens
from contactdesk.i18n import use_language
from contactdesk.pictures import own_home, settle
from contactdesk.tour import journey
place = Path(sys.argv[1])
with contextlib.redirect_stdout(io.StringIO()):
    book = journey(place)
found = []
with own_home(place / "home"):
    all_of_them = screens.Screens(book, place / "out")
    for language in ("en", "pl", "fa"):
        for who, scene in (
            (screens.PERSON, screens.card),
            ("Rheinisch", screens.card),
            ("Maximiliane", screens.card),
            (screens.PERSON, screens.editor),
            (screens.ORGANISATION, screens.editor_of_people),
            (screens.PERSON, screens.several),
        ):
            use_language(language)
            with all_of_them.studio.window(book, "light", language, 150) as window:
                window.resize(*screens.SMALL)
                scene(all_of_them, window, who)
                settle()
                areas = window.findChildren(QAbstractScrollArea)
                wide = [a for a in areas if a.isVisible() and a.horizontalScrollBar().maximum()]
                found += [(language, scene.__name__, who, type(a).__name__) for a in wide]
print(found)
"""
