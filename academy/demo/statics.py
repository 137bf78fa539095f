"""Collecting static files only when they have changed, so that a second start is quick."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def collect_once(root: Path) -> None:
    """Collect and compress static files unless the last collection was of the same files."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = _fingerprint(root)
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, encoding="ascii")


def _fingerprint(root: Path) -> str:
    files = [root / "requirements.lock", *sorted(path for path in (root / "static").rglob("*") if path.is_file())]
    lines = [f"{path.relative_to(root)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
