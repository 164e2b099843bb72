"""What kind of drive a path lies on where there is no mountinfo: Windows and macOS."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import PureWindowsPath

REMOVABLE, FIXED, REMOTE, CDROM, RAMDISK = 2, 3, 4, 5, 6  # GetDriveTypeW
_KINDS = {
    REMOVABLE: "removable",
    FIXED: "local",
    REMOTE: "windows_share",
    CDROM: "local",
    RAMDISK: "local",
}
_MAC_KINDS = {"smbfs": "mac_share", "afpfs": "mac_share", "webdav": "fuse_network"}
_MAC_LINE = re.compile(r"(?P<source>.+) on (?P<point>/.*) \((?P<options>[^()]*)\)")


def windows_kind(path: str, drive_type: Callable[[str], int]) -> str:
    """By GetDriveTypeW, which knows a letter given to a share; a path of a share is one."""
    root = PureWindowsPath(path).anchor
    if root.startswith("\\\\") and not root.startswith(("\\\\?\\", "\\\\.\\")):
        return "windows_share"
    if root.upper().startswith("\\\\?\\UNC"):
        return "windows_share"
    return _KINDS.get(drive_type(root.removeprefix("\\\\?\\")), "unknown")


def get_drive_type(root: str) -> int:
    """Windows' own answer."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))


def mac_kind(path: str, listed: str) -> tuple[str, frozenset[str]]:
    """By what `mount` lists: the longest folder that holds the path, and its options."""
    best, kind, options = "", "local", frozenset[str]()
    for line in listed.splitlines():
        found = _MAC_LINE.fullmatch(line)
        point = found["point"] if found else ""
        if found and len(point) > len(best) and (path + "/").startswith(point.rstrip("/") + "/"):
            words = [word.strip() for word in found["options"].split(",")]
            best, options = point, frozenset(words[1:])
            kind = _mac_kind_of(words[0], options)
    return kind, options


def _mac_kind_of(word: str, options: frozenset[str]) -> str:
    if word == "nfs":
        return "nfs4" if options & {"vers=4", "vers=4.0", "vers=4.1"} else "nfs"
    return _MAC_KINDS.get(word, "fuse" if "fuse" in word else "local")


def mac_mounts() -> str:
    """What `mount` lists."""
    import subprocess

    done = subprocess.run(["/sbin/mount"], capture_output=True, timeout=5, check=False)
    return done.stdout.decode(errors="replace")
