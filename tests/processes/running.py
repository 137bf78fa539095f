"""One process of a test: started in a group of its own, watched through its log, and gone when the test is."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.processes.waiting import SECONDS, until

GRACE_SECONDS = 20


@dataclass
class Process:
    """A command that runs in the background, and the log that it writes."""

    command: list[str]
    environment: Mapping[str, str]
    log: Path
    popen: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    begins_at: int = 0

    def start(self) -> "Process":
        """Start the command; what an earlier run has written to the log does not count."""
        self.begins_at = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    @property
    def runs(self) -> bool:
        """Tell whether the process is there."""
        return self.popen is not None and self.popen.poll() is None

    def said(self) -> str:
        """Return what this run has written so far."""
        with self.log.open("rb") as log:
            log.seek(self.begins_at)
            return log.read().decode(errors="replace")

    def wait_for(self, words: str, times: int = 1, seconds: float = SECONDS) -> None:
        """Return when the words stand in the log that often; fail at once when the process ends before."""

        def heard() -> bool:
            enough = self.said().count(words) >= times
            assert enough or self.runs, f"{self.log.name} ended:\n{self.said()[-3000:]}"
            return enough

        try:
            until(heard, f"{words!r} in {self.log.name}", seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.said()[-3000:]}") from None

    def kill(self) -> None:
        """End the whole group as a power cut does."""
        self._signal(signal.SIGKILL)
        if self.popen is not None:
            self.popen.wait(GRACE_SECONDS)

    def stop(self) -> None:
        """Ask it to end; kill what does not."""
        if self.popen is None:
            return
        self.popen.send_signal(signal.SIGTERM)
        try:
            self.popen.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self._signal(signal.SIGKILL)  # and whoever is left in its group

    def freeze(self) -> None:
        """Leave it there, but let it do nothing: its port still takes connections."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen process go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.popen is None:
            return
        try:
            os.killpg(self.popen.pid, number)
        except ProcessLookupError:
            return
