"""What was found out about the files, each as a choice that can be made otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.cards import Card
from contactdesk.desktop.fields import Combo, FieldBox
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.regions import calling_code, regions
from contactdesk.i18n import N_, _

if TYPE_CHECKING:
    from contactdesk.operations.file_facts import FileFacts

FORMATS = {
    "vcard": N_("vCard"),
    "csv": N_("Table (CSV)"),
    "xlsx": N_("Table (Excel)"),
    "ldif": N_("LDIF"),
    "jcard": N_("jCard"),
    "jsonl": N_("JSON Lines"),
}
ENCODINGS = (
    ("utf-8", N_("Unicode (UTF-8)")),
    ("utf-16", N_("Unicode (UTF-16)")),
    ("cp1250", N_("Central European (Windows-1250)")),
    ("cp1252", N_("Western European (Windows-1252)")),
    ("iso8859-2", N_("Central European (ISO 8859-2)")),
    ("cp1251", N_("Cyrillic (Windows-1251)")),
    ("cp1256", N_("Arabic and Persian (Windows-1256)")),
    ("big5", N_("Traditional Chinese (Big5)")),
    ("gb18030", N_("Simplified Chinese (GB 18030)")),
    ("shift_jis", N_("Japanese (Shift JIS)")),
)


class FactsCard(Card):
    """Format, encoding and the country of phone numbers; `changed` when one is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.format = Combo(flat=True)
        self.encoding = Combo(flat=True)
        self.region = Combo(flat=True)
        self._flow = FlowLayout(14, 10)
        for caption, combo in (
            (_("Format"), self.format),
            (_("Encoding"), self.encoding),
            (_("Phone country"), self.region),
        ):
            self._flow.addWidget(FieldBox(caption, combo))
        self.region.setMinimumWidth(look.px(200))
        self.region.setMaximumWidth(look.px(240))
        for combo in (self.format, self.encoding, self.region):
            combo.activated.connect(self._tell)
        self.body.addLayout(self._flow)
        self.body.setContentsMargins(2, 2, 2, 2)

    def show_facts(self, facts: list[FileFacts], region: str) -> None:
        """Fill the choices with what was found; a choice made before stays."""
        from contactdesk.formats.registry import readable

        kinds = list(dict.fromkeys(f.format for f in facts if f.format))
        found = _(FORMATS.get(kinds[0], kinds[0])) if kinds else _("unknown")
        if len(kinds) > 1:
            found = _("several")
        ways = [(_(FORMATS.get(kind, kind)), kind) for kind in readable()]
        self._fill(self.format, _("{found} (found)").format(found=found), ways)
        encodings = list(dict.fromkeys(f.encoding for f in facts if f.encoding))
        names = dict(ENCODINGS)
        found = _(names.get(encodings[0], encodings[0])) if encodings else _("unknown")
        if len(encodings) > 1:
            found = _("several")
        self._fill(
            self.encoding, _("{found} (found)").format(found=found),
            [(_(words), name) for name, words in ENCODINGS],
        )  # fmt: skip
        self._fill_regions(region)
        self._flow.invalidate()

    @staticmethod
    def _fill(combo: Combo, found: str, ways: list[tuple[str, str]]) -> None:
        before = combo.currentData()
        combo.clear()
        combo.addItem(found, "")
        for words, value in ways:
            combo.addItem(words, value)
        combo.choose(before or "")
        combo.updateGeometry()

    def _fill_regions(self, region: str) -> None:
        if not self.region.count():
            if not region:
                self.region.addItem(_("None"), "")
            for name, code in regions():
                self.region.addItem(f"{name} \u2066+{calling_code(code)}\u2069", code)
            self.region.choose(region)

    def reset(self) -> None:
        """Other files: nothing is chosen about them."""
        for combo in (self.format, self.encoding, self.region):
            combo.clear()

    def _tell(self, _index: int) -> None:
        self.changed.emit()

    def kind(self) -> str:
        """The format chosen, "" = as found."""
        return str(self.format.currentData() or "")

    def chosen_region(self) -> str:
        """The country chosen."""
        return str(self.region.currentData() or "")

    def choices(self) -> dict[str, str]:
        """What else was chosen, for the format's reader."""
        encoding = str(self.encoding.currentData() or "")
        return {"encoding": encoding} if encoding else {}
