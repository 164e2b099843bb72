"""The command line: the window's verbs for scripts and terminals.

Exit status: 0 all done, 1 some items failed, 2 it could not be done; then one sentence on
standard error, never a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from contactdesk import (
    __version__,
    backup_commands,
    commands,
    exchanging,
    i18n,
    passphrase_asking,
    paths,
    table_options,
)
from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.formats.calendar_writers import FORMATS as CALENDARS
from contactdesk.formats.receivers import RECEIVERS
from contactdesk.formats.registry import importable
from contactdesk.formats.writers import writable
from contactdesk.i18n import _
from contactdesk.model.custom import TYPES as FIELD_TYPES

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one verb; returns the exit status."""
    i18n.use_language()
    options = parser().parse_args(arguments)
    run: Run = options.run
    _write_any_script(options.json)
    try:
        passphrase_asking.answer_for(options)
        status = run(options)
        sys.stdout.flush()  # here a reader that went away is no error; at the exit it would be
        return status
    except ContactDeskError as error:
        _tell(error.message)
    except (Cancelled, KeyboardInterrupt):
        _tell(_("Stopped. The book is as it was."))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, MemoryError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        _tell(_("That did not work: {reason}.").format(reason=reason))
    return 2


def _tell(words: str) -> None:
    print(f"contactdesk: {words}", file=sys.stderr)


def _write_any_script(as_json: bool) -> None:
    """Files, pipes and JSON get UTF-8; a terminal that lacks a letter shows a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream is sys.stdout and (as_json or not stream.isatty()):
                stream.reconfigure(encoding="utf-8", errors="replace")
            else:
                stream.reconfigure(errors="replace")


class _Verb(argparse.ArgumentParser):
    """A verb whose options may stand between its words: `call anna --in "wants the list"`."""

    _within = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse does it, apart from that; its own way around asks this again."""
        if self._within or self._subparsers is not None:  # which it cannot go around
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False


_VERB: type[argparse.ArgumentParser] = _Verb


def parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    ask = argparse.ArgumentParser(
        prog="contactdesk",
        description=_("Everyone you know and all that happens with them, in one file of your own."),
    )
    ask.add_argument("--version", action="version", version=f"ContactDesk {__version__}")
    ask.add_argument(
        "--book",
        default=str(paths.own_book()),
        help=_("the book's file, or postgresql://name@server/database (default: your own)"),
    )
    passphrase_asking.add_option(ask)
    verbs = ask.add_subparsers(dest="verb", required=True, metavar=_("VERB"), parser_class=_VERB)
    _add_exchange(verbs)
    _add_looking(verbs)
    _add_happenings(verbs)
    _add_mail(verbs)
    _add_agenda(verbs)
    _add_tasks(verbs)
    _add_documents(verbs)
    _add_fields(verbs)
    _add_deals(verbs)
    _add_care(verbs)
    return ask


def _verb(verbs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str,
          run: Run) -> argparse.ArgumentParser:  # fmt: skip
    verb = verbs.add_parser(name, help=words, description=words)
    verb.set_defaults(run=run)
    verb.add_argument("--json", action="store_true", help=_("JSON, one object a line"))
    return verb


def _add_exchange(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "import", _("bring files into the book"), commands.import_)
    verb.add_argument("files", nargs="+", metavar=_("FILE"), help=_("- is standard input"))
    verb.add_argument(
        "--on-match",
        choices=("merge", "add", "skip"),
        default="merge",
        help=_("what happens to a card that is in the book already"),
    )
    verb.add_argument("--report", type=Path, help=_("write a line of JSON for every card here"))
    verb.add_argument(
        "--region", default="", type=str.upper, help=_("country of numbers without one, like PL")
    )
    verb.add_argument("--format", default="", choices=("", *importable()), help=_("do not guess"))
    verb.add_argument(
        "--dry-run", action="store_true", help=_("only say what would happen, card by card")
    )
    verb.add_argument(
        "--failed", type=Path, metavar=_("FILE"),
        help=_("write the cards that failed here, with their reasons beside or as .csv"),
    )  # fmt: skip
    verb.add_argument(
        "--into-calendar", default="", metavar=_("NAME"),
        help=_("calendars: the calendar for what is new (default: as the file calls itself)"),
    )  # fmt: skip
    backup_commands.add_no_backup(verb)
    table_options.add_reading_choices(verb)
    _add_export(verbs)
    _add_convert(verbs)


