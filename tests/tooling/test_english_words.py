"""English words are spelt one way in all that readers see."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOMS = ("academy", "analytics", "cms", "courses", "learners")


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("word", ["e-mail", " 20.00", "places and roles"])
def test_a_word_that_is_spelt_otherwise_stands_nowhere(room: str, word: str) -> None:
    path = Path(__file__).parents[2] / "locale" / room / "sv" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        texts = [str(message.id) for message in read_po(file) if message.id]
    assert len(texts) > 100
    assert [text for text in texts if word in text.lower()] == []
