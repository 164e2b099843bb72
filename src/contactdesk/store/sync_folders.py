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
    r"|\(Case Conflict.*\)"
)


def service_of(folder: Path) -> str:
    """The name of the program that keeps a folder (without links in it) in step; "" for none."""
    for each in (folder, *folder.parents):
        if (service := _marked(each)) or (service := _named(each.name)):
            return service
    return ""


def _marked(folder: Path) -> str:
    for marker, service in MARKERS.items():
        if (folder / marker).exists():
            return service
    try:
        with os.scandir(folder) as entries:
            if any(_DATABASE.fullmatch(e.name) for e in islice(entries, LOOKED_AT)):
                return "Nextcloud"
    except OSError:  # a folder that may be gone through, not listed
        pass
    return ""


def _named(name: str) -> str:
    return next((service for names, service in _NAMES if names.fullmatch(name)), "")


def conflicting_copies(book: Path) -> list[str]:
    """Names beside a book that such a program gave to a second version of it."""
    try:
        with os.scandir(book.parent) as entries:
            names = [entry.name for entry in islice(entries, LOOKED_AT)]
    except OSError:
        return []
    return sorted(n for n in names if n.startswith(book.stem) and _COPIES.search(n))
