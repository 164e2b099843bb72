"""A real PostgreSQL server for tests and measurements: started here, gone with its folder.

It listens on a socket of its own, where nobody is asked for a password, and on the loopback,
where everybody is. As root its programs run as Debian's user `postgres`, which they insist on.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

USER, PASSWORD = "desk", "s3cret-Kraków"
_SMALL = "-c max_wal_size=32MB -c min_wal_size=8MB"  # tests fit on a small disk
_QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"


def programs() -> Path | None:
    """The folder of the newest server's programs; None where none is installed."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
    found = sorted(versions, key=lambda p: float(p.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("pg_ctl")
    return Path(other).resolve().parent if other else None


class PostgresServer:
    """One server in a folder of its own; `safely` writes to the disk as an office's server does."""

    def __init__(self, safely: bool = False) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("no PostgreSQL server is installed (Debian: postgresql)")
        self._programs = found
        self._frozen: list[int] = []
        self._how = "" if safely else f"{_QUICK} {_SMALL}"
        self.folder = Path(tempfile.mkdtemp(prefix="cdk-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._initialise()
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    def _initialise(self) -> None:
        key = self.folder / "key"
        key.write_text(PASSWORD, encoding="utf-8")
        key.chmod(0o644)
        how = "--encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256"
        how = f"{how} --wal-segsize=4"  # MB
        where = [f"--pgdata={self.folder / 'data'}", f"--username={USER}", f"--pwfile={key}"]
        self._run("initdb", *where, *how.split(), "--no-sync")
        key.unlink()

    def start(self) -> None:
        """Start it, or start it again, on the same port."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        options = f"{options} {self._how}"
        log = str(self.folder / "server.log")
        data = f"--pgdata={self.folder / 'data'}"
        self._run("pg_ctl", "start", "--wait", "--silent", data, "--log", log, "-o", options)

    def stop(self) -> None:
        """Stop it at once, as when somebody switches it off."""
        self._run(
            "pg_ctl", "stop", "--wait", "--silent", "--mode=immediate",
            f"--pgdata={self.folder / 'data'}",
        )  # fmt: skip

    def _processes(self) -> list[int]:
        first = (self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        command = ["ps", "-o", "pid=", "--ppid", first]
        children = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
        return [int(first), *map(int, children.split())]

    def freeze(self) -> None:
        """Have it say nothing, while every connection to it stays: a network that is away."""
        self._frozen = self._processes()
        for process in self._frozen:
            os.kill(process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on where it was."""
        for process in self._frozen:
            os.kill(process, signal.SIGCONT)
        self._frozen = []

    def remove(self) -> None:
        """Stop it and delete its folder."""
        try:
            if (self.folder / "data" / "postmaster.pid").exists():
                self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def socket_url(self, database: str) -> str:
        """A database by the socket, without a password."""
        return f"postgresql://{USER}@:{self.port}/{database}?host={self.folder}"

    def url(self, database: str, password: str = "", user: str = USER) -> str:
        """A database by the loopback."""
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> list[Any]:
        """Run a statement as who looks after the server; its rows, if it has any."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, user=USER, dbname=database, autocommit=True
        ) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []
