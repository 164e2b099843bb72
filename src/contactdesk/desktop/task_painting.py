"""How a task is drawn in the list: a tick, a face, two lines, and when it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.people_faces import colleague_face
from contactdesk.desktop.task_rows import Found, Head
from contactdesk.desktop.task_words import (
    GROUPS,
    due_words,
    repeats_words,
    title_of,
    under_words,
)
from contactdesk.i18n import _, counted
from contactdesk.model.tasks import is_done, is_high
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskPerson, TaskRow

TICK, TICK_AT, FACE, FACE_AT, TITLE_AT, EDGE = 17, 10, 28, 39, 77, 10
OTHER, OTHER_AT = 22, 140  # px of a colleague's face, and from the trailing edge to it
NEEDED = 480  # px of a row whose faces stand under each other
PhotoOf = Callable[[TaskPerson], QImage | None]


def row_high() -> int:
    """Two lines, 46 px at the usual size of text."""
    return look.tall(46, "strong", "caption", room=11)


def head_high() -> int:
    """A head with the air over it."""
    return look.tall(38, "strong", room=16)


def tick_place(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where the tick of a row is."""
    side = look.px(TICK)
    spot = QRect(
        area.x() + look.px(TICK_AT), area.y() + (area.height() - side) // 2, side, side
    )  # fmt: skip
    return mirror.placed(direction, area, spot)


class TaskPainter:
    """Paints one row into an area; mirrored where reading begins at the right."""

    def __init__(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter, self._area, self._direction = painter, area, direction

    def paint_head(self, head: Head, first: bool) -> None:
        """The name of a group, how much is in it, and whether it is open."""
        area = self._area
        if not first:
            line = QRect(area.x(), area.y(), area.width(), 1)
            self._painter.fillRect(line, look.colour("border"))
        icon = look.px(14)
        middle = QRect(area.x() + look.px(7), area.y(), icon, area.height())
        name = "chevron-down" if head.is_open else "chevron-right"
        icons.paint(self._painter, self._turned(middle), name, "text2", icon)
        words = _(GROUPS[head.group])
        tone = "bad" if head.group == "overdue" else "text"
        start = area.x() + look.px(28)
        room = look.metrics("strong").horizontalAdvance(words) + 2
        self._words(QRect(start, area.y(), room, area.height()), words, "strong", tone)
        spot = QRect(start + room + look.px(7), area.y(), look.px(80), area.height())
        self._words(spot, counted(head.many), "body", "text2")

    def paint(
        self, row: TaskRow, now: datetime, found: Found, photo_of: PhotoOf, chosen: bool
    ) -> None:
        """A task."""
        done = is_done(row.event)
        self._paint_tick(done)
        self._paint_face(row, photo_of)
        words, tone = (_("Done"), "text2") if done else due_words(row.due, now)
        if row.event.id in found.waiting:
            words, tone = _("waits"), "warn"
        ink = ("sel_text", "sel_text") if chosen else ("text3" if done else "text", "text2")
        end = self._paint_due(words, "sel_text" if chosen and tone == "text2" else tone)
        end = self._paint_other(row, found.team, end)
        self._paint_lines(row, found.home, end, ink, done)

    def _paint_tick(self, done: bool) -> None:
        spot = tick_place(self._area, self._direction)
        if done:
            paint_ground(self._painter, QRectF(spot), "accent", radius=4)
            icons.paint(self._painter, spot, "check-bold", "on_accent", look.px(13))
        else:
            paint_ground(self._painter, QRectF(spot), "field_bg", "field", 4, 1.5)

    def _paint_face(self, row: TaskRow, photo_of: PhotoOf) -> None:
        side = look.px(FACE)
        top = self._area.y() + (self._area.height() - side) // 2
        spot = self._turned(QRect(self._area.x() + look.px(FACE_AT), top, side, side))
        if row.people:
            paint_avatar(self._painter, spot, row.people[0], photo=photo_of(row.people[0]))

    def _paint_due(self, words: str, tone: str) -> int:
        """When it is due, at the trailing side; where the words before it have to end."""
        area = self._area
        bold = 600 if tone in ("bad", "warn") else 400
        wide = look.metrics("caption", bold).horizontalAdvance(words) + 4 if words else 0
        spot = QRect(area.right() + 1 - look.px(EDGE) - wide, area.y(), wide, area.height())
        self._words(spot, words, "caption", tone, bold, trailing=True)
        return spot.x() - look.px(12)

    def _paint_other(self, row: TaskRow, team: Team, end: int) -> int:
        """The face of the colleague who does it or gave it, all faces under each other."""
        person = team.other(row.event) if team.is_several else None
        if person is None:
            return end
        side = look.px(OTHER)
        has_room = self._area.width() >= look.px(NEEDED)
        x = min(self._area.right() + 1 - look.px(OTHER_AT) if has_room else end, end - side)
        spot = QRect(x, self._area.y() + (self._area.height() - side) // 2, side, side)
        paint_avatar(self._painter, self._turned(spot), colleague_face(person))
        return x - look.px(12)

    def _paint_lines(
        self, row: TaskRow, home: tzinfo, end: int, ink: tuple[str, str], done: bool
    ) -> None:
        area = self._area
        high, small = look.metrics("strong").height(), look.metrics("caption").height()
        under = under_words(row, home)
        whole = high + small if under else high
        top = area.y() + (area.height() - whole) // 2
        start = area.x() + look.px(TITLE_AT)
        self._paint_title(row, QRect(start, top, max(20, end - start), high), ink, done)
        if under:
            spot = QRect(start, top + high, max(20, end - start), small)
            self._words(spot, under, "caption", ink[1])

    def _paint_title(self, row: TaskRow, spot: QRect, ink: tuple[str, str], done: bool) -> None:
        """The title, then a flag and how it repeats, as far as there is room for them."""
        icon, gap = look.px(14), look.px(7)
        repeats, flagged = repeats_words(row.event), is_high(row.event) and not done
        caption = look.metrics("caption")
        said = min(caption.horizontalAdvance(repeats) + 4, spot.width() // 3) if repeats else 0
        beside = (icon + gap if flagged else 0) + (icon + gap + said + gap // 2 if repeats else 0)
        title = bidi.isolated(title_of(row.event))
        wide = look.metrics("strong").horizontalAdvance(title) + 2
        wide = min(wide, spot.width() - beside)
        place = QRect(spot.x(), spot.y(), wide, spot.height())
        self._words(place, title, "strong", ink[0], struck=done)
        x = place.right() + 1 + gap
        if flagged:
            self._icon(QRect(x, spot.y(), icon, spot.height()), "flag", "bad")
            x += icon + gap
        if repeats:
            self._icon(QRect(x, spot.y(), icon, spot.height()), "repeat", ink[1])
            x += icon + gap // 2
            self._words(QRect(x, spot.y(), said, spot.height()), repeats, "caption", ink[1])

    def _icon(self, spot: QRect, name: str, tone: str) -> None:
        icons.paint(self._painter, self._turned(spot), name, tone, look.px(14))

    def _words(
        self,
        spot: QRect,
        text: str,
        style: str,
        tone: str,
        weight: int | None = None,
        *,
        trailing: bool = False,
        struck: bool = False,
    ) -> None:
        font = look.font(style, weight)
        if struck:
            font = QFont(font)
            font.setStrikeOut(True)
        self._painter.setFont(font)
        self._painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, spot.width()
        )
        side = mirror.trailing if trailing else mirror.leading
        self._painter.drawText(self._turned(spot), side(self._direction), shown)

    def _turned(self, spot: QRect) -> QRect:
        return mirror.placed(self._direction, self._area, spot)
