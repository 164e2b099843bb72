"""Two computers and a file server in one: guests of User Mode Linux in a network of their own.

Each guest is a real Linux kernel with real clients of network drives; its disk is this computer's,
so that it runs the same program. The network is a namespace that nothing else of this computer
sees. Everything is in a temporary folder, and ends with the test.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GUEST, GANESHA, SMBD = "/usr/bin/linux.uml", "/usr/bin/ganesha.nfsd", "/usr/sbin/smbd"
_MODULES = Path("/usr/lib/uml/modules")
_LOAD = "hmac cmac sha512_generic ccm gcm ctr ecb md4 cts cbc nls_utf8 cifs nfsv4"
_NFS = """NFS_CORE_PARAM {{
  Protocols = 4; Enable_NLM = false; Enable_RQUOTA = false; Bind_addr = 10.77.0.1;
}}
NFSV4 {{ Lease_Lifetime = 8; Grace_Period = 5; RecoveryBackend = fs; }}
EXPORT {{ Export_Id = 1; Path = {share}; Pseudo = /x; Access_Type = RW; Squash = None;
  SecType = sys; Protocols = 4; Transports = TCP; FSAL {{ Name = VFS; }} }}
"""
_SMB = """[global]
server role = standalone
map to guest = Bad User
guest account = root
interfaces = 10.77.0.1
bind interfaces only = yes
disable netbios = yes
smb ports = 445
log file = {folder}/smb.log
lock directory = {folder}/smb
state directory = {folder}/smb
cache directory = {folder}/smb
pid directory = {folder}/smb
private dir = {folder}/smb
[x]
path = {share}
read only = no
guest ok = yes
force user = root
"""
_INIT = """#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /run
hostname {called}
date -s @$(cat {folder}/now) >/dev/null
ip link set lo up
ip addr add 10.77.0.{number}/24 dev vec0
ip link set vec0 up
for each in {load}; do modprobe -d {folder}/modules $each; done
mkdir -p {point}
# to a server, two computers of one name are one that began anew: their mounts may break each other
for pause in 1 2 3; do mount {mount} {point} && break; sleep $pause; done
mountpoint -q {point} && {{ cd {cwd}; {command}
}}
echo $? > {folder}/{name}.status
sync
umount {point}
poweroff -f
"""


def why_not() -> str:
    """Why it cannot be had here; "" where it can."""
    if os.geteuid() != 0:
        return "only root may run it"
    missing = [program for program in (GUEST, GANESHA, SMBD) if not Path(program).is_file()]
    missing += [] if shutil.which("cc") else ["cc"]
    if missing:
        return f"not installed: {', '.join(missing)} (user-mode-linux nfs-ganesha-vfs samba)"
    return "" if Path("/dev/net/tun").exists() else "there is no /dev/net/tun"


class Network:
    """The namespace with its server's address, and what runs in it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="cdk-hosts-"))
        self.share = self.folder / "share"
        self.share.mkdir()
        self.name = f"cdk{os.getpid()}"
        self._running: list[subprocess.Popen[bytes]] = []
        self._guests: dict[int, subprocess.Popen[bytes]] = {}
        self._ip("netns", "add", self.name)
        self._inside("ip", "link", "add", "br0", "type", "bridge")
        self._inside("ip", "addr", "add", "10.77.0.1/24", "dev", "br0")
        for device in ("br0", "lo"):
            self._inside("ip", "link", "set", device, "up")
        for n in (2, 3):
            self._inside("ip", "tuntap", "add", f"tap{n}", "mode", "tap")
            self._inside("ip", "link", "set", f"tap{n}", "master", "br0")
            self._inside("ip", "link", "set", f"tap{n}", "up")
        self._take_modules()
        self.registers = self.folder / "registers.so"
        source = Path(__file__).with_name("uml_xstate.c")
        command = ["cc", "-shared", "-fPIC", "-O1", "-o", self.registers, source, "-ldl"]
        subprocess.run(command, check=True)

    def _ip(self, *arguments: str) -> None:
        subprocess.run(["ip", *arguments], check=True)

    def _inside(self, *command: str) -> None:
        self._ip("netns", "exec", self.name, *command)

    def _take_modules(self) -> None:
        version = sorted(_MODULES.iterdir())[-1]
        to = self.folder / "modules" / "lib" / "modules" / version.name
        shutil.copytree(version, to)
        base = str(self.folder / "modules")
        subprocess.run(["depmod", "-b", base, version.name], check=True)

    def _start(self, *command: str, log: str) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("wb") as stream:
            begun = subprocess.Popen(
                ["ip", "netns", "exec", self.name, *command],
                stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True,
            )  # fmt: skip
        self._running.append(begun)
        return begun

    def run_on_server(self, *command: str) -> None:
        """Have a program run where the file server is, until the end."""
        self._start(*command, log="server.out")

    def serve_nfs(self) -> None:
        """Offer the share as NFS 4.1."""
        settings = self.folder / "ganesha.conf"
        settings.write_text(_NFS.format(share=self.share), encoding="utf-8")
        log, pid = str(self.folder / "ganesha.log"), str(self.folder / "ganesha.pid")
        self._start(GANESHA, "-F", "-f", str(settings), "-L", log, "-p", pid, log="ganesha.out")
        self._wait_for(2049)

    def serve_smb(self) -> None:
        """Offer the share as Windows does."""
        (self.folder / "smb").mkdir()
        settings = self.folder / "smb.conf"
        settings.write_text(_SMB.format(folder=self.folder, share=self.share), encoding="utf-8")
        self._start(SMBD, "-F", "--no-process-group", "-s", str(settings), log="smbd.out")
        self._wait_for(445)

    def _wait_for(self, port: int) -> None:
        seen = f"import socket; socket.create_connection(('10.77.0.1', {port}), 1).close()"
        for _try in range(100):
            command = ["ip", "netns", "exec", self.name, sys.executable, "-c", seen]
            if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0:
                return
            time.sleep(0.2)
        raise TimeoutError(f"nobody answers at port {port}: {list(self.folder.glob('*.out'))}")

    def boot(
        self, number: int, mount: str, command: str, called: str = ""
    ) -> subprocess.Popen[bytes]:
        """Start guest 2 or 3, mount, and run a shell command there with the share at `point`."""
        name = f"host{number}"
        init = self.folder / f"{name}.sh"
        (self.folder / "now").write_text(f"{time.time():.0f}", encoding="utf-8")
        words = {
            "name": name, "called": called or name, "number": number, "mount": mount,
            "folder": self.folder, "load": _LOAD,
            "point": self.point(number), "cwd": Path.cwd(), "command": command,
        }  # fmt: skip
        init.write_text(_INIT.format(**words), encoding="utf-8")
        init.chmod(0o755)
        (self.folder / f"{name}.status").unlink(missing_ok=True)
        self._guests[number] = self._start(
            "env", f"LD_PRELOAD={self.registers}", GUEST, "mem=768M", "root=/dev/root",
            "rootfstype=hostfs", "rootflags=/", "rw",
            f"init={init}", f"vec0:transport=tap,ifname=tap{number},depth=64,gro=1",
            "con=null", "con0=null,fd:1", f"umid={self.name}-{number}", log=f"{name}.log",
        )  # fmt: skip
        return self._guests[number]

    def wait(self, number: int, seconds: float) -> None:
        """Until a guest has ended by itself, which has to go well."""
        log = self.folder / f"host{number}.log"
        try:
            self._guests[number].wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(log.read_text(errors="replace")[-3000:]) from error
        status = self.folder / f"host{number}.status"
        words = status.read_text().strip() if status.exists() else "none"
        assert words == "0", f"status {words}: {log.read_text(errors='replace')[-3000:]}"

    def unplug(self, number: int) -> None:
        """Pull the cable of a guest, which goes on without the network.

        At the other end of it: a card that is down breaks the driver of User Mode Linux.
        """
        self._inside("ip", "link", "set", f"tap{number}", "nomaster")

    def plug(self, number: int) -> None:
        """Put the cable in again."""
        self._inside("ip", "link", "set", f"tap{number}", "master", "br0")

    def cut(self, number: int) -> None:
        """Take a guest's power away."""
        guest = self._guests.pop(number)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(guest.pid, signal.SIGKILL)
        guest.wait(10)

    def point(self, number: int) -> Path:
        """Where a guest has the share."""
        return self.folder / f"mount{number}"

    def end(self) -> None:
        """Stop what is left, and take the network away."""
        for begun in reversed(self._running):
            if begun.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(begun.pid, signal.SIGKILL)
                begun.wait(10)
        subprocess.run(["ip", "netns", "del", self.name], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
