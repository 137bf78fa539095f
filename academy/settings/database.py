"""The database, and the cache beside it."""

from typing import Any

from academy import environment as env
from academy.settings.installation import DATA_DIR, PRODUCTION

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("ACADEMY_DATABASE_URL", None if PRODUCTION else f"sqlite:///{DATA_DIR / 'academy.sqlite3'}")
}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # BEGIN IMMEDIATE and a long timeout, or read-then-write dies of "database is locked"; FULL, so that 200 is durable.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # A file also for tests: Django's in-memory default has no WAL, and threads that share it do not wait for each other.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 5} | DATABASES["default"].get("OPTIONS", {})

# Counts tries to sign in: several web processes need one that they share, such as redis://host:6379/1.
CACHES = {"default": env.cache("ACADEMY_CACHE_URL", None if PRODUCTION else "locmemcache://")}
