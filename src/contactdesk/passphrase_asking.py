"""Where the command line gets passphrases from: a file, the environment, or the terminal.

Never from its arguments, which everybody on a computer can read.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from contactdesk.errors import BookError, ContactDeskError
from contactdesk.i18n import _
from contactdesk.store import connecting

VARIABLE = "CONTACTDESK_PASSPHRASE"
NEW_VARIABLE = "CONTACTDESK_NEW_PASSPHRASE"
TRIES = 3


def add_option(parser: argparse.ArgumentParser) -> None:
    """`--passphrase-file`, beside `--book`."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar=_("FILE"),
        help=_("its first line is the passphrase of an encrypted book (or set {variable}; else "
               "you are asked)").format(variable=VARIABLE),
    )  # fmt: skip


def answer_for(options: argparse.Namespace) -> None:
    """From now on whatever opens an encrypted file gets its passphrase in this way."""
    given = options.given_passphrase = _given(options.passphrase_file, VARIABLE)
    tries = [0]

    def ask(path: Path, was_wrong: bool) -> str | None:
        if not was_wrong:
            tries[0] = 0
            if given is not None:
                return given
        tries[0] += 1
        if given is not None or not sys.stdin.isatty() or tries[0] > TRIES:
            return None
        if was_wrong:
            print(_("That was not it."), file=sys.stderr)
        return getpass.getpass(_("Passphrase of {name}: ").format(name=path.name))

    connecting.ask_for_passphrase = ask


def _given(file: Path | None, variable: str) -> str | None:
    """What a file or the environment says; children of this process do not see it."""
    from_environment = os.environ.pop(variable, None)
    if file is None:
        return from_environment
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is no text")
        raise ContactDeskError(
            _("The passphrase could not be read from {file}: {reason}. Nothing was done.").format(
                file=file, reason=reason)
        ) from error  # fmt: skip
    return lines[0] if lines else ""


def new_passphrase(options: argparse.Namespace, *, as_given: bool) -> str:
    """The passphrase that a book is to have; typed twice where nothing else says it.

    `as_given`: the one for opening serves too, for a book that has none yet.
    """
    found = _given(options.new_passphrase_file, NEW_VARIABLE)
    if found is None and as_given:
        found = options.given_passphrase
    if found is None:
        if not sys.stdin.isatty():
            raise BookError(
                _("No passphrase was given. Nothing was changed. Give it in a file "
                  "(--new-passphrase-file), or in {variable}.").format(variable=NEW_VARIABLE)
            )  # fmt: skip
        found = _typed_twice()
    if not found.strip():
        raise BookError(_("A passphrase needs at least one letter. Nothing was changed."))
    return found


def _typed_twice() -> str:
    print(
        _("Without the passphrase nobody can read the book again, not even you: there is no way "
          "around it. Write it down and keep it in a safe place."),
        file=sys.stderr,
    )  # fmt: skip
    first = getpass.getpass(_("New passphrase: "))
    if getpass.getpass(_("The same once more: ")) != first:
        raise BookError(_("The two were not the same. Nothing was changed; try again."))
    return first
