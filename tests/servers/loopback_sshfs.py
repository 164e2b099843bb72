"""A folder mounted by sshfs from this computer: a real drive whose locks reach nobody.

The ssh server listens on the loopback with keys, a port and settings of its own, all in a
temporary folder; it and the mounts end with the test.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

SSHD = "/usr/sbin/sshd"
_SETTINGS = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/own.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
"""


def why_not() -> str:
    """Why it cannot be had here; "" where it can."""
    if os.geteuid() != 0:
        return "only root may run it"
    missing = [name for name in ("sshfs", "ssh-keygen", "fusermount3") if not shutil.which(name)]
    missing += [] if Path(SSHD).is_file() else ["sshd"]
    if missing:
        return f"not installed: {', '.join(missing)} (Debian: sshfs, openssh-server)"
    return "" if os.access("/dev/fuse", os.R_OK | os.W_OK) else "there is no /dev/fuse"


class LoopbackSshfs:
    """An ssh server; `mount` shows one of this computer's folders once more, through it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mounted: list[Path] = []
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        for name in ("host", "own"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True)
        settings = folder / "sshd_config"
        settings.write_text(_SETTINGS.format(port=self.port, folder=folder), encoding="utf-8")
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # which Debian's insists on
        self._server = subprocess.Popen([SSHD, "-D", "-f", settings, "-E", folder / "log"])
        self._wait()

    def _wait(self) -> None:
        for _try in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text(encoding="utf-8"))

    def mount(self, shown: Path, at: Path, more: str = "") -> None:
        """Mount a folder; `more` options each begin with a comma."""
        at.mkdir(parents=True, exist_ok=True)
        options = (
            f"IdentityFile={self.folder}/own,StrictHostKeyChecking=no,"
            f"UserKnownHostsFile=/dev/null,LogLevel=ERROR{more}"
        )
        source = f"{getpass.getuser()}@127.0.0.1:{shown}"
        command = ["sshfs", "-F", "/dev/null", "-p", str(self.port), "-o", options, source, at]
        subprocess.run(command, check=True, timeout=20)
        self._mounted.append(at)

    def end(self) -> None:
        """Take the mounts away and stop the server."""
        for at in self._mounted:
            subprocess.run(["fusermount3", "-u", "-z", at], check=False)
        self._server.terminate()
        self._server.wait(10)
