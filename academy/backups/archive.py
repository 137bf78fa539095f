"""The tar file of a backup: written member by member with checksums, the manifest last, and read back with suspicion."""

import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from academy.backups.faults import BackupFault
from academy.backups.manifest import Manifest, Member, read

MANIFEST = "manifest.json"
_PIECE = 1024 * 1024


class Hashing:
    """A file that is read once, and what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash, self._size = file, sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read so many octets."""
        piece = self._file.read(size)
        self._hash.update(piece)
        self._size += len(piece)
        return piece

    def seen(self) -> Member:
        """Return what has been read so far."""
        return Member(self._size, self._hash.hexdigest())


class Writer:
    """Adds files to a new archive and remembers what each was."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, Member] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file under a name; one that is gone by now is left out, for no row leads to it any more."""
        try:
            with path.open("rb") as file:
                info = self._tar.gettarinfo(arcname=name, fileobj=file)
                info.uname = info.gname = ""
                hashing = Hashing(file)
                self._tar.addfile(info, hashing)
        except FileNotFoundError:
            return
        self.files[name] = hashing.seen()

    def finish(self, manifest: Manifest) -> None:
        """Add the manifest."""
        text = manifest.as_json()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        self._tar.addfile(info, BytesIO(text))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a new archive, which is on disk when the block ends; raise FileExistsError when there is one already."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            yield Writer(tar)
        file.flush()
        os.fsync(file.fileno())


class Reader:
    """An archive whose manifest has been read."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        try:
            self._members = {info.name: info for info in tar if info.isreg()}
        except (OSError, tarfile.TarError) as error:
            raise _unreadable(error) from error
        self._tar = tar
        self.manifest = read(b"".join(self._pieces(MANIFEST)))

    def check(self) -> None:
        """Read everything; raise BackupFault for what is missing or changed."""
        for name in self.manifest.files:
            self._copy(name, None)

    def unpack(self, folder: Path) -> None:
        """Write every member below a folder; raise BackupFault for what is missing, changed or leads outside."""
        for name in self.manifest.files:
            parts = PurePosixPath(name).parts
            if ".." in parts or PurePosixPath(name).is_absolute():
                raise BackupFault(f"The backup names a file outside itself: {name}. It is not one of the academy's.")
            target = folder.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                self._copy(name, file)
            target.chmod(self._members[name].mode & 0o777)

    def _copy(self, name: str, to: IO[bytes] | None) -> None:
        counted = sha256()
        for piece in self._pieces(name):
            counted.update(piece)
            if to:
                to.write(piece)
        if counted.hexdigest() != self.manifest.files[name].sha256:
            raise BackupFault(f"The backup is damaged: {name} is not what was written. Take another one.")

    def _pieces(self, name: str) -> Iterator[bytes]:
        info = self._members.get(name)
        file = self._tar.extractfile(info) if info else None
        if file is None:
            raise BackupFault(f"The backup is damaged: it has no {name}. Take another one.")
        with file:
            while piece := _piece(file):
                yield piece


def _piece(file: IO[bytes]) -> bytes:
    try:
        return file.read(_PIECE)
    except (OSError, tarfile.TarError) as error:
        raise _unreadable(error) from error


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Read an archive; raise BackupFault when it is none, or damaged."""
    try:
        tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed below; what the block raises is not about reading
    except (OSError, tarfile.TarError) as error:
        raise _unreadable(error) from error
    with tar:
        yield Reader(tar)


def _unreadable(error: Exception) -> BackupFault:
    return BackupFault(f"The backup cannot be read: {error}.")


def by_folder(files: Mapping[str, Member], folder: str) -> int:
    """Return how many files an archive has in one of its folders."""
    return sum(1 for name in files if name.startswith(f"{folder}/"))
