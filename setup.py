"""Packs resources/ into the wheel as contactdesk/resources, the catalogues compiled."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

RESOURCES = Path(__file__).resolve().parent / "resources"
PACKED = {".mo", ".vcf", ".svg", ".png", ".mako", ".txt"}


class BuildWithResources(build_py):
    """Ordinary modules, then the files that the program reads at run time."""

    def run(self) -> None:
        """Build; in an editable install the files are read where they lie."""
        super().run()
        if not self.editable_mode:
            self.compile_catalogues()
            for path in sorted(RESOURCES.rglob("*")):
                if path.suffix in PACKED:
                    self.pack(path)

    def compile_catalogues(self) -> None:
        """Every .po becomes the .mo beside it."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in RESOURCES.glob("locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))

    def pack(self, path: Path) -> None:
        """Copy one file to where `importlib.resources` finds it."""
        to = Path(self.build_lib) / "contactdesk" / "resources" / path.relative_to(RESOURCES)
        self.mkpath(str(to.parent))
        self.copy_file(str(path), str(to))


setup(cmdclass={"build_py": BuildWithResources})
