"""The look in one place: colour tokens, the scale of type, and putting both on the program.

Painters read tokens from `current()` every time they paint, so a change of theme needs no
bookkeeping of theirs; widgets get their font from `dress`, which a change of text size repeats.
Everything here is read before the first paint, hence the plain classes (a dataclass costs 1 ms).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QWidget


class Theme:
    """Every colour token of one theme as "#rrggbb"; the class itself is the light one."""

    name = "light"
    ring = 2  # px, the width of the focus ring
    edge = ""  # a line around chosen rows, where their ground alone does not tell
    chrome = "#F1F3F6"
    list = "#FFFFFF"
    page = "#F8F9FB"
    card = "#FFFFFF"
    raised = "#FFFFFF"
    sunken = "#F1F3F6"
    border = "#E1E5EB"
    outline = "#E1E5EB"  # of buttons
    divider = "#ECEFF3"
    field = "#868F9D"
    field_bg = "#FFFFFF"
    text = "#1A2130"
    text2 = "#525C6B"
    text3 = "#5E6878"
    accent = "#2860CF"
    accent_h = "#2153B8"
    accent_p = "#1B47A0"
    accent_text = "#2358C2"
    accent_soft = "#E4EDFD"
    on_accent = "#FFFFFF"
    hover = "#E8EBF0"
    track = "#E8EBF0"  # under the cells of a choice
    sel = "#DFE9FC"
    sel_off = "#E6E9EE"
    sel_text = "#153A85"
    ok = "#17743F"
    ok_soft = "#E1F3E8"
    warn = "#855200"
    warn_soft = "#FCF0D6"
    bad = "#B92D1D"
    bad_soft = "#FCE9E6"
    violet = "#6A42C1"
    violet_soft = "#EEE8FB"
    teal = "#0B6F7A"
    teal_soft = "#DEF2F4"
    slate = "#4D5968"
    slate_soft = "#E9ECF1"
    scrim = "#520F172A"  # Qt's order: alpha first
    toast = "#1F2733"
    on_toast = "#F5F7FA"
    toast_act = "#9CC0FF"
    column = "#EBEEF3"
    colcard = "#FFFFFF"
    colborder = "#DDE2E9"
    scroll = "#C6CCD6"
    dot_green = "#2E8050"
    dot_blue = "#2F62CC"
    dot_amber = "#B9710F"
    dot_violet = "#7048C4"
    dot_teal = "#0E8290"
    dot_rose = "#C2476F"
    dot_olive = "#8A6D1F"
    dot_lime = "#4B7F1E"
    dot_plum = "#A04ABF"
    dot_orange = "#C25A2E"
    dot_sky = "#3F7FB5"
    avatars: tuple[tuple[str, str], ...] = (  # background, initials
        ("#D9E6FB", "#1C4A9E"),
        ("#DDF0E2", "#1B6138"),
        ("#FBE6D3", "#8A4310"),
        ("#EBE2FA", "#5A34A8"),
        ("#D8EFF1", "#0C5C66"),
        ("#FBDFE6", "#98234A"),
        ("#F3EBC9", "#685400"),
        ("#E3E6EC", "#414C5B"),
        ("#F6DEF3", "#86268A"),
        ("#DDEBCB", "#42601A"),
    )

    def __init__(self) -> None:
        self._colours: dict[str, QColor] = {}

    @property
    def dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.name.startswith("dark")

    def colour(self, token: str) -> QColor:
        """The token's QColor, made once; a "#…" is taken as it is."""
        found = self._colours.get(token)
        if found is None:
            found = QColor(token if token.startswith("#") else getattr(self, token))
            self._colours[token] = found
        return found


