"""One icon out of the archive, as `zipfile` reads it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from contactdesk.desktop.icon_archive import IconArchive


def test_every_icon_is_read_as_it_is_in_the_archive() -> None:
    """Those whose names are part of longer ones too: "check" and "circle-check"."""
    spec = find_spec("lucide")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).with_name("lucide.zip")
    archive = IconArchive(path)
    with ZipFile(path) as whole:
        names = [name for name in whole.namelist() if name.endswith(".svg")]
        assert len(names) > 1_000
        assert all(archive.text_of(name) == whole.read(name).decode() for name in names)


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2])
@pytest.mark.parametrize("comment", [b"", b"a comment behind the table"])
def test_an_archive_packed_in_another_way_is_read(
    tmp_path: Path, method: int, comment: bytes
) -> None:
    path = tmp_path / "icons.zip"
    with ZipFile(path, "w", method) as made:
        made.writestr("circle-check.svg", "<svg>circle</svg>" * 20)
        made.writestr("check.svg", "<svg>check</svg>" * 20)
        made.comment = comment
    archive = IconArchive(path)
    assert archive.text_of("check.svg") == "<svg>check</svg>" * 20
    with pytest.raises(KeyError):
        archive.text_of("heck.svg")
