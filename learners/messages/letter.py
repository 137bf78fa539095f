"""A message as HTML: the very words of its text, set in one letter. Pure but for the template."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

INDENT = "    "
ENDS = ".,;:)"


@dataclass(frozen=True)
class Piece:
    """A run of words; `url` is the same words when they are an address of ours, or ""."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph. `is_code`: something to copy, such as a sign-in code. `is_way`: nothing but an address."""

    pieces: tuple[Piece, ...]
    is_code: bool = False
    is_way: bool = False


@dataclass(frozen=True)
class Part:
    """One message in the letter: its subject and the text of its body."""

    subject: str
    body: str

    @property
    def blocks(self) -> list[Block]:
        """The paragraphs of the body."""
        return [_block(text) for text in re.split(r"\n\s*\n", self.body.strip("\n")) if text.strip()]


@dataclass(frozen=True, kw_only=True)
class Foot:
    """What ends every mail: why it came, and the ways out ("" where there is none)."""

    reasons: Sequence[str]
    unsubscribe: str
    choices_url: str
    cannot_answer: str


def letter(subject: str, parts: Sequence[Part], foot: Foot) -> str:
    """Return the HTML of a mail in the active language; a part's subject is left out where it is the mail's own."""
    context = {
        "academy_name": settings.ACADEMY_NAME,
        "base_url": settings.BASE_URL,
        "subject": subject,
        "parts": [{"title": part.subject if part.subject != subject else "", "blocks": part.blocks} for part in parts],
        "foot": foot,
    }
    return render_to_string("layouts/mail.html", context).strip()


def _block(text: str) -> Block:
    lines = text.split("\n")
    words = " ".join(line.strip() for line in lines if line.strip())
    if all(line.startswith(INDENT) for line in lines if line.strip()):
        return Block((Piece(words),), is_code=True)
    pieces = tuple(_pieces(words))
    return Block(pieces, is_way=len(pieces) == 1 and bool(pieces[0].url))


def _pieces(words: str) -> Iterator[Piece]:
    """Split words at our own addresses: what somebody has typed into a name never becomes a link of ours."""
    ours = re.compile(rf"({re.escape(settings.BASE_URL)}/\S*)")
    for index, run in enumerate(ours.split(words)):
        address = run.rstrip(ENDS) if index % 2 else ""
        if address:
            yield Piece(address, address)
        if rest := run[len(address) :]:
            yield Piece(rest)
