"""The sheet of components draws the program's own widgets, and what a list offers can be read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCompleter

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Combo, Field

# Qt's picture of a screen has no windows to raise.
off_screen = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
WORDS = ["Head of Sales", "Head of Purchase"]


@pytest.fixture(params=["light", "dark"])
def theme(request, qapp) -> Iterator[look.Theme]:
    look.apply(qapp, request.param)
    yield look.current()
    look.apply(qapp, "light")


def colours(image: QImage) -> Counter[str]:
    """How often each colour is in a picture."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return Counter(image.pixelColor(*place).name().upper() for place in places)


def test_the_sheet_is_drawn_light_and_dark(tmp_path: Path) -> None:
    code = "import sys; from contactdesk.component_sheet import main; sys.exit(main(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    for name, theme in (("light", look.LIGHT), ("dark", look.DARK)):
        image = QImage(str(tmp_path / "out" / f"components-{name}.png"))
        found = colours(image.copy(0, 0, image.width(), 500))
        for token in ("accent", "sel", "warn_soft", "bad_soft", "toast", "accent_text"):
            assert found[QColor(getattr(theme, token)).name().upper()] > 100, (name, token)


@off_screen
def test_the_chosen_row_of_a_combo_stands_out_and_can_be_read(qtbot, theme) -> None:
    combo = Combo([(words, words) for words in WORDS])
    qtbot.addWidget(combo)
    combo.show()
    combo.showPopup()
    popup = combo.view().window()
    found = colours(popup.grab().toImage())
    combo.hidePopup()
    assert found[theme.sel.upper()] > 400
    assert found[theme.sel_text.upper()] > 10


@off_screen
def test_the_chosen_completion_stands_out_and_can_be_read(qtbot, theme) -> None:
    field = Field()
    qtbot.addWidget(field)
    completer = QCompleter(WORDS, field)
    field.setCompleter(completer)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "He")
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Down)
    found = colours(completer.popup().grab().toImage())
    completer.popup().hide()
    assert found[theme.sel.upper()] > 400
    assert found[theme.sel_text.upper()] > 10
    assert QApplication.activePopupWidget() is None
