"""Builds the front end when its sources have changed, with the system's Node or PyPI's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.install import RETRY, install_node
from tools.steps import ROOT, VENV, digest, is_stamped, put_stamp, run, step

FOLDER = ROOT / "frontend"
BUILT = FOLDER / "dist" / ".built"
INSTALLED = FOLDER / "node_modules" / ".installed"
LOCKED = [FOLDER / "package.json", FOLDER / "package-lock.json"]
SOURCES = [*LOCKED, FOLDER / "vite.config.ts", FOLDER / "tsconfig.json", FOLDER / "src"]


def build() -> None:
    """Make frontend/dist, unless it was made from these very sources."""
    mark = digest(SOURCES)
    if is_stamped(BUILT, mark):
        return
    npm = node_ready()
    with step("Building the front end"):
        npm("run", "build", "--silent", "--", "--logLevel", "warn")
    put_stamp(BUILT, mark)


class Npm:
    """npm with the Node that was chosen."""

    def __init__(self, folder_of_node: Path) -> None:
        path = f"{folder_of_node}{os.pathsep}{os.environ.get('PATH', '')}"
        self._program = str(folder_of_node / "npm")
        self.env = {"PATH": path, "npm_config_update_notifier": "false"}

    def __call__(self, *words: str, remedy: str = "") -> None:
        run(self._program, *words, env=self.env, folder=FOLDER, remedy=remedy)

    def words(self, script: str) -> list[str]:
        """The command line of a script of package.json."""
        return [self._program, "run", "--silent", script]


def node_ready() -> Npm:
    """npm, with the locked packages installed."""
    folder = _system_node()
    if folder is None:
        folder = VENV / "bin"
        if not (folder / "npm").exists():
            install_node()
    npm = Npm(folder)
    mark = digest(LOCKED)
    if not is_stamped(INSTALLED, mark):
        with step("Installing the packages of the front end"):
            npm("ci", "--silent", "--no-audit", "--no-fund", remedy=RETRY)
        put_stamp(INSTALLED, mark)
    return npm


def _system_node() -> Path | None:
    """The folder of a Node that Vite can use (20.19 or newer, not 21, not before 22.12)."""
    node = shutil.which("node")
    if node is None or not Path(node).with_name("npm").exists():
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None:
        return None
    version = (int(found[1]), int(found[2]))
    is_usable = (20, 19) <= version < (21, 0) or version >= (22, 12)
    return Path(node).parent if is_usable else None
