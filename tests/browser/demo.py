"""The real product as its users start it: `manage.py demo` in an empty folder."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes.waiting import answers, until

ROOT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C"
FIRST_START_SECONDS = 300
STOP_SECONDS = 30
# Enough of them for every page to have something on it, and few enough to load in a minute.
PEOPLE = 120


@dataclass
class Demo:
    """One demo: its data folder, its port, and the process once it has been started."""

    data: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where the demo answers, as it prints it."""
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> Path:
        """What the command has printed."""
        return self.data.parent / "demo.out"

    def start(self) -> float:
        """Start the demo and return how many seconds it took until it was ready."""
        begun = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(self._command(), env=self._environment(), stdout=output, stderr=output)
        until(self._is_ready, "the demo is ready", FIRST_START_SECONDS)
        return time.monotonic() - begun

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        return READY in self.said()

    def try_to_start(self) -> "subprocess.CompletedProcess[str]":
        """Run the command for a start that must fail."""
        return subprocess.run(
            self._command(),
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=FIRST_START_SECONDS,
            check=False,
        )

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)

    def said(self) -> str:
        """Return what the command has printed so far."""
        return self.output.read_text(encoding="utf-8") if self.output.exists() else ""

    def last_words(self) -> str:
        """Return the end of what the command and its parts have written, for a test that has failed."""
        logs = sorted((self.data / "logs").glob("*.log"))
        ends = [f"{log.name}:\n{log.read_text(encoding='utf-8', errors='replace')[-1500:]}" for log in logs]
        return "\n\n".join([self.said()[-1500:], *ends])

    def processes(self) -> list[str]:
        """Return the command lines of all running processes that belong to this demo, by their environment."""
        mark, found = f"ACADEMY_DATA_DIR={self.data}\0".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except OSError:  # gone in the meantime, or somebody else's
                continue
        return found

    def answers(self) -> bool:
        """Tell whether anything listens on the port."""
        return answers(self.port)

    def _command(self) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(self.port), "--people", str(PEOPLE)]

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")}
        return inherited | {"ACADEMY_ENVIRONMENT": "demo", "ACADEMY_DATA_DIR": str(self.data), "PYTHONUNBUFFERED": "1"}
