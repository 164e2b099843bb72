"""What the command line does with encryption: `encrypt`, `passphrase` and `decrypt`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from contactdesk.commands import say, terminal_progress
from contactdesk.i18n import _, ngettext
from contactdesk.model.passphrase import strength
from contactdesk.operations.encryption import convert, plain_backups, remove_plain
from contactdesk.passphrase_asking import new_passphrase
from contactdesk.settings import load_settings

Verb = Callable[..., argparse.ArgumentParser]


def add_verbs(verb: Verb) -> None:
    """Say what the verbs take."""
    added = verb("encrypt", _("encrypt the book, which then opens with a passphrase"), encrypt)
    _add_new(added)
    added.add_argument(
        "--remove-plain", action="store_true",
        help=_("delete the plain file and the plain backups that are left"),
    )  # fmt: skip
    _add_new(verb("passphrase", _("change the passphrase of an encrypted book"), change))
    verb("decrypt", _("take the encryption off the book"), decrypt)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file", type=Path, metavar=_("FILE"),
        help=_("its first line is the new passphrase (else you are asked)"),
    )  # fmt: skip


def encrypt(options: argparse.Namespace) -> int:
    """Encrypt the book, and say what of it lies plain elsewhere."""
    passphrase = new_passphrase(options, as_given=True)
    _warn_of_weak(passphrase)
    done = convert("encrypt", options.book, passphrase, terminal_progress())
    settings = load_settings()
    removed = remove_plain(str(done.path), settings) if options.remove_plain else 0
    backups = plain_backups(str(done.path), settings)
    words = [_("{file} is encrypted.").format(file=done.path)]
    if removed:
        words.append(_removed(removed))
    elif done.kept is not None:
        words.append(
            _("The plain file is kept as {kept}. Delete it when the encrypted book has proved "
              "itself; until then anybody can read it.").format(kept=done.kept)
        )  # fmt: skip
    if backups:
        words.append(_of_backups(len(backups), backups[0].parent))
    kept = str(done.kept) if done.kept is not None and not removed else None
    say(options, "\n".join(words), file=str(done.path), encrypted=True, kept=kept,
        removed=removed, plain_backups=[str(each) for each in backups])  # fmt: skip
    return 0


def _removed(count: int) -> str:
    return ngettext(
        "{n} plain file was deleted. Somebody with the right tools may still find parts of it on "
        "the disk.",
        "{n} plain files were deleted. Somebody with the right tools may still find parts of them "
        "on the disk.",
        count,
    ).format(n=count)


def _of_backups(count: int, folder: Path) -> str:
    return ngettext(
        "{n} earlier backup in {folder} is not encrypted.",
        "{n} earlier backups in {folder} are not encrypted.",
        count,
    ).format(n=count, folder=folder)


def _warn_of_weak(passphrase: str) -> None:
    if strength(passphrase) == "weak":
        words = _("This passphrase is easy to guess. Five words that have nothing to do with each "
                  "other are better.")  # fmt: skip
        print(f"contactdesk: {words}", file=sys.stderr)


def change(options: argparse.Namespace) -> int:
    """Give the book another passphrase; the one it has is asked first."""
    from contactdesk.store.connecting import key_for
    from contactdesk.store.opening import path_of

    if path_of(options.book).is_file():
        key_for(path_of(options.book))
    passphrase = new_passphrase(options, as_given=False)
    _warn_of_weak(passphrase)
    done = convert("change", options.book, passphrase, terminal_progress())
    words = _(
        "{file} opens with the new passphrase from now on. Backups that were made before open "
        "with the one they were made with."
    ).format(file=done.path)
    say(options, words, file=str(done.path), encrypted=True)
    return 0


def decrypt(options: argparse.Namespace) -> int:
    """Make the book a plain file again."""
    done = convert("decrypt", options.book, progress=terminal_progress())
    words = _(
        "{file} is not encrypted any more: whoever has the file can read it. Backups that were "
        "made before open with the passphrase they were made with."
    ).format(file=done.path)
    say(options, words, file=str(done.path), encrypted=False)
    return 0
