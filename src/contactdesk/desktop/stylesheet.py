"""The one style sheet of the program, filled from a theme: by dynamic property, never per widget.

What needs more than a frame and a colour (buttons, rows, switches) paints itself.
"""

from __future__ import annotations

from contactdesk.desktop import theme as look
from contactdesk.desktop.theme import Theme

TONES = (
    "text2", "text3", "accent_text", "ok", "warn", "bad", "violet", "teal", "slate", "sel_text",
    "on_toast", "toast_act",
)  # fmt: skip


def style_sheet(theme: Theme) -> str:
    """Every rule, for one theme and the text size in use."""
    t = theme
    inside = max(16, look.tall(34, room=12) - 2)  # a field's inner height
    parts = [f'*[tone="{tone}"] {{ color: {getattr(t, tone)}; }}' for tone in TONES]
    parts.append(_surfaces(t))
    parts.append(_fields(t, inside))
    parts.append(_menus(t))
    parts.append(_choices(t))
    parts.append(_bars(t))
    return "\n".join(parts)


def _surfaces(t: Theme) -> str:
    return f"""
*[surface="chrome"] {{ background: {t.chrome}; }}
*[surface="list"] {{ background: {t.list}; }}
*[surface="page"] {{ background: {t.page}; }}
*[surface="raised"] {{ background: {t.raised}; }}
*[surface="card"] {{ background: {t.card}; }}
*[surface="soft"] {{ background: {t.accent_soft}; border-radius: 8px; }}
*[popup="true"] {{ background: {t.raised}; border: 1px solid {t.border}; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border};
  padding: 4px 6px; }}
QSplitter::handle {{ background: {t.border}; }}
QAbstractScrollArea {{ border: 0; }}
QTableView, QTreeView, QListView {{ border: 0; outline: 0; background: {t.list};
  selection-background-color: transparent; }}
QTreeView[bare="true"], QListView[bare="true"], QTableView[bare="true"] {{
  background: transparent; }}
QHeaderView {{ background: transparent; border: 0; }}
QHeaderView::section {{ background: transparent; color: {t.text2}; border: 0;
  border-top: 1px solid {t.border}; border-bottom: 1px solid {t.border};
  padding: 0 {look.px(12)}px; }}
"""


def _fields(t: Theme, inside: int) -> str:
    ring, more = t.ring, t.ring - 1  # what the frame of the focus takes from the padding
    side, lead, trail = look.px(9), look.px(36), look.px(30)
    sunken = t.field if t.edge else t.sunken  # the frame of a search field
    return f"""
QLineEdit, QPlainTextEdit {{ background: {t.field_bg}; color: {t.text};
  border: 1px solid {t.field}; border-radius: 7px; padding: 0 {side}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit {{ min-height: {inside}px; max-height: {inside}px; }}
QPlainTextEdit {{ padding: 5px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: {ring}px solid {t.accent_text};
  padding: 0 {side - more}px; }}
QLineEdit:focus {{ min-height: {inside - 2 * more}px; max-height: {inside - 2 * more}px; }}
QPlainTextEdit:focus {{ padding: {5 - more}px {6 - more}px; }}
QLineEdit[state="error"], QLineEdit[state="error"]:focus {{ border: 2px solid {t.bad};
  padding: 0 {side - 1}px; min-height: {inside - 2}px; max-height: {inside - 2}px; }}
QLineEdit[colleague="true"] {{ border: 1px solid {t.teal}; background: {t.teal_soft}; }}
QLineEdit[search="true"] {{ background: {t.sunken}; border: 1px solid {sunken};
  padding-left: {lead}px; padding-right: {trail}px; }}
QLineEdit[search="true"]:focus {{ border: {ring}px solid {t.accent_text};
  padding-left: {lead - more}px; padding-right: {trail - more}px; }}
QLineEdit[quiet="true"] {{ background: transparent; border: 1px solid transparent; }}
QLineEdit[quiet="true"][done="true"] {{ color: {t.text2}; }}
QLineEdit[quiet="true"]:hover {{ border: 1px solid {t.field}; }}
QLineEdit[quiet="true"]:focus {{ background: {t.field_bg};
  border: {ring}px solid {t.accent_text}; }}
QLineEdit[bare="true"], QLineEdit[bare="true"]:focus {{ border: 0; background: transparent;
  padding: 0; }}
QLineEdit[small="true"], QLineEdit[small="true"]:focus, QLineEdit[small="true"][state="error"] {{
  min-height: 0; max-height: 400px; padding: 0 {side - 3}px; border-radius: 6px; }}
QLineEdit:disabled, QLineEdit:read-only {{ background: {t.sunken}; color: {t.text2};
  border-color: {t.border}; }}
"""


def _menus(t: Theme) -> str:
    return f"""
QMainWindow {{ background: {t.page}; }}
QMenuBar {{ background: {t.chrome}; color: {t.text2}; border-bottom: 1px solid {t.border};
  padding: 0 10px; }}
QMenuBar::item {{ background: transparent; padding: {look.px(6)}px {look.px(11)}px; margin: 0 1px;
  border-radius: 5px; }}
QMenuBar::item:selected {{ background: {t.hover}; color: {t.text}; }}
QMenuBar::item:pressed {{ background: {t.sel}; color: {t.sel_text}; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border};
  padding: 5px; }}
QMenu::item {{ padding: {look.px(5)}px {look.px(22)}px {look.px(5)}px {look.px(10)}px;
  border: 1px solid transparent; border-radius: 6px; }}
QMenu::item:selected {{ background: {t.sel}; color: {t.sel_text};
  border-color: {t.edge or t.sel}; }}
QMenu::item:disabled {{ color: {t.text3}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: 5px 6px; }}
"""


def _choices(t: Theme) -> str:
    """The list under a combo or of completions (a plain QListView): its rows are like a menu's."""
    high = look.tall(28, room=10)
    views = (".QListView", "QComboBox QAbstractItemView")
    return f"""
QComboBox {{ combobox-popup: 0; }}
{_each(views)} {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.border};
  padding: 2px; }}
{_each(views, "::item")} {{ min-height: {high}px; padding: 0 8px; border-radius: 6px; }}
{_each(views, "::item:selected")} {{ background: {t.sel}; color: {t.sel_text};
  border: 1px solid {t.edge or t.sel}; }}
"""


def _each(selectors: tuple[str, ...], part: str = "") -> str:
    return ", ".join(selector + part for selector in selectors)


def _bars(t: Theme) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {t.scroll}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {t.field}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {t.border}; border: 0; border-radius: 4px; max-height: 8px;
  min-height: 8px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 4px; }}
"""
