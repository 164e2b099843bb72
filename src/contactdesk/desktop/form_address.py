"""The editor's part for postal addresses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.editor_line import EditorLine
from contactdesk.desktop.fields import Field
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.form_rows import GAP, SLOT, chain_before
from contactdesk.desktop.form_values import edited_address
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.type_choice import TypeChoice
from contactdesk.i18n import _
from contactdesk.model.contact import Address
from contactdesk.model.organisations import address_key, with_place_of
from contactdesk.model.shown import shortened

MOST_BLOCKS = 20
RARE = ("extended", "post_office_box", "region")
LONGEST_NAME = 36  # letters of an organisation on a button


class AddressBlock(QWidget):
    """One address: street; postcode, town, country; and what else it may have behind "…"."""

    edited = Signal()
    remove_wanted = Signal()

    def __init__(self, address: Address | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = address
        shown = address or Address(types=("work",))
        self.type = TypeChoice("addresses", shown.types, shown.label)
        self.fields: dict[str, Field] = {}
        self._loaded: dict[str, str] = {}
        self._rare: QWidget | None = None
        self.more = IconButton("ellipsis", _("More parts of the address"), side=SLOT)
        self.remove = IconButton("x", _("Remove address"), side=SLOT)
        self._lay_out(shown)
        self.type.name_it(_("Type of address"))
        self.type.chosen.connect(self.edited)
        self.more.clicked.connect(self._toggle)
        self.remove.clicked.connect(self.remove_wanted)

    def _lay_out(self, shown: Address) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.type, 0, 0)
        grid.addWidget(self._field("street", _("Street and number"), shown), 0, 1)
        grid.addWidget(self.more, 0, 2)
        grid.addWidget(self.remove, 0, 3)
        town = QHBoxLayout()
        town.setSpacing(GAP)
        town.addWidget(self._field("postal_code", _("Postcode"), shown), 3)
        town.addWidget(self._field("locality", _("Town"), shown), 6)
        town.addWidget(self._field("country", _("Country"), shown), 5)
        grid.addLayout(town, 1, 1)
        grid.setColumnStretch(1, 1)
        self.editor = EditorLine([self.fields[n] for n in ("street", "postal_code", "locality")])
        grid.addWidget(self.editor, 3, 1)
        self._grid = grid
        if any(getattr(shown, name) for name in RARE):
            self._build_rare()
        self._complete_countries()

    def _build_rare(self) -> None:
        shown = self.source or Address()
        self._rare = QWidget()
        rare = QHBoxLayout(self._rare)
        rare.setContentsMargins(0, 0, 0, 0)
        rare.setSpacing(GAP)
        rare.addWidget(self._field("extended", _("Flat, floor, building"), shown), 5)
        rare.addWidget(self._field("post_office_box", _("P.O. box"), shown), 3)
        rare.addWidget(self._field("region", _("Region"), shown), 5)
        self._grid.addWidget(self._rare, 2, 1)
        before = self.fields["country"]
        for name in RARE:
            QWidget.setTabOrder(before, self.fields[name])
            before = self.fields[name]

    def _field(self, name: str, words: str, shown: Address) -> Field:
        # the words stand in the empty field only: what a filled one is can be seen from it,
        # and its accessible name always says it
        text = getattr(shown, name).replace("\r\n", "\n").replace("\n", ", ")
        field = Field(text)
        field.setPlaceholderText(words)
        field.setAccessibleName(words)
        field.setToolTip(words)
        field.textEdited.connect(self.edited)
        field.setMinimumWidth(60)
        self.fields[name] = field
        self._loaded[name] = field.text()
        return field

    def _complete_countries(self) -> None:
        completer = QCompleter(country_names(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _text: self.edited.emit())
        self.fields["country"].setCompleter(completer)

    def _toggle(self) -> None:
        if self._rare is None:
            self._build_rare()
        else:
            self._rare.setVisible(self._rare.isHidden())
        if self._rare is not None and not self._rare.isHidden():
            self.fields["extended"].setFocus()

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in its order."""
        main = [self.fields[name] for name in ("postal_code", "locality", "country")]
        rare = [self.fields[name] for name in RARE if name in self.fields]
        return (self.type.stop, self.fields["street"], self.more, self.remove, *main, *rare)

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(field.text().strip() for field in self.fields.values())

    def value(self) -> Address | None:
        """The address as it stands; None when all of it is empty."""
        typed: dict[str, object] = {
            name: field.text()
            for name, field in self.fields.items()
            if field.text() != self._loaded[name]
        }
        typed["types"], typed["label"] = self.type.types, self.type.label
        return edited_address(self.source, typed)


