"""A machine to install on that is a folder."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy import releases, web
from deploy.layout import PARTS, Layout
from deploy.machine import Machine, StepFailed

ROOT = Path(__file__).resolve().parents[2]
HOST = "akademin.test.example"


class Stage(Machine):
    """Makes folders, files and links for real, writes commands down, and fails at the one that it is told to."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(say=lambda text: None)
        self.layout = layout
        self.done: list[str] = []
        self.fails_at = ""
        self.answers: dict[str, str] = {"systemctl --version": "systemd 252"}
        # What runs, by the release that was current when it was started.
        self.runs = ""

    def run(
        self,
        *command: str | Path,
        user: str = "",
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Write it down, with the name of the release that it is done with."""
        words = [str(word) for word in command]
        text = " ".join(word.removeprefix(f"{self.layout.root}/") for word in words)
        self.done.append(f"{user}: {text}" if user else text)
        if self.fails_at and self.fails_at in text:
            raise StepFailed(f"This failed: {text}")
        self._stand_in(text)

    def _stand_in(self, text: str) -> None:
        if " backup " in text:
            made = len(list(self.layout.backups.glob("academy-20261121T*.tar")))
            (self.layout.backups / f"academy-20261121T02{made:02}00Z.tar").touch()
        if text.startswith("systemctl restart academy"):
            self.runs = self.layout.current.resolve().name
        if text.startswith("systemctl stop academy"):
            self.runs = ""
        if text.startswith("openssl"):
            (self.layout.tls / "fullchain.pem").touch()

    def answer(self, *command: str | Path, user: str = "", environment: Mapping[str, str] | None = None) -> str | None:
        """Return what the test has said."""
        text = " ".join(str(word) for word in command)
        return next((said for asked, said in self.answers.items() if asked in text), None)

    def did(self, words: str) -> int:
        """Return where in the row of commands the first one with these words is; fail if there is none."""
        return next(place for place, text in enumerate(self.done) if words in text)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "machine")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A checkout small enough to be copied often."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def stage(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The machine; its web process answers, and no user needs to exist."""
    parts = tuple(part for part in PARTS if part in {"deploy", "manage.py", "pyproject.toml", "requirements.lock"})
    monkeypatch.setattr(releases, "PARTS", parts)
    monkeypatch.setattr(releases, "require_room", lambda layout: "")
    monkeypatch.setattr("deploy.machine._give", lambda path, owner: None)
    stage = Stage(layout)

    def ask(machine: Stage, path: Path, host: str, patience: float = 1) -> None:
        machine.run("ask", path, host)

    class Trial:
        def __init__(self, machine: Stage, layout: Layout, release: Path) -> None:
            self.path = layout.data / "trial.sock"
            machine.run("trial", release)

        def __enter__(self) -> Path:
            return self.path

        def __exit__(self, *_: object) -> None:
            stage.done.append("trial ends")

    monkeypatch.setattr(web, "require_answers", ask)
    monkeypatch.setattr(web, "on_trial", Trial)
    return stage
