"""Make .venv from a lock file and compile the translations: `make setup` and the first step of everything else.

    python3 .ci/setup.py requirements.lock          what the platform needs (make demo)
    python3 .ci/setup.py requirements-dev.lock      the same and the tools for checks and tests (make test)

One environment serves both. The second lock contains the first, version by version (`make lock` sees to that), so the
demo starts without the tools, and testing later only adds to what is there. Standard library only: this runs before
anything is installed. A second run finds the lock's fingerprint in .venv and does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
FULL_LOCK = "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)


def fingerprint(lock: Path) -> str:
    """Return what changes when the lock or the interpreter behind .venv changes."""
    interpreter = f"{sys.version_info.major}.{sys.version_info.minor}"
    return hashlib.sha256(lock.read_bytes() + interpreter.encode()).hexdigest()


def stamp_of(lock: Path, venv: Path) -> Path:
    """Return the file in .venv that keeps the fingerprint of the lock last installed there."""
    return venv / f"{lock.name}.sha256"


def is_installed(lock: Path, venv: Path) -> bool:
    """Say whether .venv holds this lock, or the full one, which contains it."""
    candidates = (lock, lock.with_name(FULL_LOCK))
    return any(
        stamp_of(each, venv).is_file() and stamp_of(each, venv).read_text() == fingerprint(each)
        for each in candidates
        if each.is_file()
    )


def make_environment() -> None:
    """Create .venv afresh unless a working one for this Python is there; exit with a sentence when it cannot be."""
    probe = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    if (
        VENV_PYTHON.exists()
        and subprocess.run([VENV_PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0
    ):
        return
    if not packages.install(["python3-venv"]):
        sys.exit("Without the package python3-venv Python cannot make an environment of its own.")
    print("Creating .venv", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(VENV)])


def install_lock(lock: Path) -> None:
    """Install the lock with pip, every file checked against its hash, and keep the lock's fingerprint."""
    print(f"Installing the libraries of {lock.name} into .venv (the first time takes a few minutes)", flush=True)
    stamp_of(lock, VENV).unlink(missing_ok=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    _run([*pip, "install", "--quiet", "--require-hashes", "--requirement", str(lock)])
    stamp_of(lock, VENV).write_text(fingerprint(lock))


def _run(command: list[str]) -> None:
    outcome = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=ROOT, check=False)
    if outcome.returncode:
        sys.exit(f"Stopped: this command failed with code {outcome.returncode}: {' '.join(command)}")


def main(lock_name: str) -> None:
    """Bring .venv and the compiled catalogues up to date."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try make PYTHON=python3.11"
        )
    lock = ROOT / lock_name
    make_environment()
    if not is_installed(lock, VENV):
        install_lock(lock)
    _run([str(VENV_PYTHON), str(ROOT / ".ci" / "catalogues.py"), "compile"])


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1])
