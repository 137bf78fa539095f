"""Swedish words without their endings: forms of a word are one, and words of Snowball's own list."""

import pytest

from courses.swedish import stem


@pytest.mark.parametrize(
    ("words", "stem_of_all"),
    [
        ("upphandla upphandlar upphandlade upphandlat", "upphandl"),
        ("personuppgift personuppgifter personuppgifterna personuppgifternas", "personuppgift"),
        ("jakt jakten", "jakt"),
        ("klok kloka klokhet klokheten", "klok"),
        ("sällskap sällskapen sällskapet sällskapets", "sällskap"),
        ("lösenord lösenordet lösenorden", "lösenord"),
        ("paket paketen", "paket"),
        ("dags", "dag"),
        ("friskt", "frisk"),
        ("hopplöst", "hopplös"),
        ("må ö ai", None),
    ],
)
def test_forms_of_a_word_have_one_stem(words: str, stem_of_all: str | None) -> None:
    assert {stem(word) for word in words.split()} == ({stem_of_all} if stem_of_all else set(words.split()))
