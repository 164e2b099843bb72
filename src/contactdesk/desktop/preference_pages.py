"""The pages of the preferences: which settings stand on them, and with what to choose from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.labels import Label
from contactdesk.desktop.month_days import clock_text
from contactdesk.desktop.regions import languages, regions
from contactdesk.desktop.setting_row import Choice, Control, OnOff, SettingRow
from contactdesk.desktop.settings_index import SETTINGS, Setting, SettingsPage
from contactdesk.desktop.theme_tile import ThemeChoice
from contactdesk.i18n import _, counted

NO_LIMIT = 1 << 20  # MB
# Names are put in order as in one of these; the window itself speaks fewer.
ORDERS = ("cs", "da", "de", "es", "et", "fi", "fr", "hu", "it", "lt", "lv", "nb", "nl", "pt", "ro",
          "sk", "sv", "tr", "uk")  # fmt: skip


def control_of(key: str) -> Control:
    """What one chooses a setting with."""
    return _CONTROLS[key]()


def text_of(key: str) -> str:
    """The sentence under a setting's title."""
    texts = {
        "text_size": _("Rows, pictures and gaps grow with it."),
        "list_spacing": _("Compact rows have one line: more contacts fit on the screen."),
        "contrast": _("Stronger text and lines. Follows the system by default."),
        "compact_sidebar": _("Icons alone leave more room for contacts."),
        "open_with_today": _("Else the program opens with the contacts; Ctrl+1 shows Today."),
        "show_keys": _("Menus show them always."),
        "animations": _(
            "Rows that flash, lines that run. Off when the system asks for less motion."
        ),
        "language": _("From the next start on. Names and notes stay as they are."),
        "region": _("“0501 234 567” is then found as +48 501 234 567, for example."),
        "book_language": _("Where Ł, Ä or Å stand differs from language to language."),
        "week_begins": _("As where you are, unless you choose another day."),
        "weekend_width": _("Narrow days off leave more room for the others."),
        "work_begins": _("From this hour on a day or a week is shown; the rest is scrolled to."),
        "work_ends": _("The hours until then fill the height of the window."),
        "quiet_in_appointments": _(
            "Nothing comes up while an appointment of yours lasts; what came is shown after it."
        ),
        "largest_document": _("Of larger files you are asked whether to keep or to link them."),
        "name_order": _("Chinese, Japanese and Korean names keep their own order."),
        "sort_by": _("The letters between the names follow."),
    }
    return texts.get(key, "")


def _contrasts() -> Control:
    return Choice([(_("Follow system"), "system"), (_("On"), "high"), (_("Off"), "normal")])


def _text_sizes() -> Control:
    return Segmented(
        [
            (_("Small"), 90),
            (_("Normal"), 100),
            (_("Large"), 115),
            (_("Larger"), 130),
            (_("Largest"), 150),
        ]
    )


def _sizes() -> Control:
    sizes: list[tuple[str, object]] = [
        (_("{n} MB").format(n=counted(size)), size) for size in (5, 20, 50, 200)
    ]
    return Choice([*sizes, (_("Never ask"), NO_LIMIT)])


def _orders() -> list[tuple[str, object]]:
    others = [(QLocale(code).nativeLanguageName().capitalize(), code) for code in ORDERS]
    return sorted([*languages(), *others], key=lambda each: each[0].casefold())


def _week_days() -> Control:
    names = [QLocale().standaloneDayName(day) for day in (1, 6, 7)]
    days = list(zip([name[:1].upper() + name[1:] for name in names], "056", strict=True))
    return Choice([(_("As where I am"), ""), *days])


def _clock_hours(first: int, last: int) -> Control:
    return Choice([(clock_text(hour % 24, 0), hour) for hour in range(first, last + 1)])


_CONTROLS: dict[str, Callable[[], Control]] = {
    "theme": ThemeChoice,
    "text_size": _text_sizes,
    "list_spacing": lambda: Segmented(
        [(_("Comfortable"), "comfortable"), (_("Compact"), "compact")]
    ),
    "contrast": _contrasts,
    "compact_sidebar": lambda: Segmented([(_("Words"), False), (_("Icons"), True)]),
    "open_with_today": OnOff,
    "show_keys": OnOff,
    "animations": OnOff,
    "language": lambda: Choice([(_("Follow the system"), ""), *languages()]),
    "region": lambda: Choice([(_("No country"), ""), *regions()]),
    "book_language": lambda: Choice(_orders()),
    "week_begins": _week_days,
    "weekend_width": lambda: Segmented([(_("Narrow"), "narrow"), (_("As the others"), "same")]),
    "work_begins": lambda: _clock_hours(0, 12),
    "work_ends": lambda: _clock_hours(13, 24),
    "quiet_in_appointments": OnOff,
    "largest_document": _sizes,
    "name_order": lambda: Segmented([(_("Anna Nowak"), "given"), (_("Nowak, Anna"), "family")]),
    "sort_by": lambda: Segmented([(_("Last name"), "family"), (_("First name"), "given")]),
}


class SettingsView(Page):
    """One page: its own settings, those of the book, and the way back to how it was at first."""

    chosen = Signal(object, object)  # Setting, value
    reset_wanted = Signal()

    def __init__(self, page: SettingsPage, parent: QWidget | None = None) -> None:
        super().__init__(widest=680, parent=parent)
        self.page = page
        self.rows: dict[str, SettingRow] = {}
        self._follow = FollowFocus(self)
        own = [s for s in SETTINGS if s.page == page.key and not s.shared]
        shared = [s for s in SETTINGS if s.page == page.key and s.shared]
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 28, 16)
        column.setSpacing(8)
        column.addWidget(Label(_(page.title), "title"))
        for icon, words, settings in (
            ("user", _("Only for you, on this computer"), own),
            ("users", _("For everybody who uses this book"), shared),
        ):
            if settings:
                column.addSpacing(4)
                column.addLayout(_heading(icon, words))
                column.addWidget(self._card(settings))
        column.addStretch(1)
        column.addLayout(self._build_foot(bool(own), bool(shared)))
        self.set_content(column)

    def _card(self, settings: list[Setting]) -> Card:
        card = Card()
        card.body.setContentsMargins(-10, -5, -10, -7)
        for at, setting in enumerate(settings):
            if at:
                card.add_line()
            row = SettingRow(setting, text_of(setting.key), control_of(setting.key))
            row.control.chosen.connect(lambda value, s=setting: self.chosen.emit(s, value))
            self.rows[setting.key] = row
            card.body.addWidget(row)
        return card

    def _build_foot(self, own: bool, shared: bool) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(Label(_("Changes are applied at once."), "caption", "text2"), 1)
        self.reset = Button(_("Reset this page"), "ghost", "rotate-ccw", size="row")
        self.reset.clicked.connect(self.reset_wanted)
        if not own:
            self.reset.hide()
        if shared:
            self.reset.setToolTip(_("What belongs to the book stays as it is."))
        foot.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)
        return foot


def _heading(icon: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(IconMark(icon, "text2", 14))
    row.addWidget(Label(words, "caption", "text2", weight=600), 1)
    return row
