"""Which messenger an address belongs to: the part of "skype:marta" before the colon."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.type_choice import LEAST, MOST
from contactdesk.desktop.value_types import messenger
from contactdesk.i18n import _

# What the combo offers, by the scheme that is written.
SERVICES = (
    ("", ""),
    ("whatsapp", "WhatsApp"),
    ("signal", "Signal"),
    ("telegram", "Telegram"),
    ("skype", "Skype"),
    ("matrix", "Matrix"),
    ("xmpp", "XMPP"),
    ("threema", "Threema"),
    ("line", "LINE"),
    ("wechat", "WeChat"),
    ("gg", "Gadu-Gadu"),
    ("sip", "SIP"),
)


class ServiceChoice(QWidget):
    """The service of one messenger address; types and label, which it does not show, survive."""

    chosen = Signal()

    def __init__(
        self,
        value: str,
        types: tuple[str, ...] = (),
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.types, self.label = types, label
        service, self.name = messenger(value)
        self._scheme = value[: len(value) - len(self.name)] if service else ""  # with its colon
        self._combo = Combo()
        known = [(words or _("Messenger"), scheme) for scheme, words in SERVICES]
        found = next((s for s, words in SERVICES if words and words == service), None)
        if service and found is None:
            self._combo.addItem(service, None)
        for words, scheme in known:
            self._combo.addItem(words, scheme)
        if found is not None or not service:
            self._combo.choose(found or "")
        self._combo.activated.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._combo)
        self.setFocusProxy(self._combo)

    @property
    def stop(self) -> QWidget:
        """Where Tab stops."""
        return self._combo

    def name_it(self, words: str) -> None:
        """What screen readers call the choice."""
        self._combo.setAccessibleName(words)

    def words(self) -> str:
        """The service as shown."""
        return self._combo.currentText()

    def wanted_width(self) -> int:
        """The width that shows the service whole."""
        return min(MOST, max(LEAST, look.metrics("body").horizontalAdvance(self.words()) + 44))

    def address(self, name: str) -> str:
        """The whole address for a name at the service chosen; a typed scheme stays as typed."""
        if not name.strip() or messenger(name)[0]:
            return name
        return f"{self._scheme}{name.strip()}"

    def _take(self, _index: int) -> None:
        scheme = self._combo.currentData()
        if scheme is not None:
            self._scheme = f"{scheme}:" if scheme else ""
            self.chosen.emit()
