"""Spacing follows the text size: margins, gaps and fixed sizes of every widget, new or shown.

Widgets are built with the lengths of the design (painters put theirs through `look.px`). Before
a widget is shown first, and whenever the text size changes, its lengths are brought to the text
size. What it was built with is kept beside it, so nothing drifts from change to change.

In the usual size (100 %) nothing is watched and nothing is done.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QSpacerItem, QWidget

from contactdesk.desktop import theme as look

DESIGN = "designLengths"  # of a layout or a widget, as it was built
OWN = "ownSize"  # of widgets that see to their size themselves
TALL = "tallBy"  # (least, styles, room) of `keep_tall`
HAIRLINE = 2  # px; lines stay as thin as they are

Spacers = tuple[tuple[int, int], ...]


class _Fitter(QObject):
    """Fits every widget before it is shown first."""

    one: _Fitter | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit it."""
        if event.type() == QEvent.Type.Polish and watched.isWidgetType():
            fit(cast("QWidget", watched))
        return False


def follow(app: QApplication, scale: float) -> None:
    """Bring all widgets to another text size, and from now on those that are still to come."""
    if _Fitter.one is None and scale != 1:
        _Fitter.one = _Fitter(app)
        app.installEventFilter(_Fitter.one)
    elif _Fitter.one is not None and scale == 1:
        app.removeEventFilter(_Fitter.one)
        _Fitter.one = None
    for widget in app.allWidgets():
        fit(widget)


def keep_tall(widget: QWidget, least: int, *styles: str, room: int = 0) -> None:
    """Fix a widget's height to `look.tall(…)`, now and in every text size."""
    widget.setProperty(TALL, (least, styles, room))
    widget.setFixedHeight(look.tall(least, *styles, room=room))


def see_to_itself(owner: QWidget | QLayout) -> None:
    """Leave a widget's own size, or a layout's lengths, alone: they are put through `look.px`."""
    owner.setProperty(OWN, True)


def fit(widget: QWidget) -> None:
    """Bring one widget's fixed size and its layout to the text size."""
    tall = widget.property(TALL)
    if tall:
        least, styles, room = tall
        widget.setFixedHeight(look.tall(least, *styles, room=room))
    elif not widget.property(OWN):
        _fit_size(widget)
    layout = widget.layout()
    if layout is not None:
        _fit_layout(layout)


def _fit_size(widget: QWidget) -> None:
    design = widget.property(DESIGN)
    if design is None:
        least, most = widget.minimumSize(), widget.maximumSize()
        wide = least.width() if least.width() == most.width() else 0
        high = least.height() if least.height() == most.height() else 0
        design = QSize(wide, high)
        widget.setProperty(DESIGN, design)
    if design.width() > HAIRLINE:
        widget.setFixedWidth(look.px(design.width()))
    if design.height() > HAIRLINE:
        widget.setFixedHeight(look.px(design.height()))


def _fit_layout(layout: QLayout) -> None:
    if not layout.property(OWN):
        _fit_lengths(layout)
    for at in range(layout.count()):
        item = layout.itemAt(at)
        inner = item.layout() if item else None
        if inner is not None:
            _fit_layout(inner)
    layout.invalidate()


def _fit_lengths(layout: QLayout) -> None:
    design = layout.property(DESIGN)
    if design is None:
        design = _lengths(layout)
        layout.setProperty(DESIGN, design)
    edges, gaps, spacers = design
    layout.setContentsMargins(*(_scaled(edge) for edge in edges))
    if isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(_scaled(gaps[0]))
        layout.setVerticalSpacing(_scaled(gaps[1]))
    else:
        layout.setSpacing(_scaled(gaps[0]))
    _fit_spacers(layout, spacers)


def _lengths(layout: QLayout) -> tuple[tuple[int, ...], tuple[int, int], Spacers]:
    edges = layout.contentsMargins()
    gaps = (layout.spacing(), 0)
    spacers = tuple((s.sizeHint().width(), s.sizeHint().height()) for s in _spacers(layout))
    if isinstance(layout, QGridLayout):
        gaps = (layout.horizontalSpacing(), layout.verticalSpacing())
    return (edges.left(), edges.top(), edges.right(), edges.bottom()), gaps, spacers


def _spacers(layout: QLayout) -> list[QSpacerItem]:
    items = (layout.itemAt(at) for at in range(layout.count()))
    spacers = (item.spacerItem() for item in items if item)
    return [spacer for spacer in spacers if spacer]


def _fit_spacers(layout: QLayout, design: Spacers) -> None:
    found = _spacers(layout)
    if len(found) != len(design):
        return  # the layout was filled anew since: these are as they were built
    for spacer, (wide, high) in zip(found, design, strict=True):
        policy = spacer.sizePolicy()
        across, down = policy.horizontalPolicy(), policy.verticalPolicy()
        spacer.changeSize(_scaled(wide), _scaled(high), across, down)


def _scaled(length: int) -> int:
    return look.px(length) if length > 0 else length
