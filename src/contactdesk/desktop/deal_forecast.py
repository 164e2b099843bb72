"""What the open deals may bring: by month, by owner or by currency, weighted by their chance."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.deal_forecast_rows import ForecastList, shown_lines
from contactdesk.desktop.deal_found import Found, Shown, columns_of
from contactdesk.desktop.deal_table_words import missing_words
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.money_texts import rates_text
from contactdesk.desktop.month_days import month_of
from contactdesk.i18n import _
from contactdesk.operations.deal_forecast import By, Forecast, forecast


class DealForecast(QFrame):
    """`rates_wanted` when somebody wants to enter a rate that is missing."""

    rates_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self.shown = Found(), Shown()
        self.forecast: Forecast | None = None
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.by = Segmented(
            [(_("By month"), "month"), (_("By owner"), "owner"), (_("By currency"), "currency")],
            "month",
        )
        self.by.setAccessibleName(_("Forecast by"))
        self.by.chosen.connect(lambda _by: self._show())
        self.rates = Button(_("Rates…"), "ghost", "coins", size="row")
        self.rates.clicked.connect(self.rates_wanted)
        self.list = ForecastList()
        self.list.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_missing())
        column.addWidget(self.list, 1)

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 10, 16, 10))
        row.addWidget(self.by)
        row.addStretch(1)
        row.addWidget(self.rates)
        return row

    def _build_missing(self) -> QWidget:
        self.missing = QWidget()
        self.missing_words = Label("", "body", "warn", wrap=True).give_way()
        self.enter = Button(_("Enter a rate"), "link", size="row")
        self.enter.clicked.connect(self.rates_wanted)
        row = QHBoxLayout(self.missing)
        row.setContentsMargins(*mirror.margins(20, 8, 16, 8))
        row.addWidget(self.missing_words, 1)
        row.addWidget(self.enter)
        self.missing.hide()
        return self.missing

    def stops(self) -> list[QWidget]:
        """Tab goes from the lines to what they are made by."""
        return [self.list, self.by, self.enter, self.rates]

    def show_found(self, found: Found, shown: Shown) -> None:
        """Show what a pipeline may bring."""
        self.found, self.shown = found, shown
        self._show()

    def _show(self) -> None:
        found, pipeline = self.found, self.found.pipeline
        if pipeline is None:
            return
        rows = [row for _stage, some in columns_of(found, self.shown) for row in some]
        by = cast("By", self.by.value())
        self.forecast = forecast(
            rows, by, pipeline, found.rates, found.today, lambda day: month_of(day)[0]
        )  # fmt: skip
        at = max(1, self.list.currentIndex().row())
        self.list.lines.show(shown_lines(self.forecast, found))
        self.list.setCurrentIndex(self.list.lines.index(min(at, len(self.forecast.lines) + 1)))
        total = self.forecast.all.total
        self.missing.setVisible(bool(total.missing))
        self.missing_words.setText(
            _("This forecast is {missing}.").format(missing=missing_words(total))
            if total.missing
            else ""
        )
        self.rates.setToolTip(rates_text(total))

    # ── as the board and the table have it ──────────────────────────────────────────────

    def set_read_only(self, read_only: bool, why: str = "") -> None:
        """Whether rates can be entered, and why not."""
        self.enter.setEnabled(not read_only)
        self.enter.setToolTip(why)

    def choose(self, _uuid: str, *, focus: bool = True) -> bool:
        """No single deal is shown here."""
        if focus:
            self.take_focus(Qt.FocusReason.OtherFocusReason)
        return True

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """The keyboard is on a line."""
        self.list.setFocus(reason)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on the lines."""
        return self.list.hasFocus()

    def keep_in_sight(self) -> None:
        """No deal is opened from here."""

    def repaint_faces(self) -> None:
        """There are none."""
