"""Where a document is kept: what it is about, and the short keys by which its row is found."""

from dataclasses import dataclass
from hashlib import blake2b
from uuid import UUID

from analytics.models import Document

Kind = Document.Kind


@dataclass(frozen=True)
class Place:
    """What documents are about: an activity's IRI, an agent's key (reading.agent_key) or both, as their kind has it.

    `registration` narrows states: with one, a place holds that attempt's documents alone. Without, a single document is
    the one kept without registration, and all documents are those of every registration (xAPI-Communication 2.3).
    """

    kind: Kind
    activity: str = ""
    agent: str = ""
    registration: UUID | None = None

    @property
    def key(self) -> UUID:
        """The key that all documents about the same share, whatever their registration."""
        return _digest(self.kind, self.activity, self.agent)

    def key_of(self, name: str) -> UUID:
        """The key of the document with this name."""
        return _digest(self.kind, self.activity, self.agent, str(self.registration or ""), name)


def _digest(*parts: str) -> UUID:
    """Return 128 bits that differ where any part does: each is preceded by its length, so that none runs into the next."""
    found = blake2b(digest_size=16)
    for part in parts:
        octets = part.encode()
        found.update(len(octets).to_bytes(8) + octets)
    return UUID(bytes=found.digest())