class AddressRows(QWidget):
    """All addresses."""

    edited = Signal()
    resized = Signal()

    def __init__(self, addresses: Sequence[Address], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[AddressBlock] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.add_button = Button(_("Add address"), "link", "plus", size="row")
        self.add_button.clicked.connect(self.add)
        foot = FlowLayout(8, 2)
        foot.setContentsMargins(0, 2, 0, 0)
        self.place_button = Button("", "link", "building-2", size="row")
        self.place_button.clicked.connect(self._use_place)
        self.place_button.hide()
        self._place: Address | None = None
        foot.addWidget(self.add_button)
        foot.addWidget(self.place_button)
        self._column.addLayout(foot)
        self._rest = tuple(addresses[MOST_BLOCKS:])  # shown on the card, kept as they are
        for address in addresses[:MOST_BLOCKS]:
            self._append(address)

    def value(self) -> tuple[Address, ...]:
        """The addresses as they stand."""
        shown = (a for line in self.lines if (a := line.value()) is not None)
        return (*shown, *self._rest)

    def add(self) -> None:
        """Go to an empty address, making one if there is none."""
        empty = next((line for line in self.lines if line.is_empty()), None)
        line = empty or self._append(None)
        line.fields["street"].setFocus(Qt.FocusReason.TabFocusReason)

    def offer_place(self, name: str, place: Address | None) -> None:
        """Offer the address of an organisation somebody works at, unless it is here already."""
        here = {address_key(a) for a in self.value()}
        self._place = place if place is not None and address_key(place) not in here else None
        self.place_button.setVisible(self._place is not None)
        shown = shortened(name, LONGEST_NAME)
        words = _("Use the address of {name}").format(name=shown)
        self.place_button.setToolTip(plain_tip(name) if shown != name else "")
        self.place_button.set_label(words.replace("&", "&&"))

    def _use_place(self) -> None:
        if self._place is None:
            return
        blank = Address(types=("work",))
        for line in [n for n in self.lines if n.is_empty()]:
            self._take_away(line)
        line = self._append(with_place_of(blank, self._place))
        self._place = None
        line.fields["street"].setFocus(Qt.FocusReason.TabFocusReason)
        self.place_button.hide()
        self.edited.emit()

    def line_of(self, item: int) -> AddressBlock | None:
        """The block of the address with this number, else the first."""
        found = (n for n in self.lines if n.source and n.source.item == item)
        return next(found, self.lines[0] if self.lines else None)

    def _append(self, address: Address | None) -> AddressBlock:
        line = AddressBlock(address)
        self.lines.append(line)
        self._column.insertWidget(len(self.lines) - 1, line)
        chain_before(self.add_button, *line.stops())
        line.edited.connect(self.edited)
        line.type.chosen.connect(self.resized)
        line.remove_wanted.connect(lambda: self._remove(line))
        self.resized.emit()
        return line

    def _take_away(self, line: AddressBlock) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _remove(self, line: AddressBlock) -> None:
        self._take_away(line)
        self.add_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()


_countries: dict[str, list[str]] = {}


def country_names() -> list[str]:
    """The countries of the world in the language of the window, for completion."""
    from contactdesk.desktop.date_texts import shown_locale

    language = shown_locale().name()
    if language not in _countries:
        import icu

        shown = icu.Locale(language)
        codes = icu.Locale.getISOCountries()
        _countries[language] = sorted(icu.Locale("", c).getDisplayCountry(shown) for c in codes)
    return _countries[language]
