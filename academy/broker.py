"""One broker URL from the environment, turned into Celery's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def celery_settings(url: str) -> dict[str, Any]:
    """Return broker_url and broker_transport_options for `filesystem:///folder`, `redis://…` or `amqp://…`.

    Raises ImproperlyConfigured for any other scheme.
    """
    scheme = urlsplit(url).scheme
    if scheme == "filesystem":
        return {
            "CELERY_BROKER_URL": "filesystem://",
            "CELERY_BROKER_TRANSPORT_OPTIONS": _folders(Path(urlsplit(url).path)),
        }
    if scheme in {"redis", "rediss", "amqp", "amqps"}:
        return {
            "CELERY_BROKER_URL": url,
            "CELERY_BROKER_TRANSPORT_OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
        }
    raise ImproperlyConfigured(f"ACADEMY_BROKER_URL begins with {scheme!r}. Use filesystem:///folder or redis://host.")


def _folders(root: Path) -> dict[str, Any]:
    folders = {name: root / name for name in ("queue", "control")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
        "polling_interval": 0.1,
    }
