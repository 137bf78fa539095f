"""What a result was measured on, without anything that tells which machine it was."""

import os
import platform
import sys
from importlib.metadata import version

from django.db import connection

_LIBRARIES = ("django", "psycopg", "ibis-framework", "sqlglot", "wagtail")


def facts() -> dict[str, object]:
    """Return cores, memory in GB, load before the run, versions, and what the database promises about durability."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "load_before": round(os.getloadavg()[0], 2),
        "architecture": platform.machine(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "database": _database(),
    }


def _database() -> dict[str, str]:
    if connection.vendor != "postgresql":
        return {"name": connection.vendor}
    shown = ("server_version", "fsync", "synchronous_commit", "shared_buffers", "work_mem")
    with connection.cursor() as cursor:
        found = {}
        for name in shown:
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
    return {"name": "postgresql", **found}
