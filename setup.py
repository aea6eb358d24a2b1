"""What pyproject.toml cannot say: a wheel also holds the files that are built and not committed."""

from __future__ import annotations

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
FRONT_END = ROOT / "frontend" / "dist"


class WithBuiltFiles(build_py):
    """Adds the compiled translations and the built front end, so that no user needs Node."""

    def run(self) -> None:
        if not self.editable_mode and not (FRONT_END / "manifest.json").exists():
            raise SystemExit("The front end is not built. Run ./tmac install first.")
        super().run()
        if not self.editable_mode:
            self._add(Path(self.build_lib) / "tmac")

    def _add(self, package: Path) -> None:
        shutil.copytree(FRONT_END, package / "ui" / "dist", dirs_exist_ok=True)
        for written in package.glob("*/locale/*/LC_MESSAGES/django.po"):
            with written.open("rb") as source, written.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source))


setup(cmdclass={"build_py": WithBuiltFiles})
