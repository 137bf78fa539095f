"""Sorting as Swedes expect."""

import unicodedata

import pytest

from academy.alphabet import swedish_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["Aneby", "Eksjö", "Nässjö", "Sävsjö", "Vetlanda", "Zinkgruvan", "Åmål", "Älmhult", "Öckerö"],
        ["Zetterlund", "Åkesson", "Ängström", "Öberg"],
        ["ara", "ära", "öra"],
        ["anna", "Berit", "cecilia", "Åsa"],
        ["Omsorg", "Omsorg 2", "Omsorgen"],
    ],
)
def test_names_come_in_swedish_order(in_order: list[str]) -> None:
    backwards = in_order[::-1]
    assert sorted(backwards, key=swedish_key) == in_order


def test_letters_typed_with_combining_marks_sort_the_same() -> None:
    assert swedish_key(unicodedata.normalize("NFD", "Åsa Ängström")) == swedish_key("Åsa Ängström")


def test_neighbouring_letters_of_other_languages_stand_with_ours() -> None:
    assert swedish_key("æ") == swedish_key("ä")
    assert swedish_key("ø") == swedish_key("ö")
    assert swedish_key("é") == swedish_key("E")
