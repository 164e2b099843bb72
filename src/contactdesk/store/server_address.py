"""Where a book on a PostgreSQL server is, and the passwords a person typed for it.

No driver here: the window and the command line ask these things before anything is opened. A
password is never part of an address that is shown, kept or logged; it lives in this process, or
in the file where PostgreSQL's own programs look for it (~/.pgpass).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from contactdesk.errors import BookUnreachable
from contactdesk.i18n import _

PORT = 5432
_SCHEMES = ("postgresql", "postgres")
# What may stand behind the "?": https://www.postgresql.org/docs/current/libpq-connect.html
_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
_typed: dict[ServerAddress, str] = {}
_lock = threading.Lock()


class ServerAddress(NamedTuple):
    """A book's database on a server; `host` is a name, a number or the folder of a socket."""

    host: str
    port: int
    database: str
    user: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        """The address without a password, as it is shown, kept and opened again."""
        socket = self.host.startswith("/")
        host = "" if socket else f"[{self.host}]" if ":" in self.host else quote(self.host)
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        port = f":{self.port}" if self.port != PORT else ""
        options = [("host", self.host), *self.options] if socket else list(self.options)
        query = f"?{urlencode(options, safe='/')}" if options else ""
        return f"postgresql://{user}{host}{port}/{quote(self.database, safe='')}{query}"

    @property
    def place(self) -> str:
        """The server in words for people: its name, and the port where it is an unusual one."""
        host = self.host or "localhost"
        return f"{host}:{self.port}" if self.port != PORT else host


def is_server_address(text: str) -> bool:
    """Whether a text names a book on a server rather than a file."""
    scheme, found, _rest = text.partition("://")
    return bool(found) and scheme.lower().partition("+")[0] in _SCHEMES


def shown(book: str) -> str:
    """A book's place as it may be shown and kept: of a server's address without the password."""
    if not is_server_address(book):
        return book
    with suppress(BookUnreachable):
        return parsed(book)[0].url
    return f"{book.partition('://')[0]}://…"  # nothing of it may be shown: where is the password?


def parsed(url: str) -> tuple[ServerAddress, str]:
    """The address that a `postgresql://` text names, and the password in it ("" without one)."""
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        host = query.get("host") or parts.hostname or ""
        port = int(query.get("port") or PORT) if parts.port is None else parts.port
    except ValueError:  # its words would hold the password
        raise BookUnreachable(_not_an_address()) from None
    database = unquote(parts.path.removeprefix("/"))
    user = unquote(parts.username or "") or query.get("user", "")
    if not database or not 0 < port < 65536:
        raise BookUnreachable(_not_an_address())
    options = tuple((k, v) for k, v in query.items() if k in _OPTIONS)
    password = unquote(parts.password or "") or query.get("password", "")
    return ServerAddress(host, port, database, user, options), password


def _not_an_address() -> str:
    return _(
        "This is no address of a book on a server. It looks like "
        "postgresql://name@server/database. Correct it and try again."
    )


def keep_for_session(address: ServerAddress, password: str) -> None:
    """Use a password from now on until the program ends."""
    with _lock:
        _typed[address] = password


def password_of(address: ServerAddress) -> str:
    """The password typed for an address in this session, or ""."""
    with _lock:
        return _typed.get(address, "")


def password_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where PostgreSQL's programs look for passwords."""
    if environment.get("PGPASSFILE"):
        return Path(environment["PGPASSFILE"])
    if sys.platform == "win32":
        return Path(environment.get("APPDATA", "~")).expanduser() / "postgresql" / "pgpass.conf"
    return Path("~/.pgpass").expanduser()


def remember(address: ServerAddress, password: str) -> None:
    """Keep a password in the person's own password file, which nobody else may read."""
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    host = "localhost" if address.host.startswith("/") else address.host or "localhost"
    key = [host, str(address.port), address.database, address.user]
    start = ":".join(_escaped(part) for part in key) + ":"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if not line.startswith(start)]
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w",
              encoding="utf-8") as file:  # fmt: skip
        file.write("\n".join([start + _escaped(password), *kept]) + "\n")
    os.replace(beside, path)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(":", "\\:")
