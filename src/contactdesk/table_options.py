"""What the command line says about tables: how one is read, and how one is written."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from contactdesk.errors import ContactDeskError
from contactdesk.formats.csv_writing import AS_THEY_ARE
from contactdesk.formats.sniffing import HEAD, guess_format
from contactdesk.formats.table_encodings import is_encoding
from contactdesk.i18n import _
from contactdesk.operations.tables import (
    CALENDARS,
    TABLE_FORMATS,
    facts_of,
    offered_fields,
    parse_field,
    with_remembered,
)
from contactdesk.settings import load_settings, save_settings


def add_reading_choices(verb: argparse.ArgumentParser) -> None:
    """The options of a verb that reads tables."""
    ask = verb.add_argument_group(_("tables (CSV, Excel); what is not said is guessed"))
    ask.add_argument("--encoding", default="", help=_("like utf-8, cp1250, big5, gb18030"))
    ask.add_argument("--delimiter", help=_("between the cells: a character, or “tab”"))
    ask.add_argument("--header", choices=("yes", "no"), help=_("whether columns have heads"))
    ask.add_argument("--date-order", choices=("ymd", "dmy", "mdy"), help=_("year, month and day"))
    ask.add_argument(
        "--calendar", choices=CALENDARS, help=_("of the dates: ours, Persian, Taiwan’s")
    )
    ask.add_argument("--sheet", default="", help=_("the sheet of a workbook"))
    ask.add_argument(
        "--columns",
        help=_("the field of each column, with commas: given,family,phones:cell,emails (none: "
               "leave it out); remembered for tables with the same heads"),
    )  # fmt: skip
    ask.add_argument(
        "--default", action="append", metavar=_("FIELD=VALUE"), default=[],
        help=_("a value for every row that has none, like categories=Customers"),
    )  # fmt: skip


def add_writing_choices(verb: argparse.ArgumentParser) -> None:
    """The options of a verb that writes tables."""
    verb.add_argument("--delimiter", help=_("of CSV: a character, or “tab” (default: a comma)"))
    verb.add_argument(
        "--keep-formulas", action="store_true",
        help=_("CSV: leave cells as they are that a spreadsheet may take for formulas"),
    )  # fmt: skip


def writing_choices(options: argparse.Namespace) -> dict[str, Any]:
    """What was said about a table that is to be written."""
    choices = {"formulas": AS_THEY_ARE if options.keep_formulas else ""}
    if options.delimiter is not None:
        choices["delimiter"] = stated_delimiter(options.delimiter)
    return choices


def reading_choices(options: argparse.Namespace, files: Sequence[str]) -> dict[str, Any]:
    """What was said about tables; columns that are named are remembered for the next such file."""
    settings = load_settings()
    choices: dict[str, Any] = {"remembered": settings.table_columns}
    for name in ("encoding", "date_order", "calendar", "sheet"):
        if value := getattr(options, name):
            choices[name] = value
    if options.encoding and not is_encoding(options.encoding):
        raise ContactDeskError(_("There is no encoding {name}.").format(name=options.encoding))
    if options.delimiter is not None:
        choices["delimiter"] = stated_delimiter(options.delimiter)
    if options.header:
        choices["has_header"] = options.header == "yes"
    if options.default:
        choices["defaults"] = dict(_default(each) for each in options.default)
    if options.columns is not None:
        choices["columns"] = _known_fields(options.columns)
        for path in filter(_is_table, files):
            header = facts_of(path, choices).header
            if any(header):
                settings = with_remembered(settings, header, choices["columns"])
        if not getattr(options, "dry_run", False):  # a conversion has no such option
            save_settings(settings)
    return choices


def _is_table(path: str) -> bool:
    with open(path, "rb") as stream:
        return guess_format(stream.read(HEAD), path) in TABLE_FORMATS


def _known_fields(stated: str) -> list[str]:
    """Fields between commas, of which some stand within one: `phones:work,fax`."""
    found: list[str] = []
    for piece in stated.split(","):
        longer = f"{found[-1]},{piece.strip()}" if found and ":" in found[-1] else ""
        if longer and parse_field(piece) is None and parse_field(longer):
            found[-1] = longer
        else:
            found.append(_known_field(piece))
    return found


def stated_delimiter(stated: str) -> str:
    """A delimiter as it is typed: a character, or “tab”."""
    found = {"tab": "\t", "\\t": "\t", "none": ""}.get(stated.lower(), stated)
    if len(found) > 1 or found in ('"', "\r", "\n"):
        raise ContactDeskError(_("A delimiter is one character, or “tab”."))
    return found


def _known_field(stated: str) -> str:
    key = stated.strip()
    if key and parse_field(key) is None:
        raise ContactDeskError(
            _("There is no field {name}. Possible are: {all}.").format(
                name=key, all=", ".join(k for k, _words in offered_fields() if k)
            )
        )
    return key


def _default(stated: str) -> tuple[str, str]:
    key, equals, value = stated.partition("=")
    if not equals:
        raise ContactDeskError(_("Write it as FIELD=VALUE, for example categories=Customers."))
    return _known_field(key), value
