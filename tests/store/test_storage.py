"""What a book's file lies on is told rightly, and every kind is judged as it was measured."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contactdesk.store import drives, mounts
from contactdesk.store.storage import Decision, Facts, decide, storage_of
from contactdesk.store.sync_folders import conflicting_copies, service_of

ROOT = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
NFS3 = "rw,vers=3,proto=tcp,local_lock=none"


def told(*options: str) -> frozenset[str]:
    return frozenset(options)


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Says that `tmp_path/office` lies on another file system, and gives a book in it."""

    def mount(kind: str, options: str = "rw", source: str = "none") -> Path:
        folder = tmp_path / "office"
        folder.mkdir(exist_ok=True)
        point = os.path.realpath(folder).replace(" ", "\\040")
        info = tmp_path / "mountinfo"
        info.write_text(f"{ROOT}9 1 0:9 / {point} rw - {kind} {source} {options}\n")
        monkeypatch.setattr(mounts, "MOUNTINFO", info)
        return folder / "office.cdk"

    return mount


@pytest.mark.parametrize(
    ("facts", "decision", "words"),
    [
        (Facts("local"), "write", ""),
        (Facts("removable", removable=True), "write", ""),
        (Facts("nfs4", options=told("vers=4.1", "local_lock=none")), "write", ""),
        (Facts("nfs4", options=told("vers=4.1", "local_lock=all")), "write", ""),  # has no effect
        (Facts("nfs4", options=told("nolock")), "read", "without locks"),
        (Facts("nfs", options=told("vers=3", "local_lock=none")), "read", "NFS 3"),
        (Facts("nfs", options=told("vers=3", "nolock")), "read", "without locks"),
        (Facts("nfs", options=told("vers=3", "local_lock=posix")), "read", "without locks"),
        (Facts("nfs", options=told("vers=3", "local_lock=all")), "read", "without locks"),
        (Facts("cifs", options=told("vers=3.0")), "read", "Windows share"),
        (Facts("cifs", options=told("cache=none", "actimeo=0")), "read", "Windows share"),
        (Facts("cifs", options=told("vers=3.0", "nobrl")), "read", "nobrl"),
        (Facts("fuse_network"), "read", "another computer"),
        (Facts("fuse"), "single", "one may change"),
        (Facts("network"), "single", "one may change"),
        (Facts("unknown"), "single", "one may change"),
        (Facts("windows_share"), "write", ""),
        (Facts("mac_share"), "single", "one may change"),
        (Facts("sync", service="Dropbox"), "single", "Dropbox"),
    ],
)
def test_every_kind_of_storage_is_judged(facts: Facts, decision: Decision, words: str) -> None:
    storage = decide(facts)
    assert storage.decision == decision
    assert words in storage.reason
    assert bool(storage.way_out) == (decision != "write")


@pytest.mark.parametrize(
    ("kind", "options", "source", "decision"),
    [
        ("ext4", "rw", "/dev/sdb1", "write"),
        ("tmpfs", "rw", "tmpfs", "write"),
        ("overlay", "rw,lowerdir=/a,upperdir=/b", "overlay", "write"),
        ("9p", "rw,trans=fd", "none", "write"),
        ("fuseblk", "rw,user_id=0", "/dev/sdc1", "write"),
        ("nfs4", "rw,vers=4.2,local_lock=none", "files:/office", "write"),
        ("nfs", "rw,vers=4.0", "files:/office", "write"),
        ("nfs", NFS3, "files:/office", "read"),
        ("cifs", "rw,vers=3.1.1,cache=strict", "//files/office", "read"),
        ("smb3", "rw,nobrl", "//files/office", "read"),
        ("fuse.sshfs", "rw,user_id=0", "me@files:/office", "read"),
        ("fuse.rclone", "rw", "drive:", "read"),
        ("fuse", "rw", "https://dav.example/office", "read"),
        ("fuse.something", "rw", "something", "single"),
        ("fuse.gocryptfs", "rw", "/", "write"),
        ("fuse.gocryptfs", "rw", "gone", "write"),
        ("ceph", "rw", "10.0.0.1:6789:/", "single"),
    ],
)
def test_the_file_system_is_read_from_what_linux_lists(
    mounted, kind: str, options: str, source: str, decision: str
) -> None:
    assert storage_of(mounted(kind, options, source)).decision == decision


