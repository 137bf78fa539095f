from analytics.xapi import atoms, vocabulary
from analytics.xapi.verb import verb
from tests.analytics.xapi.examples import accepted

TERMS = {name: term for name, term in vars(vocabulary).items() if isinstance(term, vocabulary.Term)}


def test_every_term_has_an_iri_and_words_in_both_languages() -> None:
    assert len(TERMS) == 28
    for term in TERMS.values():
        verb({"id": term.iri, "display": dict(term.display)})
        assert list(term.display) == ["sv", "en"]
        assert all(term.display.values())


def test_no_two_terms_share_an_iri() -> None:
    assert len({term.iri for term in TERMS.values()}) == len(TERMS)


def test_every_verb_is_found_by_its_iri() -> None:
    assert len(vocabulary.VERBS) == 22
    assert all(term in TERMS.values() and term.iri == iri for iri, term in vocabulary.VERBS.items())


def test_the_reserved_verb_is_spelled_as_the_specification_does() -> None:
    assert vocabulary.VOIDED.iri == "http://adlnet.gov/expapi/verbs/voided"


def test_the_profile_of_films_is_an_iri() -> None:
    assert accepted(atoms.iri, vocabulary.VIDEO_PROFILE)
