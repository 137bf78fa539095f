import pickle

import pytest

from analytics.xapi.errors import Path, StatementError


@pytest.mark.parametrize(
    ("path", "words", "pointer"),
    [
        ((), "statement: is wrong", ""),
        (("actor", "mbox"), "actor.mbox: is wrong", "/actor/mbox"),
        ((3, "actor", "mbox"), "statements[3].actor.mbox: is wrong", "/3/actor/mbox"),
        ((0,), "statements[0]: is wrong", "/0"),
        (
            ("context", "contextActivities", "parent", 1, "id"),
            "context.contextActivities.parent[1].id: is wrong",
            "/context/contextActivities/parent/1/id",
        ),
        (("verb", "display", "en-US"), 'verb.display["en-US"]: is wrong', "/verb/display/en-US"),
        (
            ("result", "extensions", "http://a.example/~b"),
            'result.extensions["http://a.example/~b"]: is wrong',
            "/result/extensions/http:~1~1a.example~1~0b",
        ),
    ],
)
def test_an_error_names_its_place_for_people_and_for_programs(path: Path, words: str, pointer: str) -> None:
    error = StatementError("is wrong", "xAPI-Data 2.2", path)
    assert (str(error), error.pointer) == (words, pointer)


def test_containers_put_their_keys_before_the_path() -> None:
    error = StatementError("is wrong", "xAPI-Data 2.2", ("mbox",))
    assert error.within("actor") is error
    assert error.within(3, "object").path == (3, "object", "actor", "mbox")


def test_an_error_survives_the_way_between_processes() -> None:
    error = StatementError("is wrong", "xAPI-Data 2.2", (3, "actor"))
    copied = pickle.loads(pickle.dumps(error))
    assert (copied.message, copied.requirement, copied.path) == ("is wrong", "xAPI-Data 2.2", (3, "actor"))
