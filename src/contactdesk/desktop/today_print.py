"""Today on paper: every part with its lines, for a printer or as a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.history_print import Part, document, offer_print
from contactdesk.desktop.today_page import TodayPage
from contactdesk.desktop.today_part import TodayPart
from contactdesk.i18n import _

BOX, TICKED = "☐", "☑"


def parts(page: TodayPage) -> Iterator[Part]:
    """The lines that there are, under the heads of their parts."""
    for part in page.parts:
        yield from _lines(part)


def _lines(part: TodayPart) -> Iterator[Part]:
    for line in part.lines:
        mark = TICKED if line.ticked else BOX
        lead = " – ".join(time for time in line.clock if time) or mark
        head = f"{line.title} – {line.trailing}" if line.trailing else line.title
        yield Part(part.title_words, lead, head, (line.second,) if line.second else ())


def today_document(page: TodayPage) -> QTextDocument:
    """What the page shows, for paper."""
    return document(_("Today"), page.below.text(), parts(page))


def offer(page: TodayPage, desk: Desk, button: QWidget) -> None:
    """A menu below the button: to a printer, or into a file."""
    offer_print(button, desk, _("Today"), lambda: today_document(page))