def test_encrypted_files_on_an_unsafe_drive_are_as_unsafe(mounted, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    book = mounted("fuse.gocryptfs", "rw", str(hidden))
    assert storage_of(book).decision == "write"
    with mounts.MOUNTINFO.open("a") as info:
        info.write(f"10 1 0:10 / {hidden} rw - cifs //files/x rw,nobrl\n")
    assert storage_of(book).decision == "read"


def test_links_are_followed_to_where_the_file_is(mounted, tmp_path: Path) -> None:
    book = mounted("cifs", "rw,nobrl", "//files/office")
    link = tmp_path / "link.cdk"
    link.symlink_to(book)
    assert storage_of(link).decision == "read"
    assert storage_of(tmp_path / "other.cdk").decision == "write"


def test_mountinfo_is_read_with_odd_names_and_optional_fields() -> None:
    text = (
        "36 35 98:0 /mnt1 /mnt\\0402\\011\\134x rw,noatime master:1 propagate_from:2 - "
        "fuse.sshfs me@a\\040b:/ rw,nobrl\n"
        "37 35 98:0 / /plain rw - ext4 /dev/sda1 rw\n"
        "not a line\n\n"
    )
    first, second = mounts.parsed(text)
    assert (first.point, first.kind, first.source) == ("/mnt 2\t\\x", "fuse.sshfs", "me@a b:/")
    assert first.options == {"rw", "noatime", "nobrl"}
    assert (second.point, second.device) == ("/plain", "98:0")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a", "ext4"),
        ("/srv/a", "nfs4"),
        ("/srv/deep/a", "cifs"),
        ("/srvother/a", "ext4"),
        ("/over/a", "tmpfs"),  # mounted over the first one, at one place
        ("/hidden/below/a", "xfs"),  # its drive is hidden by another over the folder above
    ],
)
def test_the_mount_is_found_as_linux_walks(path: str, kind: str) -> None:
    found = mounts.parsed(
        ROOT
        + "2 1 0:2 / /srv rw - nfs4 files:/ rw\n"
        + "3 2 0:3 / /srv/deep rw - cifs //files/x rw\n"
        + "4 1 0:4 / /over rw - cifs //files/y rw\n"
        + "5 4 0:5 / /over rw - tmpfs tmpfs rw\n"
        + "6 1 0:6 / /hidden/below rw - cifs //files/z rw\n"
        + "7 1 0:7 / /hidden rw - xfs /dev/sdb rw\n"
    )
    mount = mounts.mount_under(path, found)
    assert mount is not None
    assert mount.kind == kind


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".dropbox", "Dropbox"),
        (".owncloudsync.log", "ownCloud"),
        ("._sync_0a1b2c.db", "Nextcloud"),
        (".sync_0a1b2c.db", "Nextcloud"),
        (".tmp.driveupload", "Google Drive"),
    ],
)
def test_a_folder_kept_in_step_is_known_by_its_marker(
    tmp_path: Path, marker: str, service: str
) -> None:
    book = tmp_path / "Firma" / "Kontakty" / "office.cdk"
    book.parent.mkdir(parents=True)
    assert storage_of(book).decision == "write"
    (tmp_path / "Firma" / marker).write_text("")
    storage = storage_of(book)
    assert (storage.decision, storage.facts.service) == ("single", service)
    assert service in storage.reason


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Dropbox (Firma Baltica)", "Dropbox"),
        ("OneDrive - Baltica", "OneDrive"),
        ("GoogleDrive-anna@example.com", "Google Drive"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Nextcloud2", "Nextcloud"),
        ("Dropbox-old", ""),
        ("Contacts", ""),
    ],
)
def test_a_folder_kept_in_step_is_known_by_its_name(
    tmp_path: Path, name: str, service: str
) -> None:
    folder = tmp_path / name / "office"
    folder.mkdir(parents=True)
    assert service_of(folder) == service


def test_second_versions_of_a_book_are_found(tmp_path: Path) -> None:
    copies = [
        "office (Anna's conflicted copy 2026-11-24).cdk",
        "office (conflicted copy 2026-11-24 101112).cdk",
        "office.sync-conflict-20261124-101112-ABCDEFG.cdk",
    ]
    others = ("office.cdk", "office.before-7.cdk", "private (conflicted copy).cdk",
              "office two (conflicted copy).cdk", "office (conflicted copy).vcf")  # fmt: skip
    for name in (*copies, *others):
        (tmp_path / name).write_text("")
    assert conflicting_copies(tmp_path / "office.cdk") == copies


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("C:\\Office\\office.cdk", "local"),
        ("Z:\\office.cdk", "windows_share"),  # a letter given to a share
        ("E:\\office.cdk", "removable"),
        ("Q:\\office.cdk", "unknown"),
        ("\\\\bruno\\office\\office.cdk", "windows_share"),
        ("\\\\?\\UNC\\bruno\\office\\office.cdk", "windows_share"),
        ("\\\\?\\C:\\Office\\office.cdk", "local"),
    ],
)
def test_windows_tells_its_drives(path: str, kind: str) -> None:
    types = {"C:\\": drives.FIXED, "Z:\\": drives.REMOTE, "E:\\": drives.REMOVABLE}
    assert drives.windows_kind(path, lambda root: types.get(root, 1)) == kind


def test_macos_lists_its_mounts() -> None:
    listed = (
        "/dev/disk1s1 on / (apfs, local, journaled)\n"
        "//anna@bruno/office on /Volumes/My Office (smbfs, nodev, nosuid)\n"
        "files:/x on /Volumes/nfs (nfs, vers=4.0)\n"
        "me@far: on /Volumes/far (macfuse, nodev)\n"
    )
    places = {
        "/Users/anna/a.cdk": "local",
        "/Volumes/My Office/a.cdk": "mac_share",
        "/Volumes/nfs/a.cdk": "nfs4",
        "/Volumes/far/a.cdk": "fuse",
    }
    assert {path: drives.mac_kind(path, listed)[0] for path in places} == places


def test_a_stick_is_told_from_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "sys" / "sdb" / "sdb1"
    stick.mkdir(parents=True)
    (tmp_path / "8:17").symlink_to(stick)
    monkeypatch.setattr(mounts, "DEVICES", tmp_path)
    (mount,) = mounts.parsed("2 1 8:17 / /media/stick rw - vfat /dev/sdb1 rw\n")
    (stick.parent / "removable").write_text("0\n")
    assert not mounts.is_removable(mount)
    (stick.parent / "removable").write_text("1\n")
    assert mounts.is_removable(mount)
