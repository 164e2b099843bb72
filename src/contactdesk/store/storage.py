"""What a book's file lies on, and what may be done with it there.

SQLite keeps several writers apart by locks. Where those do not reach everybody, or files are
copied behind its back, a book that two people change is destroyed sooner or later; so there it is
not written at all, or by one at a time. `lies_on` finds out what it is, `decide` judges that and
nothing else; what was measured is behind every line of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal, NamedTuple

from contactdesk.i18n import _
from contactdesk.store import drives
from contactdesk.store.mounts import Mount, is_removable, mount_under, mounts
from contactdesk.store.sync_folders import service_of

Decision = Literal["write", "single", "read"]
# of FUSE: those that reach another computer, those that only show another folder of this one
_FAR = ("sshfs", "rclone", "davfs", "curlftpfs", "ftpfs", "s3fs", "s3ql", "goofys", "gcsfuse",
        "gvfsd-fuse", "smbnetfs", "google-drive-ocamlfuse", "onedriver", "mount-s3", "blobfuse",
        "glusterfs", "ceph-fuse", "juicefs", "httpfs", "kio-fuse")  # fmt: skip
_SHOWN = ("gocryptfs", "encfs", "cryfs", "securefs", "bindfs", "mergerfs")
_OTHER_COMPUTERS = ("afs", "ceph", "coda", "lustre", "ncpfs", "gfs2", "ocfs2", "vboxsf", "vmhgfs")

SHARED = ("nfs4", "windows_share")  # kinds on which several computers write


class Facts(NamedTuple):
    """What was found out: `kind` is a word of `decide`, `system` what the computer calls it."""

    kind: str
    system: str = ""
    options: frozenset[str] = frozenset()
    source: str = ""
    service: str = ""  # of a sync folder
    removable: bool = False


class Storage(NamedTuple):
    """The facts with what follows from them: `reason` and `way_out` are sentences for people."""

    facts: Facts
    decision: Decision
    reason: str = ""
    way_out: str = ""

    def whole(self) -> str:
        """Both sentences."""
        return f"{self.reason} {self.way_out}".strip()


def storage_of(path: Path) -> Storage:
    """What a file, there or not yet there, lies on."""
    return decide(lies_on(path))


def lies_on(path: Path) -> Facts:
    """The facts; links are followed, for locks and copies are made where the file really is."""
    real = os.path.realpath(path)
    facts = _system_of(real)
    if facts.kind in ("local", "removable"):
        service = service_of(Path(real).parent)
        if service:
            return Facts("sync", facts.system, facts.options, facts.source, service)
    return facts


def _system_of(real: str) -> Facts:
    if sys.platform == "win32":
        return Facts(drives.windows_kind(real, drives.get_drive_type))
    if sys.platform == "darwin":
        kind, options = drives.mac_kind(real, drives.mac_mounts())
        return Facts(kind, options=options)
    found = mounts()
    mount = mount_under(real, found)
    return _facts_of(mount, found) if mount is not None else Facts("unknown")


def _facts_of(mount: Mount, found: list[Mount], depth: int = 0) -> Facts:
    kind = _kind_of(mount)
    if kind == "shown":  # its files lie in another folder, and that one counts
        under = mount_under(os.path.realpath(mount.source), found)
        known = os.path.isabs(mount.source) and under is not None and under != mount
        if known and under is not None and depth < 4:
            return _facts_of(under, found, depth + 1)
        kind = "local" if mount.kind == "fuse.gocryptfs" else "fuse"
    removable = kind == "local" and is_removable(mount)
    return Facts(kind, mount.kind, mount.options, mount.source, removable=removable)


def _kind_of(mount: Mount) -> str:
    kind, source = mount.kind, mount.source
    if kind == "nfs4" or (kind == "nfs" and any(o.startswith("vers=4") for o in mount.options)):
        return "nfs4"
    if kind in ("nfs", "cifs", "smb3", "smbfs"):
        return "nfs" if kind == "nfs" else "cifs"
    if kind in _OTHER_COMPUTERS:
        return "network"
    if kind == "fuse" or kind.startswith("fuse."):
        word = kind.removeprefix("fuse.")
        if word in _SHOWN:
            return "shown"
        far = word in _FAR or "://" in source or ":/" in source or source.startswith("//")
        return "fuse_network" if far else "fuse"
    return "local"  # fuseblk too: a disk, as NTFS is read


def decide(facts: Facts) -> Storage:
    """The policy: may several people write there, one at a time, or nobody."""
    kind, options = facts.kind, facts.options
    if kind == "cifs":
        return Storage(facts, "read", *_share("nobrl" in options))
    if kind == "nfs" or (kind == "nfs4" and "nolock" in options):
        return Storage(facts, "read", *_old_nfs(options))
    if kind == "fuse_network":
        return Storage(facts, "read", *_far())
    if kind == "sync":
        return Storage(facts, "single", *_sync(facts.service))
    if kind in ("fuse", "network", "mac_share", "unknown"):
        return Storage(facts, "single", *_one_at_a_time())
    return Storage(facts, "write")  # local, removable, nfs4, windows_share


def _share(nobrl: bool) -> tuple[str, str]:
    if nobrl:
        reason = _(
            "This folder is a Windows share connected with “nobrl”: two people who save at one "
            "time would destroy the book. It is open for reading only."
        )
    else:
        reason = _(
            "This folder is a Windows share, and from Linux a book for several people cannot be "
            "saved safely there. It is open for reading only."
        )
    return reason, _("To change it, keep a copy on this computer, or use a book on a server.")


def _old_nfs(options: frozenset[str]) -> tuple[str, str]:
    unlocked = "nolock" in options or any(o in options for o in _LOCAL_LOCKS)
    if unlocked:
        reason = _(
            "This network drive is connected without locks between computers: two people who save "
            "at one time would destroy the book. It is open for reading only."
        )
    else:
        reason = _(
            "This network drive is of an old kind (NFS 3), on which two people may save at one "
            "time and destroy the book. It is open for reading only."
        )
    return reason, _("Ask your administrator to connect it as NFS 4.1, or keep a copy on this "
                     "computer.")  # fmt: skip


_LOCAL_LOCKS = ("local_lock=all", "local_lock=posix", "local_lock=flock")


def _far() -> tuple[str, str]:
    return (
        _(
            "This folder lies on another computer, and is connected in a way that does not keep "
            "two people from saving at one time. The book is open for reading only."
        ),
        _("To change it, keep a copy on this computer, or use a book on a server."),
    )


def _sync(service: str) -> tuple[str, str]:
    return (
        _(
            "{service} copies this folder between computers. Only one person at a time may change "
            "the book here; whoever comes later can read it."
        ).format(service=service),
        _("For several people at once, use a shared network folder or a book on a server."),
    )


def _one_at_a_time() -> tuple[str, str]:
    return (
        _(
            "It is not known whether this folder keeps two people from saving at one time. Only "
            "one may change the book here; whoever comes later can read it."
        ),
        _("For several people at once, use a shared network folder or a book on a server."),
    )
