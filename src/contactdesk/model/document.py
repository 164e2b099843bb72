"""A document: a file that is kept in the book with its versions, or one elsewhere that is linked.

Its bytes lie beside the record, by their hash; the last version is the present one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath, PureWindowsPath
from typing import Literal

from contactdesk.i18n import N_
from contactdesk.model.contact import labelled
from contactdesk.model.record_type import RecordType

Sort = Literal[
    "picture", "pdf", "text", "writing", "table", "slides", "mail", "packed", "sound", "link",
    "other",
]  # fmt: skip
LINK: Sort = "link"
LONGEST_NAME = 200  # characters: no system takes more

# By the end of a name what a file is, and its media type.
_ENDS: dict[str, tuple[Sort, str]] = {
    "png": ("picture", "image/png"),
    "jpg": ("picture", "image/jpeg"),
    "jpeg": ("picture", "image/jpeg"),
    "gif": ("picture", "image/gif"),
    "webp": ("picture", "image/webp"),
    "bmp": ("picture", "image/bmp"),
    "tif": ("picture", "image/tiff"),
    "tiff": ("picture", "image/tiff"),
    "svg": ("picture", "image/svg+xml"),
    "heic": ("picture", "image/heic"),
    "pdf": ("pdf", "application/pdf"),
    "txt": ("text", "text/plain"),
    "md": ("text", "text/markdown"),
    "log": ("text", "text/plain"),
    "json": ("text", "application/json"),
    "xml": ("text", "application/xml"),
    "html": ("text", "text/html"),
    "htm": ("text", "text/html"),
    "docx": ("writing", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "doc": ("writing", "application/msword"),
    "odt": ("writing", "application/vnd.oasis.opendocument.text"),
    "rtf": ("writing", "application/rtf"),
    "xlsx": ("table", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xls": ("table", "application/vnd.ms-excel"),
    "ods": ("table", "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": ("table", "text/csv"),
    "pptx": (
        "slides", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "ppt": ("slides", "application/vnd.ms-powerpoint"),
    "odp": ("slides", "application/vnd.oasis.opendocument.presentation"),
    "eml": ("mail", "message/rfc822"),
    "msg": ("mail", "application/vnd.ms-outlook"),
    "zip": ("packed", "application/zip"),
    "7z": ("packed", "application/x-7z-compressed"),
    "gz": ("packed", "application/gzip"),
    "mp3": ("sound", "audio/mpeg"),
    "wav": ("sound", "audio/wav"),
    "m4a": ("sound", "audio/mp4"),
    "ogg": ("sound", "audio/ogg"),
}  # fmt: skip
_SORTS = {media_type: sort for sort, media_type in _ENDS.values()}
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a document; `author` is the id of who brought it, `reason` why."""

    sha256: str = ""
    size: int = 0
    at: str = ""
    author: str = ""
    reason: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file with its versions, the oldest first; or a link, whose `path` says where it is.

    `kind` is the office's own word for it ("Offer"); `about` has the ids of the records that it
    belongs to, contacts and others.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    name: str = labelled(N_("Name"))
    kind: str = labelled(N_("Kind"))
    note: str = labelled(N_("Note"))
    media_type: str = labelled(N_("Type of file"))
    path: str = labelled(N_("Where it is"))
    added_at: str = labelled(N_("Added"))
    versions: tuple[Version, ...] = labelled(N_("Versions"), ())
    about: tuple[str, ...] = labelled(N_("Linked to"), ())
    owner: str = labelled(N_("Owner"))
    private_to: str = labelled(N_("Private to"))
    deleted_at: str = labelled(N_("Moved to the bin"))

    @property
    def is_link(self) -> bool:
        """Whether the book only knows where it is."""
        return bool(self.path)

    @property
    def current(self) -> Version | None:
        """The present version; None of a link."""
        return self.versions[-1] if self.versions else None

    @property
    def size(self) -> int:
        """How many bytes the present version has, 0 of a link."""
        return self.current.size if self.current else 0

    @property
    def changed_at(self) -> str:
        """Since when it is as it is."""
        return self.current.at if self.current else self.added_at

    @property
    def sort(self) -> Sort:
        """What it is, for its icon and the filters."""
        return LINK if self.is_link else sort_of(self.media_type)


DOCUMENTS = RecordType("document", Document, items={"versions": Version}, words=("about",))


def media_type_of(name: str) -> str:
    """What a file of this name is; no more than a guess, and nothing is opened by it."""
    return _ENDS.get(PurePath(name).suffix.lower().lstrip("."), ("other", UNKNOWN))[1]


def sort_of(media_type: str) -> Sort:
    """What a file of this media type is to people."""
    if known := _SORTS.get(media_type):
        return known
    return "picture" if media_type.startswith("image/") else "other"


def plain_name(name: str) -> str:
    """A name that is nothing but a name: no folder, no sign that steers, not too long."""
    last = PureWindowsPath(PurePath(name).name).name
    words = "".join(c for c in last if c.isprintable()).strip(". ")
    stem, dot, end = words.rpartition(".")
    if len(words) > LONGEST_NAME and dot and len(end) <= 10:
        return stem[: LONGEST_NAME - len(end) - 1] + dot + end
    return words[:LONGEST_NAME]


def with_version(document: Document, version: Version) -> Document:
    """The document with a version more, which is the present one."""
    return replace(document, versions=(*document.versions, replace(version, item=0)))


def again(document: Document, item: int, at: str, author: str) -> Document | None:
    """The document with an older version made the present one: once more, at the end.

    None where there is no such version, or it is the present one.
    """
    found = next((v for v in document.versions if v.item == item), None)
    if found is None or found == document.current:
        return None
    return with_version(document, replace(found, at=at, author=author))
