"""Taking in an upload of a bounded size: what is over is read and forgotten, never kept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest


class AtMost(FileUploadHandler):
    """Stops an upload that is longer than `limit` bytes, all its files together."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on, or raise StopUpload."""
        self.seen += len(raw_data)
        if self.seen > self.limit:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Leave the file to the handlers that follow."""
        return None

    @property
    def is_too_much(self) -> bool:
        """Tell whether something was left out."""
        return self.seen > self.limit


def receive_at_most(request: HttpRequest, limit: int) -> AtMost:
    """Let a request bring so many bytes of files; call it before anything looks at its form."""
    guard = AtMost(request, limit)
    handlers: list[Any] = [guard, MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    request.upload_handlers = handlers
    return guard
