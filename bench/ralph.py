"""Ralph, a peer, in an environment of its own that is made when it is asked for: it stands in none of our lock files."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# The second is imported by the first and not asked for by it.
REQUIREMENTS = ("ralph-malph[lrs]==5.1.0", "requests")
APP = Path(__file__).parent / "in_ralph" / "keeps_nothing.py"
USER, PASSWORD = "matning", "matning"  # pragma: allowlist secret
# As `ralph runserver` starts it, and as many as ours has.
AS_IT_STARTS, AS_OURS = 1, 2


def python_with_ralph(folder: Path) -> Path:
    """Return the interpreter of an environment in this folder that has Ralph; make it unless it is there already."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        uv = str(Path(sys.executable).with_name("uv"))
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        _run([uv, "pip", "install", "--quiet", "--python", str(python), *REQUIREMENTS])
        (folder / "ready").touch()
    return python


def command(python: Path, port: int, workers: int) -> list[str]:
    """Return how Ralph is served: uvicorn, as in its own command, with so many workers and no log of requests."""
    # Ours waits as long for the next request; at five seconds a busy worker closes connections that it has not read.
    patience = ["--timeout-keep-alive", "75"]
    options = ["--workers", str(workers), "--no-access-log", "--log-level", "warning", *patience]
    return [
        str(python),
        "-m",
        "uvicorn",
        f"{APP.stem}:app",
        "--port",
        str(port),
        "--app-dir",
        str(APP.parent),
        *options,
    ]


def environment(python: Path, folder: Path) -> Mapping[str, str]:
    """Return Ralph's settings, with a user who may do everything; `folder` takes the file that says so."""
    users = folder / "auth.json"
    agent = {"mbox": "mailto:matning@verktyg.example"}
    users.write_text(
        json.dumps([{"username": USER, "hash": _hashed(python), "scopes": ["all"], "agent": agent, "target": None}])
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ACADEMY_", "DJANGO_"))}
    return inherited | {
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(users),
        "RALPH_RUNSERVER_BACKEND": "nothing",
        "RALPH_RUNSERVER_AUTH_BACKENDS": "basic",
    }


def _hashed(python: Path) -> str:
    program = f"import bcrypt; print(bcrypt.hashpw({PASSWORD.encode()!r}, bcrypt.gensalt()).decode())"
    return _run([str(python), "-c", program]).strip()


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own
