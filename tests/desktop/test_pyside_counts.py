"""Some PySide6 releases lose a reference at every signal or paint until the process aborts."""

import sys

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class Painted(QWidget):
    said = Signal(bool)

    def paintEvent(self, event: QPaintEvent) -> None:
        return None


def test_emitting_and_painting_a_thousand_times_keeps_the_counts_of_none_and_true(qtbot) -> None:
    widget, picture = Painted(), QPixmap(8, 8)
    qtbot.addWidget(widget)
    widget.said.connect(lambda on: None)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1_000):
        widget.said.emit(True)
        widget.render(picture)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(abs(a - b) < 200 for a, b in zip(after, before, strict=True))