def _add_export(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(
        verbs, "export", _("write contacts, or the calendar, to a file"), exchanging.export
    )
    verb.add_argument("--to", required=True, help=_("the file; - is standard output"))
    verb.add_argument("--format", default="vcard", help=", ".join((*writable(), *CALENDARS)))
    verb.add_argument("--for", dest="receiver", default="", choices=("", *RECEIVERS),
                      help=_("the program that is to read it; decides the format"))  # fmt: skip
    verb.add_argument(
        "--match", default="",
        help=_("only contacts that this search finds; of a calendar, what has to do with them"),
    )  # fmt: skip
    verb.add_argument(
        "--where", default="", metavar=_("RULES"), help=_("only contacts that these rules find"),
    )  # fmt: skip
    verb.add_argument(
        "--from", dest="first", default="", metavar=_("DAY"),
        help=_("calendar: only what happens from this day on"),
    )  # fmt: skip
    verb.add_argument(
        "--until", default="", metavar=_("DAY"), help=_("calendar: only what happens before it")
    )
    verb.add_argument("--calendar", default="", metavar=_("NAME"),
                      help=_("calendar: only what is in the one of this name"))  # fmt: skip
    verb.add_argument(
        "--each", action="store_true",
        help=_("vCard: a file for each contact; --to is then a folder, new or empty"),
    )  # fmt: skip
    verb.add_argument(
        "--dry-run", action="store_true", help=_("only say what would be lost, write nothing")
    )
    table_options.add_writing_choices(verb)


def _add_convert(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = _("bring files into another format, without a book")
    verb = _verb(verbs, "convert", words, exchanging.convert)
    verb.add_argument("files", nargs="+", metavar=_("FILE"), help=_("- is standard input"))
    verb.add_argument(
        "--format", default="", choices=("", *writable(), *CALENDARS), help=_("into what")
    )
    verb.add_argument("--for", dest="receiver", default="", choices=("", *RECEIVERS),
                      help=_("the program that is to read it; decides the format"))  # fmt: skip
    verb.add_argument("--to", required=True, help=_("the file; - is standard output"))
    verb.add_argument(
        "--from", dest="source", default="", choices=("", *importable()), help=_("do not guess")
    )
    verb.add_argument("--report", type=Path, help=_("write a line of JSON for every card here"))
    verb.add_argument(
        "--region", default="", type=str.upper, help=_("country of numbers without one, like PL")
    )
    table_options.add_reading_choices(verb)


def _add_looking(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(
        verbs,
        "find",
        _("search as the window does, or by rules"),
        _when_asked("query_commands", "find"),
    )
    verb.add_argument(
        "words", nargs="+", metavar=_("WORD"),
        help=_("words, or rules like city:Łódź “last contact > 90 days” (docs/queries.md)"),
    )  # fmt: skip
    verb.add_argument("--limit", type=int, default=100)
    verb.add_argument("--archived", action="store_true", help=_("search the archive instead"))
    verb = _verb(verbs, "groups", _("list smart groups, or who is in one"), _groups)
    verb.add_argument("name", nargs="?", default="", metavar=_("NAME"))
    verb = _verb(verbs, "group", _("make a smart group"), _groups)
    verb.add_argument("name", metavar=_("NAME"))
    verb.add_argument("rules", nargs="+", metavar=_("RULE"), help=_("as find has them"))
    verb = _verb(
        verbs,
        "lookup",
        _("say whose telephone number it is"),
        _when_asked("lookup_command", "lookup"),
    )
    verb.add_argument(
        "number", nargs="+", metavar=_("NUMBER"), help=_("as it is dialled, or tel:…")
    )
    verb = _verb(verbs, "show", _("show contacts"), commands.show)
    verb.add_argument("contacts", nargs="+", metavar=_("ID-OR-NAME"))
    verb = _verb(verbs, "history", _("list who changed what and when"), commands.history)
    verb.add_argument("contact", nargs="?", metavar=_("ID-OR-NAME"), help=_("of one contact"))
    verb.add_argument(
        "--since", default="", metavar=_("MOMENT"), help=_("a day, a time or a step's number")
    )
    verb.add_argument("--limit", type=int, default=50)


def _groups(options: argparse.Namespace) -> int:
    from contactdesk import query_commands

    runs = {"groups": query_commands.groups, "group": query_commands.add_group}
    return runs[options.verb](options)


def _when_asked(module: str, run: str) -> Callable[[argparse.Namespace], int]:
    """What runs a verb, its module imported only then: others need not wait for its libraries."""

    def later(options: argparse.Namespace) -> int:
        run_it: Callable[[argparse.Namespace], int]
        run_it = getattr(import_module(f"contactdesk.{module}"), run)
        return run_it(options)

    return later


def _add_happenings(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(
        verbs, "note", _("write a note about a contact"), _when_asked("timeline_commands", "note")
    )
    verb.add_argument("contact", metavar=_("ID-OR-NAME"))
    verb.add_argument("text", nargs="+", metavar=_("TEXT"), help=_("- is standard input"))
    verb = _verb(
        verbs, "call", _("log a call with a contact"), _when_asked("timeline_commands", "call")
    )
    verb.add_argument("contact", metavar=_("ID-OR-NAME"))
    way = verb.add_mutually_exclusive_group()
    way.add_argument("--in", dest="incoming", action="store_true", help=_("they called"))
    way.add_argument("--missed", action="store_true", help=_("they called and nobody was there"))
    verb.add_argument("--minutes", type=int, metavar="N", help=_("how long it was"))
    verb.add_argument("text", nargs="*", metavar=_("TEXT"), help=_("what was said"))


def _add_mail(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(
        verbs,
        "mail",
        _("keep e-mails on the timelines of their people"),
        _when_asked("mail_command", "mail"),
    )
    verb.add_argument("files", nargs="+", metavar=_("FILE"), help=_(".eml; - is standard input"))
    verb.add_argument("--to", default="", metavar=_("ID-OR-NAME"),
                      help=_("somebody it has to do with, whatever its addresses"))  # fmt: skip


def _tasks(options: argparse.Namespace) -> int:
    from contactdesk import task_commands

    runs = {"tasks": task_commands.list_tasks, "task": task_commands.add_task}
    return runs.get(options.verb, task_commands.do_task)(options)


def _fields(options: argparse.Namespace) -> int:
    from contactdesk import custom_commands

    runs = {"add": custom_commands.add_field, "set": custom_commands.set_field}
    return runs.get(getattr(options, "deed", ""), custom_commands.list_fields)(options)


def _add_fields(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _verb(verbs, "fields", _("list the custom fields"), _fields)
    words = _("make a custom field, or write what a contact says in one")
    verb = verbs.add_parser("field", help=words, description=words)
    deeds = verb.add_subparsers(dest="deed", required=True, metavar=_("VERB"), parser_class=_VERB)
    deed = _verb(deeds, "add", _("make a custom field"), _fields)
    deed.add_argument("label", metavar=_("NAME"))
    deed.add_argument("--type", default="text", choices=FIELD_TYPES)
    deed.add_argument("--choice", action="append", default=[], metavar=_("WORD"),
                      help=_("one of the choices; may be said several times"))  # fmt: skip
    deed.add_argument("--currency", default="", metavar="EUR", help=_("of money"))
    deed.add_argument("--section", default="", metavar=_("NAME"))
    deed.add_argument("--only", action="append", default=[], metavar=_("CATEGORY"),
                      help=_("only contacts of this category have it"))  # fmt: skip
    deed = _verb(deeds, "set", _("write what a contact says in a custom field"), _fields)
    deed.add_argument("contact", metavar=_("ID-OR-NAME"))
    deed.add_argument("label", metavar=_("NAME"))
    deed.add_argument("value", metavar=_("TEXT"))


def _add_tasks(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "tasks", _("list what is to be done"), _tasks)
    verb.add_argument("--all", action="store_true", help=_("with what was done"))
    verb = _verb(verbs, "task", _("add a task"), _tasks)
    verb.add_argument("text", nargs="+", metavar=_("TEXT"), help=_("what is to be done"))
    verb.add_argument(
        "--about", action="append", default=[], metavar=_("ID-OR-NAME"),
        help=_("a contact it is about; may be said several times"),
    )  # fmt: skip
    verb.add_argument(
        "--due", default="", metavar=_("DAY"),
        help=_("today, tomorrow, 2026-11-22 or “2026-11-22 15:00”"),
    )  # fmt: skip
    verb.add_argument("--high", action="store_true", help=_("with high priority"))
    verb.add_argument(
        "--repeats", default="", metavar=_("RULE"), help=_("a rule of iCalendar: FREQ=WEEKLY")
    )
    verb = _verb(verbs, "done", _("mark tasks as done"), _tasks)
    verb.add_argument(
        "tasks", nargs="+", metavar=_("TASK"), help=_("its id, or words of what is to be done")
    )
    verb.add_argument("--not", dest="reopen", action="store_true", help=_("mark them as not done"))


def _add_documents(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from contactdesk import document_commands

    document_commands.add_verbs(partial(_verb, verbs))


def _deals(options: argparse.Namespace) -> int:
    from contactdesk import deal_commands

    if options.verb == "deals" and (options.forecast or options.csv):
        return _deal_money(options)
    is_list = options.verb == "deals"
    return deal_commands.list_deals(options) if is_list else deal_commands.run_deal(options)


def _add_deals(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "deals", _("list the open deals"), _deals)
    verb.add_argument("--all", action="store_true", help=_("with those that are won or lost"))
    _add_deal_tables(verbs, verb)
    deal = verbs.add_parser("deal", help=_("add, move or show a deal, or say who competes"))
    deeds = deal.add_subparsers(dest="deed", required=True, metavar=_("VERB"), parser_class=_VERB)
    verb = _verb(deeds, "add", _("add a deal"), _deals)
    verb.add_argument("title", nargs="+", metavar=_("TEXT"), help=_("what may be sold"))
    verb.add_argument(
        "--with", dest="parties", action="append", default=[], metavar=_("ID-OR-NAME"),
        help=_("a person or an organisation; may be said several times"),
    )  # fmt: skip
    for name, shown, words in (
        ("--amount", "N", _("how much it is worth")),
        ("--currency", "EUR", _("its currency")),
        ("--closes", _("DAY"), _("when it is expected to be decided: 2026-11-22")),
        ("--stage", _("NAME"), _("the stage it begins in")),
        ("--source", _("TEXT"), _("where it came from")),
    ):
        verb.add_argument(name, default="", metavar=shown, help=words)
    verb = _verb(deeds, "move", _("move a deal to another stage"), _deals)
    verb.add_argument("deal", metavar=_("ID-OR-TITLE"))
    verb.add_argument("stage", metavar=_("NAME"), help=_("of a stage, or: won, lost"))
    verb.add_argument("--reason", default="", metavar=_("TEXT"), help=_("why it was lost"))
    verb = _verb(deeds, "against", _("say who else offers"), _deals)
    verb.add_argument("deal", metavar=_("ID-OR-TITLE"))
    verb.add_argument("name", nargs="+", metavar=_("NAME"), help=_("of an organisation"))
    verb.add_argument("--note", default="", metavar=_("TEXT"), help=_("what is known of them"))
    verb.add_argument("--gone", action="store_true", help=_("they do not offer any more"))
    verb = _verb(deeds, "show", _("show all of a deal"), _deals)
    verb.add_argument("deal", metavar=_("ID-OR-TITLE"))


def _deal_money(options: argparse.Namespace) -> int:
    from contactdesk import deal_money_commands

    return deal_money_commands.run(options)


def _add_deal_tables(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], verb: argparse.ArgumentParser
) -> None:
    verb.add_argument("--sort", default="", metavar=_("COLUMN"), help=_("in the order of this"))
    verb.add_argument("--csv", action="store_true", help=_("as a table for a spreadsheet"))
    verb.add_argument(
        "--forecast", choices=("month", "owner", "currency"),
        help=_("what the open deals may bring, weighted by their chance"),
    )  # fmt: skip
    _verb(verbs, "rates", _("list the exchange rates"), _deal_money)
    rate = _verb(verbs, "rate", _("write an exchange rate down"), _deal_money)
    _verb(verbs, "pipelines", _("list the pipelines with their stages"), _deal_money)
    pipeline = _verb(verbs, "pipeline", _("add a pipeline with the usual stages"), _deal_money)
    pipeline.add_argument("name", metavar=_("NAME"), help=_("what it is called"))
    pipeline.add_argument("--currency", default="", metavar="EUR", help=_("its currency"))
    rate.add_argument("currency", metavar="SEK", help=_("one unit of this currency"))
    rate.add_argument("rate", metavar="N", help=_("is worth so much"))
    rate.add_argument("--in", dest="base", default="", metavar="EUR", help=_("of this currency"))
    rate.add_argument("--on", dest="day", default="", metavar=_("DAY"), help=_("on this day"))
    from contactdesk import stage_commands

    stage_commands.add_verbs(verbs, _VERB, _verb)


def _add_agenda(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from contactdesk import free_commands

    free_commands.add_verb(_verb(verbs, "free", free_commands.words(), free_commands.free))
    verb = _verb(
        verbs,
        "agenda",
        _("list what happens on some days"),
        _when_asked("agenda_commands", "agenda"),
    )
    verb.add_argument(
        "files", nargs="*", metavar=_("FILE"),
        help=_("iCalendar, vCalendar or jCal files instead of the book"),
    )  # fmt: skip
    verb.add_argument(
        "--from", dest="first", default="today", metavar=_("DAY"), help=_("the first day")
    )
    verb.add_argument(
        "--to", dest="until", required=True, metavar=_("DAY"), help=_("the day after the last")
    )
    verb.add_argument("--format", default="text", choices=("text", "jsonl"))
    verb.add_argument("--of", metavar=_("NAME"), help=_("only what these colleagues have or join"))
    _verb(verbs, "today", _("say what the day asks for"), _when_asked("today_commands", "today"))


def _add_backups(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from contactdesk import bin_commands, copy_commands, encryption_commands, server_commands

    for each in (backup_commands, encryption_commands, bin_commands, copy_commands):
        each.add_verbs(partial(_verb, verbs))
    server_commands.add_verbs(verbs, _VERB, _verb)


def _add_care(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "undo", _("take back the last change"), commands.undo)
    which = verb.add_mutually_exclusive_group()
    which.add_argument(
        "--set", type=int, metavar="N", help=_("take back this step of the history instead")
    )
    which.add_argument(
        "--since", metavar=_("MOMENT"),
        help=_("take back everything since a day, a time or a step, as one step"),
    )  # fmt: skip
    verb.add_argument("--mine", action="store_true", help=_("with --since: my own steps alone"))
    verb.add_argument(
        "--dry-run", action="store_true", help=_("only say what would go back and what stays")
    )
    verb = _verb(
        verbs,
        "duplicates",
        _("list contacts that may be one person"),
        _when_asked("duplicate_commands", "duplicates"),
    )
    verb.add_argument(
        "--merge-very-likely", action="store_true",
        help=_("merge those that are very likely one, as one step of undo"),
    )  # fmt: skip
    backup_commands.add_no_backup(verb)
    _verb(verbs, "redo", _("take back the last undo"), commands.redo)
    _add_backups(verbs)
    _verb(verbs, "compact", _("give the empty room in the book's file back"), commands.compact)
    verb = _verb(verbs, "tour", _("try everything on a sample office"), commands.tour)
    verb.add_argument("--to", type=Path, default=Path("tour"), help=_("folder for the pictures"))
