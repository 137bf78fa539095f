"""A backup says what it is, and is refused where it does not fit."""

import json
from dataclasses import replace

import pytest
from pytest_django import Settings

from academy.backups.faults import BackupFault
from academy.backups.manifest import FORMAT, Manifest, Member, cautions, key_check, read, require_fit


@pytest.fixture
def manifest(settings: Settings) -> Manifest:
    return Manifest(
        format=FORMAT,
        version="1.2.3",
        engine="sqlite",
        taken_at="2026-11-21T02:15:00+00:00",
        iri_base=settings.IRI_BASE,
        key_check=key_check(),
        migrations=["academy.0001_initial"],
        counts={"academy_pulse": 3},
        files={"media/gran.png": Member(4, "ab")},
    )


def test_it_is_read_as_it_was_written(manifest: Manifest) -> None:
    assert read(manifest.as_json()) == manifest


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "files": {}, "more": 1}', b"\xff"]
)
def test_what_is_no_manifest_is_refused(text: bytes) -> None:
    with pytest.raises(BackupFault, match="no backup of the academy"):
        read(text)


def test_another_format_is_refused_with_the_version_that_wrote_it(manifest: Manifest) -> None:
    text = json.dumps(json.loads(manifest.as_json()) | {"format": 2, "version": "9.0"}).encode()
    with pytest.raises(BackupFault, match=r"format 2, written by version 9\.0"):
        read(text)


def test_an_older_backup_fits_and_a_newer_one_is_refused_by_name(manifest: Manifest) -> None:
    require_fit(manifest, engine="sqlite", known_migrations={"academy.0001_initial", "academy.0002_pulse"})
    newer = replace(manifest, migrations=["academy.0001_initial", "academy.0099_later"])
    with pytest.raises(BackupFault, match=r"version 1\.2\.3, which knows changes .*academy\.0099_later"):
        require_fit(newer, engine="sqlite", known_migrations={"academy.0001_initial"})


def test_another_database_is_refused(manifest: Manifest) -> None:
    with pytest.raises(BackupFault, match="of sqlite, and the database here is postgresql"):
        require_fit(manifest, engine="postgresql", known_migrations={"academy.0001_initial"})


def test_another_key_and_another_base_are_told(manifest: Manifest, settings: Settings) -> None:
    assert cautions(manifest) == []
    former, settings.SECRET_KEY, settings.IRI_BASE = settings.SECRET_KEY, "another-key", "https://else.example"
    assert [each.split()[0:4] for each in cautions(manifest)] == [
        ["The", "backup", "was", "made"],
        ["The", "statements", "in", "it"],
    ]
    settings.SECRET_KEY_FALLBACKS = [former]
    assert len(cautions(manifest)) == 1


def test_the_check_of_a_key_tells_nothing_of_it(settings: Settings) -> None:
    assert len(key_check()) == 16
    assert settings.SECRET_KEY not in key_check()
