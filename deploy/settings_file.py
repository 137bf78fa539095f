"""The file of settings: read as systemd reads it, and made once from the example."""

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from deploy.layout import EXAMPLE_HOST
from deploy.machine import StepFailed

LINE = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)")


def read(path: Path) -> dict[str, str]:
    """Return the settings in a file: NAME=value lines.

    Raises StepFailed for a line that is neither that nor a comment, and for whoever may not read the file.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except PermissionError as error:
        raise StepFailed(f"{path} holds the secret key and is root's alone: put sudo before it.") from error
    found = {}
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        match = LINE.fullmatch(text)
        if not match:
            raise StepFailed(f"{path}:{number} is neither NAME=value nor a comment.")
        name, value = match[1], match[2].strip()
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        found[name] = value[1:-1] if is_quoted else value
    return found


def first(example: str, host: str) -> str:
    """Return the example with the host's name and a secret key of its own."""
    text = example.replace(EXAMPLE_HOST, host)
    return re.sub(r"(?m)^ACADEMY_SECRET_KEY=$", f"ACADEMY_SECRET_KEY={secrets.token_urlsafe(60)}", text)


def host_of(settings: Mapping[str, str]) -> str:
    """Return the first host name that is answered."""
    return settings.get("ACADEMY_HOSTS", EXAMPLE_HOST).split(",")[0].strip()
