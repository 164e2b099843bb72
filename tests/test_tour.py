"""The tour is the whole journey in one command, and touches nothing of the person's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PICTURES = {
    "contacts-light",
    "contacts-dark",
    "search-light",
    "palette-light",
    "editor-light",
    "history-light",
    "calendar-light",
    "today-light",
    "tasks-light",
    "pipeline-light",
    "table-light",
    "selection-light",
    "organisation-dark",
    "chart-light",
    "import-light",
    "empty-light",
    "persian-light",
}


@pytest.mark.timeout(240)
def test_the_tour_holds_and_leaves_its_pictures_and_nothing_else(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    to = tmp_path / "pictures"
    command = [sys.executable, "-m", "contactdesk", "tour", "--to", str(to)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(home)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "316 added, 0 updated" in done.stdout
    assert "0 added, 0 updated, 316 unchanged" in done.stdout
    assert {path.stem for path in to.iterdir()} == PICTURES
    assert list(home.rglob("*.cdk")) == []
    assert not (home / "config" / "settings.json").exists()
