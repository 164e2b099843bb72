"""Where ContactDesk keeps what belongs to the person rather than to a book."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "contactdesk"
BOOK_SUFFIX = ".cdk"


def _folder(kind: str, variable: str) -> Path:
    own = os.environ.get("CONTACTDESK_HOME")
    if own:
        folder = Path(own) / kind
    elif sys.platform == "linux":
        folder = _xdg_folder(kind)
    else:
        import platformdirs  # 6 ms: only when it is really needed

        folder = Path(getattr(platformdirs, variable)(NAME, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _xdg_folder(kind: str) -> Path:
    """What platformdirs answers on Linux, without importing it at every start."""
    variable, usual = {
        "config": ("XDG_CONFIG_HOME", ".config"),
        "data": ("XDG_DATA_HOME", ".local/share"),
        "cache": ("XDG_CACHE_HOME", ".cache"),
        "log": ("XDG_STATE_HOME", ".local/state"),
    }[kind]
    base = os.environ.get(variable, "").strip()
    folder = (Path(base) if base else Path.home() / usual) / NAME
    return folder / "log" if kind == "log" else folder


def config_folder() -> Path:
    """The person's settings; `CONTACTDESK_HOME` moves all three folders elsewhere."""
    return _folder("config", "user_config_dir")


def data_folder() -> Path:
    """The person's own book, drafts and backups."""
    return _folder("data", "user_data_dir")


def log_folder() -> Path:
    """Log files: ids and codes, never names."""
    return _folder("log", "user_log_dir")


def cache_folder() -> Path:
    """What can be made again at any time."""
    return _folder("cache", "user_cache_dir")


def own_book() -> Path:
    """The book that the first start makes."""
    return data_folder() / f"contacts{BOOK_SUFFIX}"
