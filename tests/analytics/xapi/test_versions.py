import pytest

from analytics.xapi.versions import RULES, Version, VersionError, negotiate


@pytest.mark.parametrize(
    ("header", "version", "answered"),
    [
        ("1.0", Version.V1_0_3, "1.0.3"),
        ("1.0.0", Version.V1_0_3, "1.0.3"),
        ("1.0.3", Version.V1_0_3, "1.0.3"),
        ("1.0.10", Version.V1_0_3, "1.0.3"),
        (" 1.0.3 ", Version.V1_0_3, "1.0.3"),
        ("2.0", Version.V2_0, "2.0.0"),
        ("2.0.0", Version.V2_0, "2.0.0"),
        ("2.0.1", Version.V2_0, "2.0.0"),
    ],
)
def test_a_request_gets_the_version_it_asks_for(header: str, version: Version, answered: str) -> None:
    assert negotiate(header) is version
    assert version.header == answered


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("0.9", Version.V1_0_3),
        ("0.95", Version.V1_0_3),
        ("1", Version.V1_0_3),
        ("10.0.0", Version.V2_0),
        ("1.1.0", Version.V1_0_3),
        ("1.0.", Version.V1_0_3),
        ("1.0x", Version.V1_0_3),
        ("2.1.0", Version.V2_0),
        ("2", Version.V2_0),
        ("", Version.V2_0),
        ("1.0.3, 2.0.0", Version.V1_0_3),
        ("bad version", Version.V2_0),
    ],
)
def test_other_versions_are_refused_with_a_version_to_answer_in(header: str, answer: Version) -> None:
    with pytest.raises(VersionError) as caught:
        negotiate(header)
    assert caught.value.answer is answer
    assert str(caught.value) == (
        "This xAPI version is not spoken here. Send X-Experience-API-Version with the value 1.0.3 or 2.0.0."
    )


def test_a_request_without_the_header_is_refused() -> None:
    with pytest.raises(VersionError) as caught:
        negotiate(None)
    assert caught.value.answer is Version.V2_0
    assert str(caught.value) == (
        "The request has no X-Experience-API-Version header. Send it with the value 1.0.3 or 2.0.0."
    )


def test_every_version_has_its_rules() -> None:
    assert set(RULES) == set(Version)
