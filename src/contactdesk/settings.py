"""A person's own preferences: one typed field each, kept in one small JSON file."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from contactdesk import paths

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """What one person prefers on this computer (what the office shares is in the book)."""

    language: str = ""  # "" = the system's
    theme: str = "system"  # system | light | dark
    text_size: int = 100  # per cent: 90, 100, 115, 130, 150
    contrast: str = "system"  # system | high | normal
    list_spacing: str = "comfortable"  # comfortable | compact
    name_order: str = "given"  # how Latin names are shown: given | family first
    compact_sidebar: bool = False
    open_with_today: bool = False
    show_keys: bool = True  # in buttons and tips
    animations: bool = True  # none either where the system asks for less motion
    recent_books: tuple[str, ...] = ()
    window: dict[str, Any] = field(default_factory=dict)  # geometry and pane widths
    starred_first: bool = False
    table_columns: dict[str, Any] = field(default_factory=dict)  # by a table's heads: its fields
    calendar_view: str = "month"  # day | week | month | agenda
    hidden_calendars: dict[str, Any] = field(default_factory=dict)  # by book: their ids
    week_begins: str = ""  # a weekday's number from 0 = Monday; "" = as where one is
    weekend_width: str = "narrow"  # narrow | same
    work_begins: int = 8  # hours that calendars show first
    work_ends: int = 18
    quiet_in_appointments: bool = True  # callers are shown afterwards
    largest_document: int = 20  # MB; of larger ones one is asked whether to keep or to link them
    pipeline_view: str = "board"  # board | table | forecast
    deal_table: dict[str, Any] = field(default_factory=dict)  # how the table is arranged
    backup_when: str = "day_and_closing"  # day_and_closing | day | never
    backup_folder: str = ""  # "" = among the person's data
    backup_keep: str = "year"  # year | quarter | weeks | all
    closed_categories: tuple[str, ...] = ()  # those whose inner ones are not shown

    def with_recent(self, book: str) -> Settings:
        """The same settings with `book` first among the ten recent ones."""
        rest = tuple(b for b in self.recent_books if b != book)
        return replace(self, recent_books=(book, *rest)[:10])


def settings_file() -> Path:
    """Where the settings lie."""
    return paths.config_folder() / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """The person's settings; what cannot be read falls back to the defaults."""
    path = path or settings_file()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    defaults = Settings()
    kept: dict[str, Any] = {}
    for each in fields(Settings):
        value = stored.get(each.name) if isinstance(stored, dict) else None
        if isinstance(value, list):
            value = tuple(value)
        if type(value) is type(getattr(defaults, each.name)):
            kept[each.name] = value
    return Settings(**kept)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, whole or not at all."""
    path = path or settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    plain = {each.name: getattr(settings, each.name) for each in fields(Settings)}
    beside.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(beside, path)
