import pytest

from analytics.xapi.languages import is_language_tag


@pytest.mark.parametrize(
    "tag",
    # RFC 5646 appendix A and the conformance requirement XAPI-00013.
    [
        "de", "fr", "ja", "i-enochian", "ine", "zh-Hant", "zh-Hans", "sr-Cyrl", "sr-Latn", "zh-cmn-Hans-CN",
        "cmn-Hans-CN", "zh-yue-HK", "yue-HK", "zh-Hans-CN", "sr-Latn-RS", "sl-rozaj", "sl-rozaj-biske", "sl-nedis",
        "de-CH-1901", "sl-IT-nedis", "hy-Latn-IT-arevela", "de-DE", "en-US", "es-419", "de-CH-x-phonebk",
        "az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern", "de-Qaaa", "sr-Latn-QM", "en-US-u-islamcal",
        "zh-CN-a-myext-x-private", "en-a-myext-b-another", "SV", "sv-SE", "tlh", "zh-min", "EN-GB-OED", "en-x-a-b-a",
        "en-a-bbb-x-a-ccc", "qq-abcd-qq", "x-" + "abcdefgh-" * 20 + "a",
    ],
)  # fmt: skip
def test_a_well_formed_tag_is_known(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "de-419-DE", "a-DE", "ar-a-aaa-b-bbb-a-ccc", "zh-z-aaa-z-bbb-c-ccc", "something", "a12345", "", "s", "sv_SE",
        "sv-", "-sv", "sv--SE", "en-GB-", "sl-rozaj-rozaj", "sl-rozaj-ROZAJ", "en-x", "x-", "en-a", "en-a-b", "é",
        "supercalifragilisticexpialidocious", "sv SE", "en-US\n", "x-" + "abcdefghi" * 20, None, 46, {"sv": 1},
    ],
)  # fmt: skip
def test_anything_else_is_not(tag: object) -> None:
    assert not is_language_tag(tag)
