"""What a backup says about itself, and whether it fits here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from academy.backups.faults import BackupFault

FORMAT = 1


@dataclass(frozen=True)
class Member:
    """One file in the backup: how many octets, and their SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The last member of a backup. Counts are those of the moment in which the database was copied."""

    format: int
    version: str
    engine: str
    """`postgresql` or `sqlite`."""
    taken_at: str
    """ISO 8601, UTC."""
    iri_base: str
    key_check: str
    """What tells whether another key is the secret key of then, and nothing about it."""
    migrations: list[str]
    """All that were applied, as `app.name`."""
    counts: Mapping[str, int]
    """How many rows each table had."""
    files: Mapping[str, Member]
    """Every other member of the archive, by name."""

    def as_json(self) -> bytes:
        """Return it as it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read(text: bytes) -> Manifest:
    """Read a manifest; raise BackupFault when it is none, or one of another format."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise BackupFault(
                f"The backup has format {found['format']}, written by version {found.get('version')}; this version reads "
                f"format {FORMAT}. Install that version and restore with it."
            )
        files = {str(name): Member(**each) for name, each in found.pop("files").items()}
        return Manifest(files=files, **found)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupFault(
            "The backup's manifest cannot be read: the file is damaged, or no backup of the academy."
        ) from error


def require_fit(manifest: Manifest, *, engine: str, known_migrations: Iterable[str]) -> None:
    """Raise BackupFault when this database or this version cannot take the backup. An older one is migrated afterwards."""
    if manifest.engine != engine:
        raise BackupFault(
            f"The backup is of {manifest.engine}, and the database here is {engine}: neither reads the other's."
        )
    unknown = sorted(set(manifest.migrations) - set(known_migrations))
    if unknown:
        raise BackupFault(
            f"The backup is of version {manifest.version}, which knows changes that this version does not "
            f"({len(unknown)}, such as {unknown[0]}). Install that version or a newer one, and restore with it."
        )


def cautions(manifest: Manifest) -> list[str]:
    """Return what an operator should know before what was restored is used."""
    said = []
    if manifest.key_check not in {_check_of(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}:
        said.append(
            "The backup was made with another secret key. Without it in ACADEMY_SECRET_KEY or ACADEMY_SECRET_KEY_FALLBACKS "
            "no API key and no second factor works."
        )
    if manifest.iri_base != settings.IRI_BASE:
        said.append(f"The statements in it say {manifest.iri_base}; ACADEMY_IRI_BASE is {settings.IRI_BASE}.")
    return said


def key_check() -> str:
    """Return the check of the secret key in use."""
    return _check_of(settings.SECRET_KEY)


def _check_of(key: str) -> str:
    return salted_hmac("academy.backups", "which key", secret=key, algorithm="sha256").hexdigest()[:16]
