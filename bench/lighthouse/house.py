"""The academy as in production, with the content and the people of the demo."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe

from bench.lighthouse.install import CannotMeasure
from bench.servers import GUNICORN, ROOT, free_port, running


@contextmanager
def open_house(folder: Path) -> Iterator[str]:
    """Load the demo into the folder unless it is there, serve it inside the block, and give its address.

    The settings are those of production but for three: SQLite; no second factor, for which nobody here has an app; and no
    https, which a proxy speaks there. A browser takes localhost for secure, and sends it the cookies for https alone.
    """
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ACADEMY_")}
    _load(inherited | {"ACADEMY_ENVIRONMENT": "demo", "ACADEMY_DATA_DIR": str(data)})
    port = free_port()
    with running(GUNICORN, inherited | _production(data, port), folder / "web.log", port):
        yield f"http://localhost:{port}"


def _load(environment: dict[str, str]) -> None:
    asked = [sys.executable, str(ROOT / "manage.py"), "demo", "--load-only"]
    if subprocess.run(asked, env=environment, stdout=sys.stderr, check=False).returncode:  # noqa: S603 - our own
        raise CannotMeasure("The demo could not be loaded. Its words stand above.")


def _production(data: Path, port: int) -> dict[str, str]:
    return {
        "ACADEMY_ENVIRONMENT": "production",
        "ACADEMY_SECRET_KEY": token_urlsafe(50),
        "ACADEMY_DATA_DIR": str(data),
        "ACADEMY_DATABASE_URL": f"sqlite:///{data / 'academy.sqlite3'}",
        "ACADEMY_BASE_URL": f"http://localhost:{port}",
        "ACADEMY_SSL_REDIRECT": "no",
        "ACADEMY_HOSTS": "localhost",
        "ACADEMY_IRI_BASE": "https://akademin.example",
        "ACADEMY_CACHE_URL": "locmemcache://",
        "ACADEMY_BROKER_URL": f"filesystem://{data / 'broker'}",
        "ACADEMY_EMAIL_URL": f"filemail://{data / 'mail'}",
        "ACADEMY_SECOND_FACTOR": "offered",
        "ACADEMY_WEB_BIND": f"127.0.0.1:{port}",
    }