class DarkTheme(Theme):
    """The dark one, token by token."""

    name = "dark"
    chrome = "#16181D"
    list = "#1B1E24"
    page = "#16181D"
    card = "#20242B"
    raised = "#272B33"
    sunken = "#14161A"
    border = "#31363F"
    outline = "#3E4550"
    divider = "#2A2E37"
    field = "#6F7988"
    field_bg = "#1A1D23"
    text = "#E9ECF1"
    text2 = "#AAB2BF"
    text3 = "#98A1AF"
    accent = "#3A6FE0"
    accent_h = "#3263CF"
    accent_p = "#2B57B8"
    accent_text = "#8DB4FF"
    accent_soft = "#22335A"
    on_accent = "#FFFFFF"
    hover = "#282C35"
    track = "#14161A"
    sel = "#26395F"
    sel_off = "#2A2E37"
    sel_text = "#D5E3FF"
    ok = "#6FD197"
    ok_soft = "#1B3828"
    warn = "#E8B85A"
    warn_soft = "#3D3118"
    bad = "#FF9384"
    bad_soft = "#45211D"
    violet = "#B9A1F5"
    violet_soft = "#322A4D"
    teal = "#6CCAD4"
    teal_soft = "#17363A"
    slate = "#B3BCC9"
    slate_soft = "#2D323B"
    scrim = "#A0000000"
    toast = "#EEF1F5"
    on_toast = "#1A2130"
    toast_act = "#1F52B8"
    column = "#1E222A"
    colcard = "#292E37"
    colborder = "#3B424D"
    scroll = "#4A515D"
    dot_green = "#5FBF86"
    dot_blue = "#7AA5FF"
    dot_amber = "#E2A04A"
    dot_violet = "#A98BEF"
    dot_teal = "#4FBECB"
    dot_rose = "#EE85A8"
    dot_olive = "#C9A955"
    dot_lime = "#93C462"
    dot_plum = "#CF8CE8"
    dot_orange = "#EE9068"
    dot_sky = "#7CB8E6"
    avatars = (
        ("#27416F", "#C6DBFF"),
        ("#23482F", "#BDE8CB"),
        ("#573519", "#FBD3AE"),
        ("#41316B", "#DFD2FF"),
        ("#1C464B", "#B5E6EB"),
        ("#5B2638", "#FFC7D6"),
        ("#4A4115", "#EFE0A0"),
        ("#3A414C", "#DCE2EA"),
        ("#532A58", "#F5CDF4"),
        ("#36471E", "#D4E8B4"),
    )


LIGHT = Theme()
DARK = DarkTheme()

# style: (ratio of the body size, weight)
SCALE: dict[str, tuple[float, int]] = {
    "display": (1.85, 650),
    "title": (1.48, 600),
    "subtitle": (1.15, 600),
    "body": (1.0, 400),
    "button": (1.0, 500),
    "strong": (1.0, 600),
    "caption": (0.89, 400),
    "micro": (0.82, 400),
}
# A desktop that names no font of its own gets one of these.
NAMELESS = ("", "Sans", "Sans Serif", "sans-serif")
PLAIN = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]
# Otherwise Linux may choose a Nastaliq face for Persian and a Japanese one for Chinese.
FALLBACK = [
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Segoe UI",
    "Tahoma",
    "Noto Sans CJK TC",
    "Microsoft JhengHei",
    "PingFang TC",
]


class Announcer(QObject):
    """Tells painted widgets that the theme or the text size is another one now."""

    changed = Signal()


class _State:
    theme: Theme = LIGHT
    scale: float = 1.0
    compact_rows = False
    base: QFont | None = None
    fonts: dict[tuple[str, int], QFont] = {}  # noqa: RUF012 - the one look of the process
    metrics: dict[tuple[str, int], QFontMetrics] = {}  # noqa: RUF012 - the same
    announcer: Announcer | None = None


def current() -> Theme:
    """The theme in use."""
    return _State.theme


def colour(token: str) -> QColor:
    """A token of the theme in use as QColor."""
    return _State.theme.colour(token)


def announcer() -> Announcer:
    """The object whose `changed` signal follows theme and text size."""
    if _State.announcer is None:
        _State.announcer = Announcer()
    return _State.announcer


def base_font() -> QFont:
    """The platform's own font with fallbacks for Persian and Chinese, before any scaling."""
    if _State.base is None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        family = font.family()
        if family in NAMELESS:
            font.setFamilies(PLAIN + FALLBACK)
            font.setPointSizeF(max(font.pointSizeF(), 10.125))
        else:
            font.setFamilies([family, *FALLBACK])
        _State.base = font
    return _State.base


def use_base_font(font: QFont | None) -> None:
    """Take another font as the platform's (pictures and tests); None goes back to it."""
    _State.base = font
    _State.fonts.clear()
    _State.metrics.clear()


def font(style: str = "body", weight: int | None = None) -> QFont:
    """The font of one style of `SCALE`, in the person's text size."""
    ratio, usual = SCALE[style]
    key = (style, weight or usual)
    found = _State.fonts.get(key)
    if found is None:
        found = QFont(base_font())
        found.setPointSizeF(max(5.0, base_font().pointSizeF() * ratio * _State.scale))
        found.setWeight(QFont.Weight(key[1]))
        _State.fonts[key] = found
    return found


