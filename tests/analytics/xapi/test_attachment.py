import pytest

from analytics.xapi.attachment import attachments
from analytics.xapi.errors import Path
from tests.analytics.xapi.examples import ATTACHMENT, accepted, refusal, without


def test_a_well_formed_list_is_accepted() -> None:
    assert accepted(attachments, [ATTACHMENT, without(without(ATTACHMENT, ("fileUrl",)), ("description",))])
    assert accepted(attachments, [])


@pytest.mark.parametrize("name", ["usageType", "display", "contentType", "length", "sha2"])
def test_what_identifies_an_attachment_is_required(name: str) -> None:
    assert refusal(attachments, [without(ATTACHMENT, (name,))]).path == (0, name)


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("usageType", "should fail", ()),
        ("display", {}, ()),
        ("display", "should error", ()),
        ("display", {"de-419-DE": "Eine"}, ("de-419-DE",)),
        ("description", 12345, ()),
        ("description", {"en": None}, ("en",)),
        ("contentType", "should fail", ()),
        ("contentType", 999, ()),
        ("length", "27", ()),
        ("length", -1, ()),
        ("sha2", 12345, ()),
        ("sha2", "495395e7", ()),
        ("fileUrl", "should fail", ()),
        ("fileURL", "http://over.there.com/file.txt", ()),
        ("data", "x", ()),
    ],
)
def test_a_malformed_attachment_is_refused_at_the_place_at_fault(name: str, value: object, path: Path) -> None:
    assert refusal(attachments, [ATTACHMENT, {**ATTACHMENT, name: value}]).path == (1, name, *path)


@pytest.mark.parametrize(("value", "path"), [(ATTACHMENT, ()), ([12345], (0,)), (["x"], (0,)), (None, ())])
def test_attachments_are_an_array_of_objects(value: object, path: Path) -> None:
    assert refusal(attachments, value).path == path
