"""What lies over a page of which nothing could be read while the book is away.

A page that shows nothing says that there is nothing: no task, an empty bin. Nobody knows that of a
book that did not answer, so the page is covered with a sentence until it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.feedback import EmptyState
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError

T = TypeVar("T")
_NOTHING: Hashable = object()


class Unread(QWidget):
    """Reads for a page, and covers it while what was asked for is not known: from a gap (pixels)
    below a part of it on, or all of it without one."""

    def __init__(
        self, page: QWidget, desk: Desk, below: QWidget | None = None, gap: int = 1
    ) -> None:
        super().__init__(page)
        self.setVisible(False)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._page, self._desk, self._below, self._gap = page, desk, below, gap
        self._known = self._asked = _NOTHING
        page.installEventFilter(self)
        desk.away.changed.connect(self._look)

    def read(
        self,
        question: Hashable,
        ask: Callable[[Any], T],
        then: Callable[[T], None],
        *,
        key: str,
        failed: Callable[[ContactDeskError], None] | None = None,
    ) -> None:
        """Ask the book on the reading thread; `question` tells whether what the page shows answers
        it, should the book be away. `failed` hears what else goes wrong."""
        self._desk.read(
            ask, partial(self._answer, question, then), key=key,
            failed=partial(self._fail, failed),
        )  # fmt: skip
        self.wants(question)

    def lie_below(self, part: QWidget | None) -> None:
        """Leave another part of the page in sight, which may have been built since."""
        self._below = part
        self._look()

    def wants(self, question: Hashable) -> None:
        """The page asked for this, or is to show it."""
        self._asked = question
        if question == self._known:
            self.hide()
        self._look()

    def has(self, question: Hashable) -> None:
        """The page shows this now, which may reach further than what it asked for."""
        self._known = self._asked = question
        self.hide()

    def forget(self) -> None:
        """The page does not show any more what it did."""
        self._known = _NOTHING

    def _answer(self, question: Hashable, then: Callable[[T], None], answer: T) -> None:
        self.has(question)
        then(answer)

    def _fail(
        self, failed: Callable[[ContactDeskError], None] | None, error: ContactDeskError
    ) -> None:
        if self._desk.away.explains(error):
            self._look()
        elif failed is not None:
            failed(error)
        else:
            self._desk.failed.emit(error)

    def _look(self) -> None:
        """Also of a book that says nothing: then no answer ever comes, not even that it is away."""
        if self._desk.away.is_away and self._asked != self._known:
            self._cover()

    def _cover(self) -> None:
        if self.layout() is None:
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(unread_words())
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        rect = self._page.rect()
        if self._below is not None:
            foot = QPoint(0, self._below.height())
            rect.setTop(self._below.mapTo(self._page, foot).y() + self._gap)
        self.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lie over the page as it grows."""
        grows = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if grows and watched is self._page and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)


def unread_words() -> EmptyState:
    """That something was not read before the book went away."""
    return EmptyState(
        "cloud-off",
        _("This cannot be shown just now"),
        _("The book is away, and this was not looked at before. It comes when the book is back."),
        tone="slate",
    )
