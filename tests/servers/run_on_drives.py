"""Run the tests on network drives: python3 tests/servers/run_on_drives.py [--short] [ARGS]

`dev.py test` does it in short, `dev.py test --shared` in full. On Debian what they need is
installed; where they cannot run they are left out, with a sentence. Each has two computers of its
own; in short two run at once, for they mostly wait, in full one after the other.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
import dev  # noqa: E402 - the door knows how to install

# Two computers and a file server in one: a file, and the package that brings it.
TOOLS = {
    "/usr/bin/linux.uml": "user-mode-linux",
    "/usr/sbin/smbd": "samba",
    "/sbin/mount.cifs": "cifs-utils",
    "/usr/bin/ganesha.nfsd": "nfs-ganesha",
    "/usr/share/doc/nfs-ganesha-vfs": "nfs-ganesha-vfs",
    "/sbin/mount.nfs4": "nfs-common",
    "/sbin/depmod": "kmod",
    "/sbin/ip": "iproute2",
    "/usr/bin/sshfs": "sshfs",
    "/usr/sbin/sshd": "openssh-server",
    "/usr/bin/cc": "gcc",
    "/usr/include/stdio.h": "libc6-dev",
}
DEVICES = ("/dev/fuse", "/dev/net/tun")
ASKED = Path("/usr/sbin/policy-rc.d")  # by Debian, before a service is started


def why_not() -> str:
    """Why no tool would help here; "" where they do."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "only root on Linux may run them."
    missing = [name for name in DEVICES if not Path(name).exists()]
    return f"there is no {' and no '.join(missing)}." if missing else ""


def install() -> None:
    """Have the missing ones installed; no service is started, for the tests start their own."""
    packages = [package for file, package in TOOLS.items() if not Path(file).exists()]
    if not packages:
        return
    ours = not ASKED.exists()
    try:
        if ours:
            ASKED.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
            ASKED.chmod(0o755)
        dev.install_system_packages(packages, "Some tools for tests on network drives are missing.")
    finally:
        if ours:
            ASKED.unlink(missing_ok=True)


def main(arguments: list[str]) -> int:
    """Install, and run them."""
    form = "short" if "--short" in arguments else "whole"
    more = [a for a in arguments if a != "--short"]
    why = why_not()
    try:
        if not why:
            install()
    except (OSError, dev.SetUpError) as problem:
        why = str(problem)
    if why:
        print(f"Left out, the tests on network drives: {why}")
        return 2 if form == "whole" else 0
    print(f"The tests on network drives ({form}) …", flush=True)
    at_once = "2" if form == "short" else "0"
    command = [dev.PYTHON, "-m", "pytest", "-q", "-n", at_once, "-rs", "--durations=5"]
    return dev.call(
        [*command, "tests/shared", *more], CONTACTDESK_SHARED=form, QT_QPA_PLATFORM="offscreen"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
