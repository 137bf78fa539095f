"""The file of a backup: what was put in comes out, and nothing that was changed on the way does."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from academy.backups import archive
from academy.backups.faults import BackupFault
from academy.backups.manifest import FORMAT, Manifest, Member

CONTENT = b"granris och kaffe" * 1000


def a_manifest(files: dict[str, Member]) -> Manifest:
    return Manifest(FORMAT, "1", "sqlite", "2026-11-21T02:15:00+00:00", "https://a.example", "k", [], {}, files)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    source, path = tmp_path / "source", tmp_path / "backup.tar"
    source.write_bytes(CONTENT)
    source.chmod(0o600)
    with archive.writing(path) as writer:
        writer.add("media/åäö/gran.png", source)
        writer.add("media/gone.png", tmp_path / "gone")
        writer.finish(a_manifest(writer.files))
    return path


def test_what_was_put_in_comes_out(backup: Path, tmp_path: Path) -> None:
    with archive.reading(backup) as reader:
        assert list(reader.manifest.files) == ["media/åäö/gran.png"]
        reader.check()
        reader.unpack(tmp_path / "out")
    file = tmp_path / "out" / "media" / "åäö" / "gran.png"
    assert file.read_bytes() == CONTENT
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_for_its_owner_alone_and_never_written_over(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    before = backup.read_bytes()
    with pytest.raises(FileExistsError), archive.writing(backup):
        pass
    assert backup.read_bytes() == before


def test_one_changed_octet_is_found(backup: Path, tmp_path: Path) -> None:
    data = bytearray(backup.read_bytes())
    data[data.index(CONTENT) + 5] ^= 1
    backup.write_bytes(data)
    with archive.reading(backup) as reader:
        for use in (reader.check, lambda: reader.unpack(tmp_path / "out")):
            with pytest.raises(BackupFault, match=r"gran\.png is not what was written"):
                use()


@pytest.mark.parametrize("octets", [0, 600, 9_000, 18_000])
def test_half_a_file_is_found(backup: Path, octets: int) -> None:
    backup.write_bytes(backup.read_bytes()[:octets])
    with pytest.raises(BackupFault, match=r"damaged|cannot be read"), archive.reading(backup) as reader:
        reader.check()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for text in (b"", b"not a tar file" * 100):
        (tmp_path / "no.tar").write_bytes(text)
        with pytest.raises(BackupFault), archive.reading(tmp_path / "no.tar"):
            pass
    with pytest.raises(BackupFault, match="cannot be read"), archive.reading(tmp_path / "none.tar"):
        pass


@pytest.mark.parametrize("name", ["../outside", "media/../../outside", "/outside"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "backup.tar"
    with tarfile.open(path, "w") as tar:
        for each, text in ((name, b"x"), (archive.MANIFEST, a_manifest({name: Member(1, "")}).as_json())):
            info = tarfile.TarInfo(each)
            info.size = len(text)
            tar.addfile(info, BytesIO(text))
    with archive.reading(path) as reader, pytest.raises(BackupFault, match="outside itself"):
        reader.unpack(tmp_path / "deep" / "out")
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "deep").exists()
