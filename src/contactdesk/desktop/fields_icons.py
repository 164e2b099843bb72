"""The picture of a custom field: that of its type, or one chosen here."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.custom_texts import ICONS
from contactdesk.desktop.fields import Combo
from contactdesk.i18n import N_, _

OFFERED = {
    "tag": N_("Label"),
    "truck": N_("Delivery"),
    "package": N_("Parcel"),
    "map-pin": N_("Place"),
    "clock": N_("Time"),
    "languages": N_("Language"),
    "briefcase": N_("Work"),
    "landmark": N_("Bank"),
    "credit-card": N_("Card"),
    "percent": N_("Per cent"),
    "ruler": N_("Size"),
    "car": N_("Car"),
    "wrench": N_("Service"),
    "key": N_("Key"),
    "shield": N_("Safety"),
    "users": N_("People"),
    "graduation-cap": N_("Education"),
    "gift": N_("Gift"),
    "cake": N_("Birthday"),
    "heart": N_("Heart"),
    "star": N_("Star"),
    "flag": N_("Flag"),
}


class IconChoice(Combo):
    """Offers pictures with their names; shows the picture alone."""

    def __init__(self, type_: str, icon: str) -> None:
        super().__init__([(_("As its type"), ""), *((_(w), name) for name, w in OFFERED.items())])
        self._usual = ICONS.get(type_, "type")
        if icon and self.findData(icon) < 0:
            self.addItem(icon, icon)  # which somebody chose by other means
        for place in range(self.count()):
            self.setItemIcon(place, icons.icon(self.itemData(place) or self._usual))
        self.choose(icon)
        self.setFixedWidth(72)
        self.view().setMinimumWidth(look.px(200))
        self.currentTextChanged.connect(self.setAccessibleDescription)
        self.setAccessibleDescription(self.currentText())
        self.setToolTip(self.currentText())

    def sizeHint(self) -> QSize:
        """The picture and the chevron."""
        return QSize(look.px(72), super().sizeHint().height())

    def paint_chosen(self, painter: QPainter, area: QRect) -> None:
        """Draw the picture."""
        side = look.px(16)
        spot = QRect(area.x(), area.center().y() - side // 2 + 1, side, side)
        spot = mirror.placed(self.layoutDirection(), area, spot)
        icons.paint(painter, spot, self.currentData() or self._usual, "text2", side)
