"""Accept-Language, applied to one language map at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.xapi.preferences import chosen, preferences

MAP = {"en-US": "a", "sv": "b", "de": "c"}


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("sv", "sv"),
        ("SV", "sv"),
        ("en", "en-US"),
        ("en-us", "en-US"),
        ("fr, de", "de"),
        ("de;q=0.4, sv;q=0.5", "sv"),
        ("de;q=0.5, sv;q=0.5", "de"),
        ("sv;q=0.5, de", "de"),
        ("en-US;q=0, *", "sv"),
        ("en;q=0.1, en-US;q=0, sv;q=0.05", "sv"),
        ("*;q=0.1, de;q=0.05", "en-US"),
        # Nothing is covered, but something is close.
        ("sv-SE", "sv"),
        ("sv-SE, fr", "sv"),
        # Nothing at all: the first of the map.
        ("", "en-US"),
        ("fr", "en-US"),
        ("sv;q=0", "en-US"),
        # What is no range is passed over.
        ("svenska-och-inget-annat, de", "de"),
        ("sv;q=2, de", "de"),
        ("sv;level=1, de", "de"),
        (", ,de", "de"),
        ("e, " * 200 + "sv", "en-US"),
    ],
)
def test_the_language_wanted_most_is_chosen(header: str, tag: str) -> None:
    assert chosen(MAP, preferences(header)) == {tag: MAP[tag]}


def test_of_nothing_there_is_nothing_to_choose() -> None:
    assert chosen({}, preferences("sv")) == {}


@given(
    header=st.text(),
    tags=st.lists(st.sampled_from(["sv", "en", "en-GB", "de-AT", "x-klingon"]), unique=True, min_size=1),
)
def test_any_header_chooses_one(header: str, tags: list[str]) -> None:
    assert len(chosen(dict.fromkeys(tags, ""), preferences(header))) == 1
