"""Install the Debian packages that a step needs and the machine lacks; ask for them by name where that is not allowed.

    python3 .ci/packages.py chromium postgresql redis-server

Exit code 0: everything is there. 1: something is missing and cannot be installed from here; the message says what
to ask for. Nothing ever prompts: apt runs non-interactively and sudo is used only if it needs no password.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

QUIET_APT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
APT = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]


def postgresql_bin() -> Path | None:
    """Return the folder with PostgreSQL's server programs: the newest of Debian's, else the one on the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: float(found.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _has_fonts() -> bool:
    return any(next(Path(folder).rglob("*.[to]tf"), None) for folder in ("/usr/share/fonts", "/usr/local/share/fonts"))


def _has_venv() -> bool:
    probe = "import ensurepip, venv"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False).returncode == 0


# How to see that a package's work is done already, however it came onto the machine.
PRESENT: dict[str, Callable[[], bool]] = {
    "chromium": lambda: shutil.which("chromium") is not None,
    "fonts-dejavu-core": _has_fonts,
    "postgresql": lambda: postgresql_bin() is not None,
    "redis-server": lambda: shutil.which("redis-server") is not None,
    "python3-venv": _has_venv,
}


def missing(packages: list[str]) -> list[str]:
    """Return those of the packages whose work nothing on this machine does yet."""
    return [package for package in packages if not PRESENT[package]()]


def way_to_root() -> list[str] | None:
    """Return what to put before a command so that it runs as root without a question; None when there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    return None


def request(packages: list[str]) -> str:
    """Return the sentence that tells a person without root what to ask for."""
    command = " ".join(["apt-get install --no-install-recommends", *packages])
    return (
        f"Missing on this machine: {', '.join(packages)}.\n"
        "You are neither root nor allowed to use sudo without a password, so ask for these Debian packages:\n"
        f"    {command}\n"
        "and run the same make command again."
    )


def install(packages: list[str]) -> bool:
    """Install what is missing; return whether everything is there afterwards, having said what was done."""
    needed = missing(packages)
    if not needed:
        return True
    prefix = way_to_root()
    if prefix is None:
        print(request(needed), file=sys.stderr)
        return False
    if shutil.which("apt-get") is None:
        print(
            f"There is no apt-get here. Install what these Debian packages hold: {', '.join(needed)}.", file=sys.stderr
        )
        return False
    print(f"Installing Debian packages: {', '.join(needed)}", flush=True)
    _apt(prefix, "update")
    _apt(prefix, "install", "--yes", "--no-install-recommends", *needed)
    left = missing(needed)
    if left:
        print(f"apt-get could not install: {', '.join(left)}. Its messages above say why.", file=sys.stderr)
    return not left


def _apt(prefix: list[str], *arguments: str) -> None:
    settings = [f"{name}={value}" for name, value in QUIET_APT.items()]
    command = [*prefix, "env", *settings, *APT, *arguments]
    subprocess.run(command, stdin=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(0 if install(sys.argv[1:]) else 1)
