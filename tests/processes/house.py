"""A whole academy of one test: web, worker, scheduler and broker as real processes, over a database of its own."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from postgres_cluster import free_port

from tests.databases import Database, settings_for
from tests.processes.running import Process
from tests.processes.visitor import Visitor
from tests.processes.waiting import answers, until

CELERY = [sys.executable, "-m", "celery", "-A", "academy"]


@dataclass
class House:
    """The processes of one academy. Start what a test needs; all that was started is stopped at the end."""

    folder: Path
    database: Database
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    started: list[Process] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the web process answers."""
        return f"http://127.0.0.1:{self.port}"

    def web(self, threads: int = 4) -> Process:
        """Start gunicorn as the demo does, and return when it answers."""
        gunicorn = [sys.executable, "-m", "gunicorn", "academy.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        process = self._start("web", [*gunicorn, "--threads", str(threads), "--timeout", "60", "--no-control-socket"])
        until(lambda: answers(self.port) or not process.runs, "gunicorn listens")
        assert process.runs, process.said()
        Visitor(self.address).get("/konto/login/")
        return process

    def worker(self, name: str = "worker", pool: str = "solo") -> Process:
        """Start a worker as the demo does; use `wait_for("ready.")` before relying on it."""
        return self._start(
            name, [*CELERY, "worker", "--pool", pool, "--loglevel", "info", "--hostname", f"{name}@test"]
        )

    def beat(self) -> Process:
        """Start the scheduler as the demo does."""
        return self._start("beat", [*CELERY, "beat", "--schedule", str(self.folder / "beat"), "--pidfile="])

    def redis(self, port: int) -> Process:
        """Start a broker of this test's own, and return when it answers."""
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        process = self._start("redis", ["redis-server", *options, "--dir", str(self.folder)])
        until(lambda: answers(port), "Redis answers")
        return process

    def _start(self, name: str, command: list[str]) -> Process:
        process = Process(command, self.environment, self.folder / f"{name}.log").start()
        self.started.append(process)
        return process

    def learner(self, number: int) -> Visitor:
        """Return a learner's browser, signed in."""
        return Visitor(self.address).sign_in(email_of(number))

    @property
    def course(self) -> str:
        """The module key of the course, as the database writes UUIDs."""
        (row,) = self.database.rows(
            "select p.translation_key from wagtailcore_page p join courses_microcoursepage m on m.page_ptr_id = p.id"
        )
        return hyphenated(row[0])


def email_of(number: int) -> str:
    """Return a learner's address."""
    return f"learner{number}@almgran.example"


def hyphenated(uuid: object) -> str:
    """Return a UUID as text, from SQLite's 32 digits or PostgreSQL's own type."""
    return re.sub(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", str(uuid).replace("-", ""))


@contextmanager
def house_over(database: Database, folder: Path, **environment: str) -> Iterator[House]:
    """Give a house without processes; stop what the test has started in it."""
    house = House(folder, database, settings_for(database.url, folder, **environment))
    try:
        yield house
    finally:
        for process in reversed(house.started):
            process.kill()
