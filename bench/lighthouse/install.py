"""Lighthouse itself: the version of package.json, locked, in a folder outside what is committed."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
LOCKED = ("package.json", "package-lock.json")


class CannotMeasure(RuntimeError):
    """Something is missing; the text says what to do."""


def command(folder: Path) -> list[str]:
    """Return how Lighthouse is started, installed into the folder by npm if what is locked is not there yet.

    Raises CannotMeasure without Node or npm, or when npm fails.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise CannotMeasure("Lighthouse needs Node 18.16 or newer and npm: the Debian packages nodejs and npm.")
    folder.mkdir(parents=True, exist_ok=True)
    if not _is_there(folder):
        for name in LOCKED:
            shutil.copy(HERE / name, folder / name)
        # Its packages run nothing when they are installed.
        asked = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(asked, cwd=folder, check=False, stdin=subprocess.DEVNULL).returncode:  # noqa: S603 - npm
            (folder / LOCKED[-1]).unlink()
            raise CannotMeasure("npm could not install Lighthouse. Its words stand above.")
    return [node, str(folder / "node_modules/lighthouse/cli/index.js")]


def _is_there(folder: Path) -> bool:
    copies = [(HERE / name, folder / name) for name in LOCKED]
    return (folder / "node_modules/lighthouse").exists() and all(
        copy.exists() and copy.read_bytes() == locked.read_bytes() for locked, copy in copies
    )
