"""Words without their endings: forms of a word are one, in either language."""

import pytest

from courses.searching import stems


@pytest.mark.parametrize(
    ("language", "words", "stem"),
    [
        ("sv", "upphandla upphandlar Upphandlade upphandlat", "upphandl"),
        ("sv", "personuppgift personuppgifter personuppgifterna personuppgifternas", "personuppgift"),
        ("sv", "klok kloka klokhet klokheten", "klok"),
        ("sv", "paket paketen", "paket"),
        ("en", "password Passwords", "password"),
        ("en", "procure procured procuring", "procur"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, words: str, stem: str) -> None:
    assert set(stems(words, language)) == {stem}
