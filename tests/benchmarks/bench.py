"""Measures ContactDesk: python3 dev.py bench [NAME…] [--json] [--large]

Each figure is an object {"name", "value", "unit", "floor", "floor_name", "ratio", …}: what was
measured, and what the bare machinery under it needs for the same, in the same run. `--large`
adds a million contacts. See each module for what exactly is timed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

Figures = Callable[[bool], Iterator[dict[str, Any]]]

# name -> module and function; the function gets `large`
BENCHES = {
    "start_first_paint": "start:first_paint",
    "start_filled_list": "start:filled_list",
    "import_vcard": "import_vcard:figures",
    "import_csv": "import_csv:figures",
    "import_ical": "import_ical:figures",
    "import_preview": "import_preview:figures",
    "export_vcard": "export_vcard:figures",
    "search_top100": "search:figures",
    "list_open": "list_rows:opening",
    "list_scroll": "list_rows:scrolling",
    "save_edit": "save_edit:figures",
    "ui_stall": "ui_stall:figures",
    "find_duplicates": "find_duplicates:figures",
    "history": "history:figures",
    "foreign_change": "foreign_change:figures",
    "book_history": "book_history:figures",
    "bulk_edit": "bulk_edit:figures",
    "postgres": "postgres:figures",
    "palette": "palette:figures",
    "timeline": "timeline:figures",
    "agenda": "agenda:figures",
    "lookup": "lookup:figures",
    "smart_group": "smart_group:figures",
    "board": "board:figures",
    "month_view": "month_view:figures",
    "table": "table:figures",
    "window_memory": "window_memory:figures",
    "documents": "documents:figures",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--large", action="store_true", help="a million contacts too (minutes)")
    given = parser.parse_args()
    unknown = [name for name in given.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    names = given.names or list(BENCHES)
    if len(names) > 1:  # each in a process of its own: none warms up or disturbs another
        flags = [f"--{flag}" for flag in ("json", "large") if getattr(given, flag)]
        return max(subprocess.call([sys.executable, __file__, name, *flags]) for name in names)
    module, function = BENCHES[names[0]].split(":")
    figures: Figures = getattr(import_module(module), function)
    for each in figures(given.large):
        show(each, given.json)
    return 0


def show(each: dict[str, Any], as_json: bool) -> None:
    """One line for a program or for a person."""
    if as_json:
        print(json.dumps(each, ensure_ascii=False), flush=True)
        return
    rest = {k: v for k, v in each.items() if k not in ("name", "value", "unit", "floor", "ratio")}
    floor = f"{each['floor']:>10,.2f}  x {each['ratio']:<7.2f}" if each["floor"] else " " * 20
    told = "  ".join(f"{k}={v}" for k, v in rest.items())
    print(f"{each['name']:<26}{each['value']:>12,.2f} {each['unit']:<8}{floor} {told}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
