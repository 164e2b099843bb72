"""A log may be sent to strangers: it holds ids and codes, nothing about anybody."""

import re
import subprocess
import sys
from pathlib import Path

RUN = """
import logging, sys
from pathlib import Path
from contactdesk.log import start_log
from contactdesk.tour import journey
start_log(logging.DEBUG)
journey(Path(sys.argv[1]))
try:
    raise ValueError("could not save Agnieszka Baran, +48 600 000 214")
except ValueError:
    logging.getLogger("contactdesk").exception("a bug")
"""
OFFICE = Path(__file__).resolve().parents[1] / "resources" / "samples" / "office.vcf"


def words_of_the_office() -> set[str]:
    """Family names, mail domains and phone numbers of the sample."""
    text = OFFICE.read_text("utf-8").replace("\r\n ", "")
    families = set(re.findall(r"^N:([^;\r\n]{3,});", text, re.M))
    domains = set(re.findall(r"@([\w.-]+\.example)", text))
    phones = set(re.findall(r"^TEL[^:]*:(\S.{8,})$", text.replace("\r", ""), re.M))
    return families | domains | phones


def test_a_whole_journey_leaves_no_name_in_the_log(tmp_path: Path, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    log = "".join(p.read_text("utf-8") for p in sorted((home / "log").iterdir()))
    assert "a bug" in log
    assert "ValueError" in log
    words = words_of_the_office()
    assert len(words) > 300
    assert sorted(word for word in words if word in log) == []
