"""What a person wants of the whole program apart from its look: keys in tips, things that move.

Read before the first paint; `use` changes what is on the screen already.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from contactdesk.desktop.tips import plain_tip

WITH_KEYS = "tipWithKeys"  # of a widget: the words of its tip, and its keys
HINT = "hintOfKeys"  # of a widget that shows keys


class _State:
    show_keys = True
    animations = True


def show_keys() -> bool:
    """Whether buttons and tips show the keys that do the same."""
    return _State.show_keys


def moves() -> bool:
    """Whether anything may flash or run: not when the system asks for less motion."""
    return _State.animations and not _system_wants_rest()


def _system_wants_rest() -> bool:
    style = QGuiApplication.styleHints()  # held: what it hands out goes with its wrapper
    asked = getattr(style.accessibility(), "motionPreference", None)  # from Qt 6.12 on
    return asked is not None and "Reduced" in str(asked())


def use(show_keys: bool, animations: bool) -> None:
    """Follow the person's settings from now on."""
    _State.animations = animations
    if show_keys == _State.show_keys:
        return
    before = [(w, _tip(w)) for w in _with_keys()]
    _State.show_keys = show_keys
    for widget, tip in before:
        if widget.toolTip() == tip:  # else it says why it is disabled
            widget.setToolTip(_tip(widget))
    for widget in QApplication.allWidgets():
        if widget.property(HINT):
            _show_hint(widget)


def _with_keys() -> list[QWidget]:
    return [w for w in QApplication.allWidgets() if w.property(WITH_KEYS)]


def tip_with_keys(widget: QWidget, words: str, keys: str = "") -> None:
    """Give a widget a tip, with the keys that do the same where they are wanted."""
    widget.setProperty(WITH_KEYS, (words, keys))
    widget.setToolTip(_tip(widget))


def _tip(widget: QWidget) -> str:
    words, keys = widget.property(WITH_KEYS)
    return plain_tip(f"{words} ({keys})" if keys and _State.show_keys else words)


def hint_of_keys(widget: QWidget) -> None:
    """Show a label of keys, or what paints them, only where they are wanted."""
    widget.setProperty(HINT, True)
    _show_hint(widget)


def _show_hint(widget: QWidget) -> None:
    if isinstance(widget, QLabel):
        widget.setVisible(_State.show_keys)
    else:
        widget.update()
