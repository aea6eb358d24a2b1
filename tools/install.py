"""The Python environment, from hashed locks that name no address."""

from __future__ import annotations

import shutil
import sys

from tools.steps import (
    ROOT,
    VENV,
    VENV_PYTHON,
    StepFailed,
    digest,
    is_stamped,
    put_stamp,
    run,
    step,
)

# Each lock holds everything of the one before it.
LOCKS = ("requirements.txt", "requirements-dev.txt")
RETRY = "Check the network and the package index, then start again: what is done stays done."


def install(lock: str) -> None:
    """Make .venv when there is none, and install the lock when it has changed since last time."""
    if not VENV_PYTHON.exists():
        with step(f"Making .venv with Python {sys.version_info.major}.{sys.version_info.minor}"):
            _make_venv()
    _put_sources_on_path()
    if not any(_is_installed(other) for other in LOCKS[LOCKS.index(lock) :]):
        with step(f"Installing the packages of {lock} (a few minutes the first time)"):
            _install(lock)
        put_stamp(VENV / f".installed-{lock}", _mark(lock))


def install_node() -> None:
    """Node from the Python index, for machines whose own is missing or too old."""
    with step("Installing Node from requirements-node.txt"):
        _install("requirements-node.txt")


def _is_installed(lock: str) -> bool:
    return is_stamped(VENV / f".installed-{lock}", _mark(lock))


def _mark(lock: str) -> str:
    return digest([ROOT / lock], sys.version)


def _make_venv() -> None:
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--python", sys.executable, VENV)
        return
    remedy = "On Debian or Ubuntu: sudo apt-get install python3-venv"
    run(sys.executable, "-m", "venv", VENV, quiet=True, remedy=remedy)


def _install(lock: str) -> None:
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
    else:
        if not (VENV / "bin" / "pip").exists():
            run(VENV_PYTHON, "-m", "ensurepip", quiet=True)
        command = [str(VENV_PYTHON), "-m", "pip", "install", "-qq", "--no-input"]
        command += ["--disable-pip-version-check"]
    run(*command, "--require-hashes", "-r", ROOT / lock, remedy=RETRY)


def _put_sources_on_path() -> None:
    """The product runs from src/ without being built: one line tells Python where it is."""
    packages = next(VENV.glob("lib/python3*/site-packages"), None)
    if packages is None:
        raise StepFailed("The folder .venv is broken. Remove it and start again.")
    line = packages / "tmac.pth"
    if not line.exists() or line.read_text().strip() != str(ROOT / "src"):
        line.write_text(f"{ROOT / 'src'}\n")
