"""How the platform is: findings that each part gives about itself, for operators, monitors and scripts.

A room registers its own with `@reports`. A finding holds counts, ages and words of ours, never anybody's data.
"""

import shutil
import tomllib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from academy import background, dead_letters
from academy.models import Delivery
from academy.pulse import pulses

log = structlog.get_logger(__name__)

BROKER_PATIENCE = 2.5  # seconds; a silent Redis would keep a page for five
LATE = timedelta(minutes=2)
VERY_LATE = timedelta(minutes=10)
LOW_DISK = 2_000_000_000
NO_DISK = 300_000_000
GIGABYTE = 1_000_000_000


class Level(StrEnum):
    """How well it is. What is bad needs somebody now, what is worth a look can wait for the morning."""

    OK = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing about the platform: a key for machines, a label and a sentence for people, a number for graphs.

    Without what is `essential` no page can be answered: a load balancer then leaves this process out.
    """

    key: str
    label: str
    level: Level
    text: str
    value: float | str | None = None
    essential: bool = False


Report = Callable[[datetime], Iterable[Finding]]
_reports: list[Report] = []


def reports(report: Report) -> Report:
    """Register the decorated function as giving findings, in the language that is active."""
    _reports.append(report)
    return report


def findings(now: datetime) -> list[Finding]:
    """Return everything there is to say. What needs the database is left out when that is away."""
    found = [_database()]
    if found[0].level is not Level.BAD:
        found.append(_migrations())
        for report in _reports:
            found += report(now)
    return [*found, _broker(), _disk(), Finding("version", _("Version"), Level.OK, version(), version())]


def essentials() -> list[Finding]:
    """Return what a process needs to answer pages: a database with all its tables."""
    database = _database()
    return [database] if database.level is Level.BAD else [database, _migrations()]


def worst(found: Iterable[Finding]) -> Level:
    """Return the level of the worst of the findings."""
    order = list(Level)
    return max((finding.level for finding in found), key=order.index, default=Level.OK)


@lru_cache
def version() -> str:
    """Return the version of the platform, as pyproject.toml says it."""
    text = (Path(settings.ROOT) / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def age(key: str, label: str, done: datetime | None, now: datetime) -> Finding:
    """Return how long ago a job was last done; more than two minutes is worth a look, more than ten is bad."""
    if done is None:
        return Finding(key, label, Level.BAD, _("Never done. Are worker and scheduler running?"), None)
    ago = now - done
    level = Level.OK if ago < LATE else Level.LOOK if ago < VERY_LATE else Level.BAD
    return Finding(key, label, level, _("Last done %(ago)s ago.") % {"ago": span(ago)}, round(ago.total_seconds()))


def span(time: timedelta) -> str:
    """Return a length of time in its largest whole unit, such as "3 minutes"."""
    seconds = max(0, round(time.total_seconds()))
    if seconds < 120:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    if seconds < 7200:
        return ngettext("%(n)s minute", "%(n)s minutes", seconds // 60) % {"n": seconds // 60}
    if seconds < 172_800:
        return ngettext("%(n)s hour", "%(n)s hours", seconds // 3600) % {"n": seconds // 3600}
    return ngettext("%(n)s day", "%(n)s days", seconds // 86_400) % {"n": seconds // 86_400}


def _database() -> Finding:
    label = _("Database")
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that it does not answer
        log.warning("health_database", error=type(error).__name__)
        return Finding("database", label, Level.BAD, _("Does not answer."), type(error).__name__, essential=True)
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    return Finding("database", label, Level.OK, _("Answers."), vendor, essential=True)


def _migrations() -> Finding:
    label, waiting = _("Tables"), _waiting_migrations()
    if not waiting:
        return Finding("migrations", label, Level.OK, _("All changes are made."), 0, essential=True)
    text = ngettext("%(n)s change is not made. Run migrate.", "%(n)s changes are not made. Run migrate.", waiting)
    return Finding("migrations", label, Level.BAD, text % {"n": waiting}, waiting, essential=True)


_migrated = False


def _waiting_migrations() -> int:
    """Return how many migrations wait. Once none does, none will before this process is started anew."""
    global _migrated
    if _migrated:
        return 0
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _migrated = not waiting
    return waiting


def _broker() -> Finding:
    label, scheme = _("Broker"), settings.BROKER_URL.split(":")[0]
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="health")
    try:
        pool.submit(_reach_broker).result(BROKER_PATIENCE)
    except Exception as error:  # noqa: BLE001 - as above; a TimeoutError among them
        log.warning("health_broker", error=type(error).__name__)
        text = _("Does not answer. What is asked for waits for the scheduler.")
        return Finding("broker", label, Level.BAD, text, type(error).__name__)
    finally:
        pool.shutdown(wait=False)
    return Finding("broker", label, Level.OK, _("Answers."), scheme)


def _reach_broker() -> None:
    if settings.BROKER_URL.startswith("filesystem:"):
        folder = Path(current_app.conf.broker_transport_options["data_folder_out"])
        probe = folder / ".health"
        probe.touch()
        probe.unlink(missing_ok=True)
        return
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=0, timeout=BROKER_PATIENCE)
        connection.default_channel.close()


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    level = Level.OK if free > LOW_DISK else Level.LOOK if free > NO_DISK else Level.BAD
    text = _("%(free)s GB free in the data folder.") % {"free": number_format(free / GIGABYTE, 1)}
    return Finding("disk", _("Disk"), level, text, free)


@reports
def jobs(now: datetime) -> Iterable[Finding]:
    """Tell whether beat, broker and worker together do what is asked, and when each sweep last ended."""
    done = pulses()
    yield age("worker", _("Worker and scheduler"), done.get("worker"), now)
    yield age("sweep_deliveries", _("Sweep of deliveries"), done.get("deliveries"), now)
    yield age("sweep_background", _("Sweep of background tasks"), done.get("background"), now)


@reports
def deliveries(now: datetime) -> Iterable[Finding]:
    """Tell how many deliveries wait, since when, and how many are dead."""
    counts, oldest = dead_letters.counts(), dead_letters.oldest_due()
    waiting = counts.get(Delivery.State.WAITING, 0) + counts.get(Delivery.State.RUNNING, 0)
    late = now - oldest if oldest and oldest < now else timedelta(0)
    level = Level.OK if late < VERY_LATE else Level.LOOK
    text = ngettext("%(n)s waits, due for %(ago)s.", "%(n)s wait, the oldest due for %(ago)s.", waiting)
    text = text % {"n": waiting, "ago": span(late)} if waiting else _("None.")
    yield Finding("deliveries_waiting", _("Deliveries that wait"), level, text, waiting)
    dead = counts.get(Delivery.State.DEAD, 0)
    yield _none_is_best("deliveries_dead", _("Dead deliveries"), dead)


@reports
def background_tasks(now: datetime) -> Iterable[Finding]:
    """Tell how many of Wagtail's tasks wait, and how many have failed."""
    waiting = background.waiting().count()
    text = ngettext("%(n)s waits.", "%(n)s wait.", waiting) % {"n": waiting} if waiting else _("None.")
    yield Finding("background_waiting", _("Background tasks that wait"), Level.OK, text, waiting)
    yield _none_is_best("background_failed", _("Failed background tasks"), background.failed().count())


def _none_is_best(key: str, label: str, count: int) -> Finding:
    text = ngettext("%(n)s, worth a look.", "%(n)s, worth a look.", count) % {"n": count} if count else _("None.")
    return Finding(key, label, Level.LOOK if count else Level.OK, text, count)


def as_data(found: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as a machine reads them: the worst level, and each finding's level, number and sentence."""
    all_of_them = list(found)
    return {
        "status": worst(all_of_them),
        "findings": {one.key: {"level": one.level, "value": one.value, "text": one.text} for one in all_of_them},
    }
