"""How much of the processor a server takes, all its processes together: steadier than a stopwatch on a busy machine."""

import os
from pathlib import Path

from django.db import connection

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of(root: int) -> float:
    """Return the processor time of a process, its children, theirs, and those of them that have ended, in seconds."""
    stats = {process: stat for process in _processes() if (stat := _stat(process))}
    family, found = [root], 0.0
    while family:
        process = family.pop()
        if process in stats:
            # utime and stime, and what children that were waited for have used (proc(5))
            found += sum(int(ticks) for ticks in stats[process][11:15]) / _TICKS
        family += [child for child, stat in stats.items() if int(stat[1]) == process]
    return found


def children_of(parent: int) -> list[int]:
    """Return the processes that this one has started and that are there."""
    return [process for process in _processes() if (stat := _stat(process)) and int(stat[1]) == parent]


def database_root() -> int:
    """Return the process of the database server itself, which must run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    stat = _stat(backend)
    if not stat:
        raise RuntimeError("The database is not on this machine; its processor time cannot be read.")
    return int(stat[1])


def _processes() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]


def _stat(process: int) -> list[str]:
    """Return the fields after the name: state, parent, …; none for a process that is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
