"""Addresses of figures: no organisation can be called by a word that a page has."""

import re

from analytics.urls import urlpatterns
from learners.actions.organisations import WORDS_OF_ADDRESSES


def test_the_words_of_pages_are_none_that_an_organisation_may_have() -> None:
    words = {found[1] for entry in urlpatterns if (found := re.match(r"nyckeltal/([\w-]+)/", str(entry.pattern)))}
    assert words == WORDS_OF_ADDRESSES
