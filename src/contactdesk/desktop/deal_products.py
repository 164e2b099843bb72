"""What a deal offers, in a small table that is edited where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.in_place import InPlace
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
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
        self._adding = False
        self.cells: list[list[InPlace]] = []
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
        """Show the products of a deal."""
        focused = self._place()
        self.deal, self.read_only = deal, read_only
        self.add.setEnabled(not read_only)
        self._build()
        if focused is not None and focused[0] < len(self.cells):
            self.cells[focused[0]][focused[1]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> tuple[int, int] | None:
        for at, row in enumerate(self.cells):
            for column, cell in enumerate(row):
                if cell.hasFocus() or cell.is_edited():
                    return at, column
        return None

    def add_row(self) -> None:
        """One more, whose name is typed at once."""
        self._adding = True
        self._build()
        self._adding = False
        self.cells[len(self.deal.products)][_NAME].edit()

    def stops(self) -> list[QWidget]:
        """Tab goes through name, quantity and price."""
        return [self.add, *(cell for row in self.cells for cell in row)]

    # ── building ────────────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        products = self.deal.products
        if self.count is not None:
            self.count.setText(counted(len(products)) if products else "")
        self.cells = []
        shown = (*products, *([Product(price="")] if self._adding else []))
        self._holder.setVisible(bool(shown))
        if not shown:
            return
        for column, words in enumerate((_("Product"), _("Quantity"), _("Price"), _("Total"))):
            self._put(0, column, Label(words, "caption", "text2"))
        self._grid.addWidget(Hairline("divider"), 1, 0, 1, 4)
        for at, product in enumerate(shown):
            self._add_product(at, product)
        self._add_sums(len(shown) + 2)
        self._grid.setColumnStretch(_NAME, 5)
        for column in (_QUANTITY, _PRICE, _TOTAL):
            self._grid.setColumnStretch(column, 2)

    def _add_product(self, at: int, product: Product) -> None:
        cells = [InPlace(_("Product")), InPlace(_("Quantity"), trailing=True),
                 InPlace(_("Price"), trailing=True)]  # fmt: skip
        cells[_NAME].show_value(product.name, instead=_("Name"))
        cells[_QUANTITY].show_value(number_text(product.quantity), product.quantity, "–")
        cells[_PRICE].show_value(number_text(product.price), product.price, "–")
        for column, cell in enumerate(cells):
            cell.read_only = self.read_only
            cell.entered.connect(lambda text, c=column: self._entered(at, c, text))
            self._grid.addWidget(cell, at + 2, column)
        self.cells.append(cells)
        total = money_text(line_total(product), self.deal.currency)
        self._put(at + 2, _TOTAL, ElidedLabel(total, "body", weight=600))

    def _add_sums(self, row: int) -> None:
        deal = self.deal
        self._grid.addWidget(Hairline("divider"), row, 0, 1, 4)
        self._grid.addWidget(Label(_("Discount, in percent"), "body", "text2"), row + 1, _NAME)
        cell = InPlace(_("Discount, in percent"), trailing=True)
        percent = _("{n} %").format(n=number_text(deal.discount)) if deal.discount else ""
        cell.show_value(percent, deal.discount, "–")
        cell.read_only = self.read_only
        cell.entered.connect(self._discounted)
        self._grid.addWidget(cell, row + 1, _QUANTITY)
        self.cells.append([cell])
        less = discount_of(deal)
        self._put(row + 1, _TOTAL, ElidedLabel(money_text(-less, deal.currency) if less else "",
                                               "body", weight=600))  # fmt: skip
        self._grid.addWidget(Label(_("Sum"), "body", "text2"), row + 2, _NAME)
        whole = money_text(products_total(deal), deal.currency)
        self._put(row + 2, _TOTAL, ElidedLabel(whole, "body", weight=600))

    def _put(self, row: int, column: int, label: QWidget) -> None:
        side = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
        if isinstance(label, (Label, ElidedLabel)):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(label, row, column)

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
