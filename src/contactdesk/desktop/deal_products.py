"""What a deal offers, in a small table that is edited where it stands."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.in_place import EDGE, InPlace
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.money_texts import money_text, number_text
from contactdesk.i18n import _, counted
from contactdesk.model.deal import Deal, Product
from contactdesk.model.money import (
    discount_of,
    line_total,
    products_total,
    typed_amount,
    written,
)

_NAME, _QUANTITY, _PRICE, _TOTAL = range(4)


class DealProducts(Card):
    """A row a product; `changed(Deal)` has what became of the deal."""

    changed = Signal(object)
    trouble = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Products"), " ", parent=parent)
        self.deal = Deal()
        self.read_only = False
        self.cells: list[list[InPlace]] = []
        self._totals: list[Label] = []
        self._discount: InPlace | None = None
        self.add = Button(_("Add"), "ghost", "plus", size="row")
        self.add.setAccessibleName(_("Add a product"))
        self.add.clicked.connect(self.add_row)
        self.add_to_head(self.add)
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.body.addWidget(self._holder)

    def show_deal(self, deal: Deal, *, read_only: bool) -> None:
        """Show the products of a deal; what is just being typed stays."""
        same = deal.id == self.deal.id and len(deal.products) == len(self.deal.products)
        self.deal, self.read_only = deal, read_only
        self.add.setEnabled(not read_only)
        if not same or self._discount is None:
            focused = self._place()
            self._build(len(deal.products))
            self._go_back_to(focused)
        self._fill()

    def _place(self) -> tuple[int, int] | None:
        for at, row in enumerate(self.cells):
            for column, cell in enumerate(row):
                if cell.hasFocus() or cell.is_edited():
                    return at, column
        return None

    def _go_back_to(self, place: tuple[int, int] | None) -> None:
        if place is not None and place[0] < len(self.cells):
            self.cells[place[0]][place[1]].setFocus(Qt.FocusReason.OtherFocusReason)

    def add_row(self) -> None:
        """One more, whose name is typed at once."""
        self._build(len(self.deal.products) + 1)
        self._fill()
        self.cells[-1][_NAME].edit()

    def stops(self) -> list[QWidget]:
        """Tab goes through name, quantity and price."""
        cells = [cell for row in self.cells for cell in row]
        return [self.add, *cells, *([self._discount] if self._discount else [])]

    # ── building ────────────────────────────────────────────────────────────────────────

    def _build(self, rows: int) -> None:
        if self._place() is not None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)  # not to the next on the page
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cells, self._totals, self._discount = [], [], None
        self._holder.setVisible(bool(rows))
        if not rows:
            return
        for column, words in enumerate((_("Product"), _("Quantity"), _("Price"), _("Total"))):
            self._put(0, column, Label(words, "caption", "text2"))
        self._grid.addWidget(Hairline("divider"), 1, 0, 1, 4)
        for at in range(rows):
            self._add_product(at)
        self._add_sums(rows + 2)
        self._grid.setColumnStretch(_NAME, 1)

    def _add_product(self, at: int) -> None:
        cells = [InPlace(_("Product")), InPlace(_("Quantity"), trailing=True),
                 InPlace(_("Price"), trailing=True)]  # fmt: skip
        for column, cell in enumerate(cells):
            cell.entered.connect(partial(self._entered, at, column))
            self._grid.addWidget(cell, at + 2, column)
            cell.show()  # it is edited at once
        self.cells.append(cells)
        self._totals.append(self._put(at + 2, _TOTAL, Label("", "body", weight=600)))

    def _add_sums(self, row: int) -> None:
        self._grid.addWidget(Hairline("divider"), row, 0, 1, 4)
        self._put(row + 1, _NAME, Label(_("Discount, in percent"), "body", "text2"))
        self._discount = InPlace(_("Discount, in percent"), trailing=True)
        self._discount.entered.connect(self._discounted)
        self._grid.addWidget(self._discount, row + 1, _QUANTITY)
        self._put(row + 2, _NAME, Label(_("Sum"), "body", "text2"))
        for below in (row + 1, row + 2):
            self._totals.append(self._put(below, _TOTAL, Label("", "body", weight=600)))

    def _put(self, row: int, column: int, label: Label) -> Label:
        side = mirror.trailing if column else mirror.leading
        label.setAlignment(side(self.layoutDirection()))
        label.setContentsMargins(EDGE, 0, EDGE, 0)
        self._grid.addWidget(label, row, column)
        return label

    def _fill(self) -> None:
        deal = self.deal
        if self.count is not None:
            self.count.setText(counted(len(deal.products)) if deal.products else "")
        if self._discount is None:
            return
        more = [Product(quantity="")] * (len(self.cells) - len(deal.products))
        for cells, product in zip(self.cells, (*deal.products, *more), strict=True):
            cells[_NAME].show_value(product.name, instead=_("Name"))
            cells[_QUANTITY].show_value(number_text(product.quantity), product.quantity, "–")
            cells[_PRICE].show_value(number_text(product.price), product.price, "–")
        percent = _("{n} %").format(n=number_text(deal.discount)) if deal.discount else ""
        self._discount.show_value(percent, deal.discount, "–")
        for cell in (*(c for row in self.cells for c in row), self._discount):
            cell.read_only = self.read_only
        sums = [money_text(line_total(each), deal.currency) for each in deal.products]
        sums += [""] * (len(self.cells) - len(sums))
        less = discount_of(deal)
        sums += [money_text(-less, deal.currency) if less else "",
                 money_text(products_total(deal), deal.currency)]  # fmt: skip
        for label, words in zip(self._totals, sums, strict=True):
            label.setText(words)

    # ── what was typed ──────────────────────────────────────────────────────────────────

    def _entered(self, at: int, column: int, text: str) -> None:
        products = list(self.deal.products)
        product = products[at] if at < len(products) else Product()
        name = ("name", "quantity", "price")[column]
        value = text if column == _NAME else typed_amount(text)
        if value is None:
            self.trouble.emit(_("This is no number: {text}").format(text=text))
            return
        changed: Product = replace(product, **dict[str, Any]({name: value}))
        if at < len(products):
            products[at] = changed
        elif changed.name:
            products.append(changed)
        kept = tuple(each for each in products if each.name)  # without a name it is none
        self.changed.emit(with_products(replace(self.deal, products=kept)))

    def _discounted(self, text: str) -> None:
        value = typed_amount(text.replace("%", ""))
        if value is None:
            self.trouble.emit(_("This is no number: {text}").format(text=text))
        else:
            self.changed.emit(with_products(replace(self.deal, discount=value)))


def with_products(deal: Deal) -> Deal:
    """The deal with the amount that its products make, while it follows them."""
    if not deal.follows_products or not deal.products:
        return deal
    return replace(deal, amount=written(products_total(deal)))
