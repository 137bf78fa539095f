"""Doing things to this machine, one by one and said aloud, or in a rehearsal only saying them."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path


class StepFailed(Exception):
    """A step did not do what it should; the text says which, and what it said."""


class Machine:
    """Everything that changes the machine goes through here, so that a rehearsal changes nothing."""

    def __init__(self, *, rehearses: bool = False, say: Callable[[str], object] = print) -> None:
        """Take whether it is a rehearsal, and who is told."""
        self.rehearses = rehearses
        self.say = say

    def require_root(self) -> None:
        """Raise StepFailed for whoever may not change the machine; a rehearsal is for everybody."""
        if os.geteuid() and not self.rehearses:
            raise StepFailed("This needs root: put sudo before it.")
        os.umask(0o022)  # root's own may hide the code from the academy's user

    def heading(self, text: str) -> None:
        """Say what comes next."""
        self.say(f"\n== {text}")

    def run(
        self,
        *command: str | Path,
        user: str = "",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Run a command, as another user if one is named; raise StepFailed when it fails."""
        words = [str(word) for word in command]
        self.say(f"   {f'({user}) ' if user else ''}{shlex.join(words)}")
        if self.rehearses:
            return
        try:
            outcome = subprocess.run(
                words, cwd=folder, env=_environment(user, environment), check=False, **_identity(user)
            )  # type: ignore[call-overload]
        except OSError as error:
            raise StepFailed(f"{words[0]}: {error}") from error
        if outcome.returncode:
            raise StepFailed(f"This failed with code {outcome.returncode}: {shlex.join(words)}")

    def answer(self, *command: str | Path, user: str = "", environment: Mapping[str, str] | None = None) -> str | None:
        """Return what a command that changes nothing prints; nothing at all when it fails. Asked in a rehearsal too."""
        try:
            outcome = subprocess.run(
                [str(word) for word in command],
                cwd="/",
                env=_environment(user, environment),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                check=False,
                **_identity(user),
            )  # type: ignore[call-overload]
        except (OSError, LookupError, subprocess.SubprocessError):
            return None
        return str(outcome.stdout).strip() if outcome.returncode == 0 else None

    def folder(self, path: Path, mode: int, owner: str = "root") -> None:
        """Make sure of a folder, its mode and its owner."""
        self.say(f"   folder {path}, {mode:o}, {owner}")
        if self.rehearses:
            return
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(mode)
        _give(path, owner)

    def write(self, path: Path, text: str, mode: int = 0o644) -> None:
        """Make sure of a file of root's and its content; a reader finds the old one or the new one, never half."""
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            self.say(f"   {path} is as it should be")
            return
        self.say(f"   write {path}, {mode:o}")
        if self.rehearses:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.touch(mode)
        new.chmod(mode)
        new.write_text(text, encoding="utf-8")
        new.replace(path)

    def link(self, path: Path, target: Path) -> None:
        """Let a link lead to a target; it is switched at once."""
        self.say(f"   link {path} -> {target}")
        if self.rehearses:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(path)

    def copy(self, source: Path, target: Path) -> None:
        """Copy a file or a folder, without what Python has compiled and what containers are filled in with."""
        self.say(f"   copy {source} to {target}")
        if self.rehearses:
            return
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "containers", ".env"))
        else:
            shutil.copy2(source, target)

    def remove(self, path: Path) -> None:
        """Make sure that a file, link or folder is not there."""
        if not path.exists() and not path.is_symlink():
            return
        self.say(f"   remove {path}")
        if self.rehearses:
            return
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _environment(user: str, added: Mapping[str, str] | None) -> dict[str, str]:
    """As another user nothing of root's but the way to programs: what is set there by chance must not decide anything."""
    kept = {name: value for name, value in os.environ.items() if not user or name in {"PATH", "LANG", "TERM"}}
    return kept | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"} | dict(added or {})


def _identity(user: str) -> dict[str, object]:
    return {"user": user, "group": user, "extra_groups": [], "umask": 0o027} if user else {}


def _give(path: Path, owner: str) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, owner, owner)
