"""Folders that a program keeps in step with other computers: whose one is, if any.

Such a program copies whole files when it likes. Two computers that write at one time make two
files of one book, and nobody sees that at once.
"""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

LOOKED_AT = 2_000  # names of a folder; the folder of a book has few
# what the programs leave in the topmost folder that they keep in step
MARKERS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".SyncID": "Resilio Sync",
    ".sync/ID": "Resilio Sync",
    ".pcloud": "pCloud",
}
_DATABASE = re.compile(r"\.(_sync|sync)_[0-9a-z]+\.db")  # of Nextcloud's and ownCloud's client
# what the folders are called where no marker is seen: "OneDrive - Firma", "Dropbox (Firma)"
_NAMES = (
    (re.compile(r"Dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"OneDrive( ?- ?.+)?"), "OneDrive"),
    (re.compile(r"Nextcloud\d*"), "Nextcloud"),
    (re.compile(r"ownCloud\d*"), "ownCloud"),
    (re.compile(r"Google ?Drive( \(.+\)|-.+)?"), "Google Drive"),
    (re.compile(r"iCloud ?Drive|com~apple~CloudDocs|Mobile Documents"), "iCloud"),
    (re.compile(r"SynologyDrive"), "Synology Drive"),
    (re.compile(r"pCloud ?Drive"), "pCloud"),
    (re.compile(r"MEGA(sync)?"), "MEGA"),
)
_COPIES = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}"  # Syncthing
    r"| \((.+ )?conflicted copy.*\)"  # Dropbox, ownCloud, Nextcloud
    r"|_conflict-\d{8}-\d{6}"  # older ownCloud
    r"| ?\(Case Conflict.*\)"
)
# "office (1)" of Google Drive, "office (kopia w konflikcie)" of Dropbox in other languages,
# "office 2" of iCloud, "office-DESKTOP-7" of OneDrive
_LIKELY = r"( \(.{1,80}\)| \d{1,2}|-[a-z0-9][a-z0-9-]{1,30})"


def service_of(folder: Path) -> str:
    """The name of the program that keeps a folder (without links in it) in step; "" for none."""
    for each in (folder, *folder.parents):
        if (service := _marked(each)) or (service := _named(each.name)):
            return service
    return ""


def _marked(folder: Path) -> str:
    """By one list of the folder: to look for each marker takes long where the drive is slow."""
    names = _names_in(folder, LOOKED_AT)
    if len(names) < LOOKED_AT and names:
        seen = [m for m in MARKERS if m.partition("/")[0] in names]
    else:  # a folder that may be gone through, not listed, or an endless one
        seen = list(MARKERS)
    found = next((MARKERS[m] for m in seen if m in names or (folder / m).exists()), "")
    return found or ("Nextcloud" if any(map(_DATABASE.fullmatch, names)) else "")


def _names_in(folder: Path, most: int) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name for entry in islice(entries, most)}
    except OSError:
        return set()


def _named(name: str) -> str:
    return next((service for names, service in _NAMES if names.fullmatch(name)), "")


def conflicting_copies(book: Path) -> list[str]:
    """Names beside a book that such a program gave to a second version of it."""
    after = len(book.stem)
    return sorted(name for name in _beside(book) if _COPIES.match(name, after))


def likely_copies(book: Path) -> list[str]:
    """Names beside a book that may be such a program's, or a person's for a book of their own."""
    ending = re.escape(book.suffix)
    pattern = re.compile(re.escape(book.stem) + _LIKELY + ending, re.IGNORECASE)
    return sorted(name for name in _beside(book) if pattern.fullmatch(name))


def _beside(book: Path) -> list[str]:
    """Names of books beside a book that begin as it does."""
    names = _names_in(book.parent, LOOKED_AT)
    return [
        n for n in names if n.startswith(book.stem) and n.endswith(book.suffix) and n != book.name
    ]