def metrics(style: str = "body", weight: int | None = None) -> QFontMetrics:
    """The metrics of `font(style, weight)`."""
    key = (style, weight or SCALE[style][1])
    found = _State.metrics.get(key)
    if found is None:
        found = _State.metrics[key] = QFontMetrics(font(style, weight))
    return found


def px(length: float) -> int:
    """A length of the design in the person's text size: spacing, icons and faces grow along."""
    return max(1, round(length * _State.scale)) if length else 0


def tall(least: int, *styles: str, room: int = 0) -> int:
    """A height of at least `least` px of the design that also holds a line of each style.

    `room` is what stands above and below the lines, in px of the design.
    """
    return max(px(least), sum(metrics(style).height() for style in styles or ("body",)) + px(room))


def compact_rows() -> bool:
    """Whether the rows of lists are one line high."""
    return _State.compact_rows


def use_compact_rows(on: bool) -> bool:
    """Let the rows of lists be one line high, or two; whether that is a change."""
    changed, _State.compact_rows = on != _State.compact_rows, on
    return changed


def dress(widget: QWidget, style: str = "body", weight: int | None = None) -> None:
    """Give a widget a font of the scale; it is given again when the text size changes."""
    widget.setProperty("typeStyle", style)
    widget.setProperty("typeWeight", weight or 0)
    widget.setFont(font(style, weight))


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def palette_of(theme: Theme) -> QPalette:
    """Qt's own colour roles filled with a theme's tokens."""
    role = QPalette.ColorRole
    tokens = {
        role.Window: "page",
        role.Base: "list",
        role.AlternateBase: "page",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.Button: "raised",
        role.PlaceholderText: "text3",
        role.Highlight: "accent",
        role.Accent: "accent",
        role.HighlightedText: "on_accent",
        role.Link: "accent_text",
        role.LinkVisited: "accent_text",
        role.ToolTipBase: "raised",
        role.ToolTipText: "text",
        role.Mid: "border",
        role.Midlight: "divider",
        role.Dark: "field",
        role.Light: "card",
    }
    palette = QPalette()
    for each, token in tokens.items():
        palette.setColor(each, theme.colour(token))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, each, theme.colour("text3"))
    return palette


def wanted(preference: str, contrast: str = "normal") -> Theme:
    """The theme for "light", "dark" or "system" (what the desktop says).

    `contrast` is "high", "normal", or "system" too.
    """
    dark = preference == "dark"
    if preference == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    if contrast == "high" or (contrast == "system" and system_wants_contrast()):
        from contactdesk.desktop import high_contrast

        return high_contrast.DARK if dark else high_contrast.LIGHT
    return DARK if dark else LIGHT


def system_wants_contrast() -> bool:
    """Whether the desktop is set to high contrast."""
    style = QGuiApplication.styleHints()  # held: what it hands out goes with its wrapper
    return style.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def pin_scheme(app: QApplication, preference: str) -> None:
    """Have Qt itself (native dialogs, title bars) follow the preference too."""
    if preference == "system":
        app.styleHints().unsetColorScheme()
    else:
        dark = preference == "dark"
        app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)


def apply(
    app: QApplication,
    preference: str = "system",
    text_size: int = 100,
    contrast: str = "normal",
) -> None:
    """Put theme and text size (per cent) on the whole program, at once and again at any time."""
    from contactdesk.desktop.stylesheet import style_sheet

    theme = wanted(preference, contrast)
    scale = text_size / 100
    if scale != _State.scale:
        _State.fonts.clear()
        _State.metrics.clear()
        _State.theme, _State.scale = theme, scale
        from contactdesk.desktop.spacing import follow

        follow(app, scale)
    _State.theme = theme
    app.setPalette(palette_of(theme))
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(theme))
    for widget in app.allWidgets():
        style = widget.property("typeStyle")
        if style:
            widget.setFont(font(style, widget.property("typeWeight") or None))
    if _State.announcer is not None:
        _State.announcer.changed.emit()


def isolated(text: str) -> str:
    """Text that reads left to right whatever stands around it: phones, addresses, paths."""
    return f"\u2066{text}\u2069" if text else ""
