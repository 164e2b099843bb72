"""The head of a list in a narrow pane: its name comes before the words of its button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.text import ElidedLabel
from contactdesk.i18n import _


def fit_head(wide: int, title: ElidedLabel, new: Button, *others: QWidget) -> None:
    """Let "New" be its icon alone where the name would be cut in `wide` px otherwise."""
    words = _("New")
    new.set_label(words)
    wanted = look.metrics("subtitle").horizontalAdvance(title.full_text()) + look.px(52)
    wanted += sum(other.sizeHint().width() for other in (new, *others))
    if wanted > wide:
        new.set_label("")
        new.setAccessibleName(words)
